import test from 'ava';
import { alertsTest } from '../../src/cli/alerts/alerts-test.ts';
import { channelLines } from '../../src/cli/alerts/channel-lines.ts';
import { alerts } from '../../src/cli/commands/alerts.ts';
import { commandOn } from '../support/command-in-process.ts';
import { until } from '../support/until.ts';
import { at, outboxOf, startDelivering, startReceiver } from '../daemon/alerts/delivery/support.ts';

test('`alerts test` says what came of each channel, and `alerts` how each stands', async (t) => {
  const receiver = await startReceiver(t);
  const daemon = await startDelivering(t, { settings: { alertWebhook: receiver.url } });
  const tried = await commandOn(daemon, (invocation) => alertsTest(invocation, {}));
  t.is(tried.stdout, 'webhook: delivered\n');

  receiver.treatment.next = (response) => response.writeHead(503).end();
  const failed = commandOn(daemon, (invocation) => alertsTest(invocation, {}));
  await t.throwsAsync(failed, { code: 'alert_delivery', message: /by webhook\.$/ });

  await daemon.clock.advance(61_000);
  await until(() => outboxOf(daemon)[0]?.attempts === 1);
  const { stdout } = await commandOn(daemon, (invocation) => alerts(invocation, {}));
  t.regex(
    stdout,
    /\nDelivery:\nwebhook: nothing delivered yet; 1 waiting; next attempt 10:01:\d\d; the receiver answered with status 503\n$/,
  );
});

test('`alerts test` without a channel says how to set one', async (t) => {
  const daemon = await startDelivering(t, { settings: {} });
  const tried = commandOn(daemon, (invocation) => alertsTest(invocation, {}));
  await t.throwsAsync(tried, { code: 'settings', message: /No channel is set/ });
});

test('a channel that has given alerts up says so, with the date where it is not today', (t) => {
  const state = { waiting: 0, nextAttemptAt: null, problem: null, givenUp: 2 };
  t.deepEqual(channelLines([{ channel: 'desktop', ...state, deliveredAt: at - 86_400_000 }], at), [
    'desktop: delivered last 2026-11-22 10:00:00; 2 given up',
  ]);
});
