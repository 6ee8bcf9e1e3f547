import test from 'ava';
import type { Logger } from '../../../../src/base/log.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { until } from '../../../support/until.ts';
import { accept, at, holds, nextAttempt, outboxOf, startDelivering, startReceiver } from './support.ts';

const secretPath = '/services/s3cr3t-of-the-hook';
const apiKey = 's3cr3t-key-of-the-api';

test('alerts get through a webhook that fails, redirects, hangs and recovers, over a restart, and are known by their ids', async (t) => {
  const receiver = await startReceiver(t);
  const { received, treatment } = receiver;
  const dir = await tempDir(t);
  const lines: string[] = [];
  const line = (fields: object, message?: string) => void lines.push(JSON.stringify([fields, message]));
  const log: Logger = { debug: line, info: line, warn: line, error: line };
  const settings = { alertWebhook: `${receiver.url}${secretPath}` };

  treatment.next = (response) => response.writeHead(500).end(`no ${secretPath}`);
  const first = await startDelivering(t, { dir, settings, log, apiKey });
  const said: unknown[] = [];
  first.link.onEvent((event) => said.push(event));
  await first.link.request('subscribe', {});
  await first.clock.advance(61_000);
  await until(() => outboxOf(first)[0]?.attempts === 1);
  t.is(outboxOf(first)[0]!.last_error, 'the receiver answered with status 500');
  await until(() =>
    said.some((event) => {
      const { name, payload } = event as { name: string; payload: [{ problem: string | null }?] };
      return name === 'alert-channels' && payload[0]?.problem === 'the receiver answered with status 500';
    }),
  );
  const { health } = await first.link.request('status', {});
  t.deepEqual(
    health.problems
      .filter(({ subject }) => subject === 'delivery')
      .map(({ code, message }) => [code, message]),
    [
      [
        'alert_delivery',
        'Alerts do not get through. webhook: the receiver answered with status 500; 1 alert waits.',
      ],
    ],
  );

  treatment.next = (response) => response.writeHead(302, { location: `${receiver.url}/elsewhere` }).end();
  await nextAttempt(first);
  t.is(outboxOf(first)[0]!.last_error, 'the receiver redirected elsewhere (302), which is refused');

  treatment.next = () => {};
  const before = received.length;
  await nextAttempt(first, async () => {
    await until(() => received.length > before);
    await first.clock.advance(10_000);
  });
  t.is(outboxOf(first)[0]!.last_error, 'the receiver did not answer within 10 s');

  // It has the alert, and the daemon ends before the answer.
  const [row] = outboxOf(first);
  await first.clock.advance(row!.next_attempt_at! - first.clock.now());
  await until(() => received.length > before + 1);
  said.push(await first.link.request('alerts.get', {}), await first.link.request('status', {}));
  await first.close();
  const seenBefore = received.map(({ id }) => id);
  t.is(new Set(seenBefore).size, 1);

  treatment.next = accept;
  const second = await startDelivering(t, { dir, settings, log, apiKey, at: first.clock.now() + 60_000 });
  await until(() => outboxOf(second)[0]?.delivered_at !== null);
  await second.clock.advance(61_000);
  await until(
    () => outboxOf(second).length > 1 && outboxOf(second).every((each) => each.delivered_at !== null),
  );
  const rows = outboxOf(second);
  const ids = new Set(received.map(({ id }) => id));
  t.deepEqual([...ids].sort(), rows.map((each) => each.alert_id).sort(), 'none is lost');
  const recorded = second.database.prepare('select count(*) from alerts').pluck().get();
  t.is(recorded, rows.length);
  for (const { id, body } of received) t.is((JSON.parse(body) as { id: string }).id, id);
  t.true(
    received.every((each) => each.path === secretPath),
    'no redirect was followed',
  );
  const report = await second.link.request('alerts.get', {});
  t.deepEqual(
    report.channels?.map(({ channel, waiting, problem }) => [channel, waiting, problem]),
    [['webhook', 0, null]],
  );
  t.deepEqual((await second.link.request('status', {})).health.problems, []);

  said.push(report, await second.link.request('status', {}));
  await second.close();
  for (const secret of [secretPath.slice(1), receiver.url.slice('http://'.length), apiKey]) {
    t.false(lines.join('\n').includes(secret), 'in the log');
    t.false(JSON.stringify(said).includes(secret), 'in an event or an answer');
    t.false(holds(dir, secret), 'in a file');
  }
});

test('a test goes through each channel at once, says what came of it, and leaves no alert behind', async (t) => {
  const receiver = await startReceiver(t);
  const daemon = await startDelivering(t, {
    settings: {
      ...{ alertWebhook: `${receiver.url}/a`, alertQuiet: ['09:00-17:00'] },
      alertWebhookBody: '{"text": "{message}", "id": "{id}"}',
      alertCommand: ['/nowhere/at-all'],
    },
  });
  t.deepEqual(await daemon.link.request('alerts.test', {}), [
    { channel: 'command', isOk: false, message: 'at-all cannot be started (ENOENT)' },
    { channel: 'webhook', isOk: true, message: 'delivered' },
  ]);
  const [sent] = receiver.received;
  t.deepEqual(JSON.parse(sent!.body), {
    text: 'Test of Spyglass: alerts of this daemon arrive here.',
    id: sent!.id,
  });
  t.deepEqual(outboxOf(daemon), []);
  t.deepEqual((await daemon.link.request('alerts.get', {})).recent, []);
});

test('what fires in quiet hours is delivered after them, with its own time, also by the daemon after', async (t) => {
  const receiver = await startReceiver(t);
  const dir = await tempDir(t);
  const settings = { alertWebhook: receiver.url, alertQuiet: ['09:30-10:30'], alertRules: ['stale > 1m'] };
  const first = await startDelivering(t, { dir, settings });
  await first.clock.advance(61_000);
  await until(() => outboxOf(first).length === 1);
  const [row] = outboxOf(first);
  t.deepEqual([row!.next_attempt_at, row!.attempts], [at + 30 * 60_000, 0]);
  await first.close();
  t.is(receiver.received.length, 0);

  const second = await startDelivering(t, {
    dir,
    settings: { ...settings, alertRules: [] },
    at: at + 20 * 60_000,
  });
  await second.clock.advance(10 * 60_000);
  await until(() => outboxOf(second)[0]!.delivered_at !== null);
  const { at: firedAt, message } = JSON.parse(receiver.received[0]!.body) as { at: string; message: string };
  t.is(message, 'SPY stale > 1m: 1:00');
  t.true(Date.parse(firedAt) < at + 2 * 60_000, firedAt);
});

test('nothing is delivered where alerts are not of this moment’s market, as in a demo', async (t) => {
  const receiver = await startReceiver(t);
  const { createHttpPost } = await import('../../../../src/sources/polygon/http/http-get.ts');
  const { startPolledDaemon } = await import('../../polled-daemon.ts');
  const daemon = await startPolledDaemon(t, {
    ...{ at, simulator: { hasRateLimit: false } },
    settings: {
      ...{ quoteSeconds: 3600, chainSeconds: 3600, callsPerMinute: 6000 },
      ...{ alertRules: ['stale > 1m'], alertWebhook: receiver.url },
    },
    alertDelivery: { isAutomatic: false, httpPost: createHttpPost(null), env: {} },
  });
  await daemon.clock.advance(61_000);
  t.is((await daemon.link.request('alerts.get', {})).recent.length, 1);
  t.deepEqual(outboxOf(daemon), []);
  t.is(receiver.received.length, 0);
  t.is((await daemon.link.request('alerts.test', {}))[0]!.isOk, true);
});
