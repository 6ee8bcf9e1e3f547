import test from 'ava';
import { readSettings } from '../../../src/config/load-settings.ts';
import { withoutSecrets } from '../../../src/config/secrets.ts';

const fromFile = (text: string, mode = 0o600) =>
  readSettings({ env: {}, file: { path: '/etc/spyglass.toml', text: `[alerts]\n${text}\n`, mode } });

test('channels are read from the file and from the environment', (t) => {
  const { settings, problems, warnings } = fromFile(
    `command = ["/bin/page", "a b"]\nwebhook = "https://example.com/a?b=c"\nwebhook_body = '{"text": "{message}"}'\ndesktop = true\nquiet = ["22:00-07:00"]\nafter_quiet = "drop"`,
  );
  t.deepEqual([problems, warnings], [[], []]);
  t.deepEqual(settings.alertCommand, ['/bin/page', 'a b']);
  t.is(settings.alertWebhook, 'https://example.com/a?b=c');
  t.deepEqual([settings.alertDesktop, settings.alertAfterQuiet], [true, 'drop']);
  const { settings: given } = readSettings({
    env: {
      SPYGLASS_ALERT_COMMAND: '["/bin/page", "a b"]',
      SPYGLASS_ALERT_WEBHOOK: 'http://127.0.0.1:8080/x',
      SPYGLASS_ALERT_QUIET: '22:00-07:00, 12:00-13:00',
    },
  });
  t.deepEqual(given.alertCommand, ['/bin/page', 'a b']);
  t.is(given.alertWebhook, 'http://127.0.0.1:8080/x');
  t.deepEqual(given.alertQuiet, ['22:00-07:00', '12:00-13:00']);
  t.deepEqual(readSettings({ env: { SPYGLASS_ALERT_COMMAND: '/opt/my page' } }).settings.alertCommand, [
    '/opt/my page',
  ]);
});

test('a wrong channel costs no recording, and no complaint quotes a secret', (t) => {
  for (const wrong of [
    'webhook = "http://example.com/s3cr3t"',
    'webhook = "https://user:s3cr3t@example.com/"',
    'webhook = "ftp://example.com/s3cr3t"',
    'webhook = "s3cr3t"',
    'webhook = 7',
    `webhook_body = '{"s3cr3t": '`,
    'command = [""]',
    'command = [1]',
    'command = "[s3cr3t"',
    'quiet = ["22-07"]',
    'after_quiet = "wait"',
    'timeout_seconds = 0',
  ]) {
    const { problems, warnings, settings } = fromFile(wrong);
    t.deepEqual(problems, [], wrong);
    t.is(warnings.length, 1, `${wrong}: ${warnings.join()}`);
    t.false(warnings[0]!.includes('s3cr3t'), warnings[0]);
    t.deepEqual([settings.alertWebhook, settings.alertCommand], [null, []], wrong);
  }
});

test('a webhook in a file that others may read is not used; one of the environment is', (t) => {
  const text = 'webhook = "https://example.com/s3cr3t"';
  const { settings, warnings, problems } = fromFile(text, 0o644);
  t.is(settings.alertWebhook, null);
  t.deepEqual(problems, []);
  t.deepEqual(warnings, [
    '/etc/spyglass.toml: it holds alerts.webhook but others may read it, so that it is not used: chmod 600 /etc/spyglass.toml',
  ]);
  const file = { path: '/etc/spyglass.toml', text: `[alerts]\n${text}\n`, mode: 0o644 };
  const env = { SPYGLASS_ALERT_WEBHOOK: 'https://example.com/other' };
  t.is(readSettings({ env, file }).settings.alertWebhook, 'https://example.com/other');
});

test('programs of others get the environment without secrets', (t) => {
  const secrets = {
    ...{ MASSIVE_API_KEY: 'a', POLYGON_API_KEY: 'b' },
    ...{ SPYGLASS_ALERT_WEBHOOK: 'c', SPYGLASS_ALERT_WEBHOOK_BODY: 'd' },
  };
  t.deepEqual(withoutSecrets({ PATH: '/bin', ...secrets }), { PATH: '/bin' });
});
