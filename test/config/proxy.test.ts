import test from 'ava';
import { proxyName, proxyOf } from '../../src/config/proxy.ts';

test('the proxy for https is that of the environment, and none of plain http', (t) => {
  t.is(proxyOf({}), null);
  t.is(proxyOf({ HTTP_PROXY: 'http://proxy:3128', HTTPS_PROXY: '' }), null);
  t.deepEqual(proxyOf({ HTTPS_PROXY: 'http://proxy:3128', no_proxy: 'x.test' }), {
    ...{ HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'x.test' },
  });
  t.deepEqual(proxyOf({ HTTPS_PROXY: 'http://one:1', https_proxy: 'http://two:2' }), {
    HTTPS_PROXY: 'http://two:2',
  });
});

test('a proxy is shown by host and port, and an error about one never quotes it', (t) => {
  t.is(proxyName({ HTTPS_PROXY: 'http://user:secret@proxy.test:3128/' }), 'proxy.test:3128');
  for (const address of ['user:secret@proxy', 'socks5://user:secret@proxy:1080']) {
    const error = t.throws(() => proxyOf({ HTTPS_PROXY: address }), { code: 'settings' });
    t.notRegex(`${error.message} ${(error as { hint?: string }).hint}`, /secret/);
  }
});
