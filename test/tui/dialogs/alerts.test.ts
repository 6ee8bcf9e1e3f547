import test from 'ava';
import { isGolden } from '../support/golden.ts';
import type { Notify } from '../../../src/config/look.ts';
import type { ChannelState } from '../../../src/protocol/alerts.ts';
import { createNotifier } from '../../../src/tui/input/notifier.ts';
import { openDashboard } from '../support/open-dashboard.ts';
import { sampleNow } from '../support/sample-times.ts';
import { sampleAlert, sampleAlerts, sampleRule } from '../support/sample-alerts.ts';

/** The window alone: what lies behind it is other tests' business. */
function windowOf(text: string): string {
  const rows = text.split('\n');
  const first = rows.findIndex((row) => row.includes('─ Alerts'));
  const last = rows.findLastIndex((row) => row.includes('Esc close ─╯'));
  const left = rows[first]!.indexOf('╭─ Alerts');
  const right = rows[last]!.indexOf('Esc close ─╯') + 'Esc close ─╯'.length;
  return rows
    .slice(first, last + 1)
    .map((row) => row.slice(left, right))
    .join('\n');
}

const isOpen = (text: string) => text.includes('─ Alerts');

for (const [columns, rows] of [
  [60, 16],
  [80, 24],
  [120, 40],
] as const) {
  test.serial(`the alerts at ${columns}×${rows} look as they did`, async (t) => {
    const { terminal } = await openDashboard(t, { columns, rows, snapshot: { alerts: sampleAlerts() } });
    terminal.press('A');
    await terminal.until('the alerts', isOpen);
    isGolden(t, `alerts-${columns}x${rows}`, windowOf(terminal.text()));
    t.is(terminal.scrolledLines(), 0);
  });
}

test.serial('without rules the alerts say how to add some', async (t) => {
  const { terminal } = await openDashboard(t, { columns: 80, rows: 24 });
  terminal.press('A');
  await terminal.until('the alerts', isOpen);
  isGolden(t, 'alerts-none-80x24', windowOf(terminal.text()));
  terminal.press('A');
  await terminal.until('no alerts', (text) => !isOpen(text));
});

test.serial('a long list scrolls, and stops at both ends', async (t) => {
  const rules = Array.from({ length: 30 }, (_, index) => sampleRule(`price > ${700 + index}`));
  const { terminal } = await openDashboard(t, {
    columns: 80,
    rows: 24,
    snapshot: { alerts: { rules, recent: [] } },
  });
  terminal.press('kA');
  await terminal.until(
    'the first rule',
    (text) => text.includes('price > 700') && !text.includes('price > 729'),
  );
  terminal.press('k');
  terminal.press('j');
  await terminal.until('a line further', (text) => isOpen(text) && !text.includes('now    state'));
  terminal.press('\u001b[6~\u001b[6~\u001b[6~');
  await terminal.until('the end', (text) => text.includes('No alerts today.'));
  terminal.press('k');
  await terminal.until('a line back', (text) => !text.includes('No alerts today.'));
  t.is(terminal.scrolledLines(), 0);
});

const header = (text: string) => text.split('\n')[0]!;

test.serial('the header counts the rules that are met, and nothing in it moves', async (t) => {
  const rules = sampleAlerts().rules;
  const calm = rules.map((rule) => ({ ...rule, isMet: rule.isMet && false }));
  for (const columns of [60, 80, 120]) {
    const { terminal, connection } = await openDashboard(t, {
      columns,
      rows: 24,
      snapshot: { alerts: { rules: calm, recent: [] } },
    });
    const before = header(terminal.text());
    t.notRegex(before, /▲/);
    connection.send('rules', rules);
    const after = header(await terminal.until('a mark', (text) => header(text).includes('▲1')));
    t.is(after.replace('▲1', '  '), before, `${columns} columns`);
    connection.send('rules', calm);
    await terminal.until('no mark', (text) => header(text) === before);
  }
});

test.serial('an alert is shown, listed at once, and listed while the picture is held still', async (t) => {
  const { terminal, connection } = await openDashboard(t);
  terminal.press('f');
  terminal.press('A');
  await terminal.until('the alerts', isOpen);
  connection.send('alert', sampleAlert({ message: 'SPY price > 671: 671.04' }));
  const text = await terminal.until('the alert', (screen) => screen.includes('13:42:50  SPY price > 671'));
  t.regex(text.split('\n').at(-1)!, /▲ SPY price > 671: 671\.04/);
});

const webhook: ChannelState = {
  ...{ channel: 'webhook', waiting: 2, nextAttemptAt: sampleNow + 60_000, givenUp: 0 },
  ...{ problem: 'the receiver answered with status 500', deliveredAt: null },
};

