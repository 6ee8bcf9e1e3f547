import test from 'ava';
import { alertsAdd, alertsRemove } from '../../src/cli/alerts/change-rules.ts';
import { alertsTest } from '../../src/cli/alerts/alerts-test.ts';
import { channelLines } from '../../src/cli/alerts/channel-lines.ts';
import { alerts } from '../../src/cli/commands/alerts.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { commandOn } from '../support/command-in-process.ts';
import { until } from '../support/until.ts';
import { at, outboxOf, startDelivering, startReceiver } from '../daemon/alerts/delivery/support.ts';

const { settings: defaults } = loadSettings({ env: {} });

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

test('`alerts test` says that a channel is not used for what its setting says', async (t) => {
  const daemon = await startDelivering(t, { settings: { alertCommand: ['true'] } });
  daemon.daemon.reload({ ...defaults, alertCommand: ['true'] }, [
    'alerts.webhook: expected an https address.',
    'dashboard.notify: expected “bell”.',
  ]);
  const { stdout, stderr } = await commandOn(daemon, (invocation) => alertsTest(invocation, {}));
  t.is(stdout, 'command: delivered\n');
  t.regex(stderr, /^settings: alerts\.webhook: expected an https address\./);

  daemon.daemon.reload({ ...defaults, alertCommand: ['true'] }, ['dashboard.notify: expected “bell”.']);
  t.is((await commandOn(daemon, (invocation) => alertsTest(invocation, {}))).stderr, '');
});

test('a channel that has given alerts up says so, with the date where it is not today', (t) => {
  const state = { waiting: 0, nextAttemptAt: null, problem: null, givenUp: 2 };
  t.deepEqual(channelLines([{ channel: 'desktop', ...state, deliveredAt: at - 86_400_000 }], at), [
    'desktop: delivered last 2026-11-22 10:00:00; 2 given up',
  ]);
});

test('`alerts add` and `alerts remove` change the daemon’s own rules, and the list says where each comes from', async (t) => {
  const daemon = await startDelivering(t, { settings: { alertRules: ['stale > 5m'] } });
  const said = async (command: typeof alertsAdd, ...args: string[]) =>
    (await commandOn(daemon, (invocation) => command(invocation, {}, args))).stdout;
  t.is(await said(alertsAdd, 'price', 'crosses', '701'), 'Added: SPY price crosses 701 (1)\n');
  t.is(
    await said(alertsAdd, 'price crosses 701.0'),
    'Nothing to add: SPY price crosses 701 was added before (1).\n',
  );
  t.regex(
    await said(alertsAdd, 'stale > 300s'),
    /^Nothing to add: SPY stale > 5m stands in the settings\.\n/,
  );
  t.regex(
    await said(alertsAdd, 'IWM price > 1'),
    /^Added: IWM price > 1 \(2\)\nIt cannot fire at present: IWM is not watched\.\n$/,
  );
  const { stdout } = await commandOn(daemon, (invocation) => alerts(invocation, {}));
  t.regex(stdout, /^rule .* last fired +from *$/m);
  t.regex(stdout, /^stale > 5m .* settings *$/m);
  t.regex(stdout, /^SPY price crosses 701 .* added \(1\) *$/m);
  t.is(await said(alertsRemove, '2'), 'Removed: IWM price > 1.\n');
  t.is(await said(alertsRemove, 'SPY price crosses 701'), 'Removed: SPY price crosses 701.\n');
  await t.throwsAsync(said(alertsRemove, '1'), { code: 'usage', message: /number 1/ });
  const json = await commandOn(daemon, (invocation) => alertsAdd(invocation, { json: true }, ['price > 1']));
  t.like(JSON.parse(json.stdout), { isNew: true, rule: { text: 'SPY price > 1', origin: 'added', id: 3 } });
});
