import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import test from 'ava';
import { systemClock } from '../../src/base/clock.ts';
import { encodeLine } from '../../src/protocol/framing.ts';
import { openLink } from '../../src/protocol/connection/link.ts';
import { protocolVersion } from '../../src/protocol/version.ts';
import { hello, helloRequest, rawClient, startListener } from '../daemon/listen-support.ts';
import { tempDir } from '../support/temp-dir.ts';
import { startAnswering } from './answering.ts';

const clock = systemClock();

const link = (socketPath: string, anyVersion = false) =>
  openLink({ socketPath, clock, appVersion: '2.0.0', client: 'test', anyVersion });

for (const [age, version, hint] of [
  ['older', protocolVersion - 1, /The daemon is the older one: `spyglass daemon restart`/],
  ['newer', protocolVersion + 1, /This program is the older one/],
] as const) {
  test(`meeting a daemon of an ${age} protocol, a client says which side to upgrade`, async (t) => {
    const { socketPath } = await startAnswering(t, (id) => ({
      jsonrpc: '2.0',
      id,
      result: { ...hello, protocolVersion: version, appVersion: '9.9.9' },
    }));
    const error = await t.throwsAsync(link(socketPath), { code: 'protocol_mismatch' });
    t.regex((error as unknown as { hint: string }).hint, hint);
  });

  test(`a client of an ${age === 'older' ? 'newer' : 'older'} protocol is told our version and may do nothing but stop us`, async (t) => {
    const { socketPath } = await startListener(t);
    const client = await rawClient(t, socketPath);
    client.send(helloRequest(version));
    t.like(await client.next(), { id: 1, result: { protocolVersion } });
    client.send({ jsonrpc: '2.0', id: 2, method: 'subscribe' });
    t.like(await client.next(), { id: 2, error: { data: { code: 'protocol_mismatch' } } });
    client.send({ jsonrpc: '2.0', id: 3, method: 'shutdown' });
    t.like(await client.next(), { id: 3, result: { isClosing: true } });
  });
}

test('a daemon of another version can be stopped, even one whose hello says less', async (t) => {
  const asked: string[] = [];
  const { socketPath } = await startAnswering(t, (id, method) => {
    asked.push(method);
    const result =
      method === 'hello' ? { protocolVersion: 99, appVersion: '9', pid: 7 } : { isClosing: true };
    return { jsonrpc: '2.0', id, result };
  });
  const opened = await link(socketPath, true);
  t.is(opened.hello.pid, 7);
  t.deepEqual(await opened.request('shutdown', {}), { isClosing: true });
  t.deepEqual(asked, ['hello', 'shutdown']);
  opened.close();
});

for (const [what, answer] of [
  ['something that is not JSON', 'no JSON'],
  ['a hello without a version', { jsonrpc: '2.0', id: 1, result: { appVersion: '1' } }],
  ['a web server’s greeting', { http: 400 }],
] as const) {
  test(`whoever answers hello with ${what} does not keep a client waiting`, async (t) => {
    const socketPath = path.join(await tempDir(t), 's.sock');
    const server = net.createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write(typeof answer === 'string' ? `${answer}\n` : encodeLine(answer));
    });
    server.listen(socketPath);
    await once(server, 'listening');
    t.teardown(() => server.close());
    await t.throwsAsync(link(socketPath), { name: 'SpyglassError' });
  });
}

test('why the daemon ended a connection is what the client says', async (t) => {
  const { socketPath, listener } = await startListener(t);
  const opened = await link(socketPath);
  await listener.close();
  t.is(await opened.closed, 'the daemon is closing');
});