test.serial('the channels on which alerts are delivered are listed, with what fails', async (t) => {
  const { terminal, connection } = await openDashboard(t, {
    ...{ columns: 120, rows: 40, snapshot: { alerts: { ...sampleAlerts(), channels: [webhook] } } },
  });
  terminal.press('A');
  await terminal.until('the failure', (text) =>
    text.includes('webhook  the receiver answered with status 500; 2 waiting; next attempt 13:46'),
  );
  const delivered = { waiting: 0, nextAttemptAt: null, problem: null, deliveredAt: sampleNow - 5000 };
  connection.send('alert-channels', [{ ...webhook, ...delivered }]);
  await terminal.until('the delivery', (text) => /webhook {2}delivered last 13:45/.test(text));
  connection.send('alert-channels', [{ ...webhook, problem: hostile }]);
  await terminal.until('a hostile word', (text) => /webhook {2}SPY .*price/.test(text));
  t.false(terminal.raw().includes('owned'));
  connection.send('alert-channels', []);
  await terminal.until('none', (text) => !text.includes('delivered by'));
});

const hostile = 'SPY \u001b]9;owned\u0007\u001b[2J\u009b31m\u202eprice\u200b > 1\r\n: \u00072\u009c';

test.serial('hostile words in an alert or a rule move nothing on screen', async (t) => {
  const { terminal, connection } = await openDashboard(t, { columns: 80, rows: 24 });
  terminal.press('A');
  await terminal.until('the alerts', isOpen);
  connection.send('rules', [{ ...sampleRule('price > 1'), text: hostile, idle: hostile }]);
  connection.send('alert', sampleAlert({ message: hostile }));
  const text = await terminal.until('the alert', (screen) => /13:42:50 {2}SPY price > 1 : 2/.test(screen));
  t.false(terminal.raw().includes('owned'));
  t.false(terminal.raw().includes('\u0007'));
  t.true(text.split('\n').every((line) => line.length <= 80));
  t.is(terminal.scrolledLines(), 0);
});

/** What a notifier writes for alerts that come `gapsMs` after each other. */
function written(
  notify: Notify,
  gapsMs: readonly number[],
  given: { isTTY?: boolean; isTmux?: boolean } = {},
) {
  const pieces: string[] = [];
  let now = 0;
  const stdout = { isTTY: given.isTTY ?? true, write: (text: string) => pieces.push(text) > 0 };
  const clock = { monotonic: () => now };
  const tell = createNotifier({ stdout, clock, notify, isTmux: given.isTmux ?? false });
  for (const gap of gapsMs) {
    now += gap;
    tell(sampleAlert({ message: hostile, source: 'polygon' }));
  }
  return pieces.join('');
}

const notification = '\u001b]9;Spyglass: SPY price > 1 : 2\u0007';

test('a notification holds nothing but its text, a bell and OSC 9', (t) => {
  t.is(written('off', [0]), '');
  t.is(written('bell', [0]), '\u0007');
  t.is(written('osc9', [0]), notification);
  t.is(written('both', [0]), `${notification}\u0007`);
  t.is(written('both', [0], { isTTY: false }), '', 'never into a file or a pipe');
});

test('several alerts of one moment ring once, and are each notified', (t) => {
  t.is(written('bell', [0, 0, 999, 1]), '\u0007\u0007');
  t.is(written('osc9', [0, 0]), notification.repeat(2));
});

test('inside tmux the notification is handed through', (t) => {
  t.is(
    written('osc9', [0], { isTmux: true }),
    '\u001bPtmux;\u001b\u001b]9;Spyglass: SPY price > 1 : 2\u0007\u001b\\',
  );
});

test('a simulated market is named as one, and a long text is cut', (t) => {
  const pieces: string[] = [];
  const stdout = { isTTY: true, write: (text: string) => pieces.push(text) > 0 };
  const tell = createNotifier({ stdout, clock: { monotonic: () => 0 }, notify: 'osc9', isTmux: false });
  tell(sampleAlert({ message: 'x'.repeat(500) }));
  t.regex(pieces[0]!, /^\u001b\]9;Spyglass: x{119}… \(simulated\)\u0007$/);
});

test.serial('alerts of yesterday are none of today’s, however long the dashboard is open', async (t) => {
  const { terminal, clock } = await openDashboard(t, {
    snapshot: { alerts: sampleAlerts() },
    hello: { clockSpeed: 3600 },
  });
  terminal.press('A');
  await terminal.until('the alerts of today', (text) => text.includes('13:42:50  SPY price > 671: 671.04'));
  // Twelve hours of market time: it is past midnight in New York.
  await clock.advance(12_000);
  const text = await terminal.until('a new day', (screen) => screen.includes('No alerts today.'));
  t.false(text.includes('SPY price > 671: 671.04'));
});
