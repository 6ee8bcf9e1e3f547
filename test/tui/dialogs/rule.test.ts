import test from 'ava';
import { SpyglassError } from '../../../src/base/errors.ts';
import { isGolden } from '../support/golden.ts';
import { type OpenDashboard, openDashboard } from '../support/open-dashboard.ts';
import { openPlayback } from '../support/open-playback.ts';
import { sampleAlerts, sampleRule } from '../support/sample-alerts.ts';
import { sampleLevels } from '../support/sample-levels.ts';

const foot = (text: string) => text.split('\n').at(-1)!;
const isOpen = (text: string) => text.includes('─ Alert here ─');
const field = (text: string) => /Rule (.*?)▏/.exec(text)?.[1];
const rulesShown = (text: string) =>
  [...text.matchAll(/│ +▸? *(SPY (?:price|expiry).*?) {2,}/g)].map(([, rule]) => rule);

const withLevels = { snapshot: { levels: sampleLevels() } };

/** What the daemon was asked about the rules, once it has been. */
async function asked({ terminal, connection }: OpenDashboard, method: string) {
  await terminal.until(method, () => connection.asked.some((request) => request.method === method));
  const at = connection.asked.findIndex((request) => request.method === method);
  return connection.asked.splice(at, 1)[0]!;
}

for (const [columns, rows] of [
  [80, 24],
  [120, 40],
] as const) {
  test.serial(`the rule at ${columns}×${rows} looks as it did`, async (t) => {
    const { terminal } = await openDashboard(t, { columns, rows, ...withLevels });
    terminal.press('6!');
    isGolden(t, `rule-${columns}x${rows}`, await terminal.until('the rule', isOpen));
    t.is(terminal.scrolledLines(), 0);
  });
}

test.serial('on a strike of the chain, Enter writes that the price crosses it', async (t) => {
  const dashboard = await openDashboard(t);
  const { terminal, connection } = dashboard;
  terminal.press('jj!');
  const text = await terminal.until('the rule', isOpen);
  const rule = field(text)!;
  t.regex(rule, /^SPY price crosses \d+$/);
  t.regex(text, /▸ SPY price crosses \d+ +the selected strike/);
  terminal.press('\r');
  const { params, answer } = await asked(dashboard, 'alerts.add');
  t.deepEqual(params, { rule });
  const added = sampleRule(rule, { origin: 'added', id: 1 });
  answer({ rule: added, isNew: true });
  const said = await terminal.until('that it was added', (screen) => foot(screen).includes('Added: '));
  t.false(isOpen(said));
  t.regex(foot(said), /Added: SPY price crosses \d+; A lists the rules\./);
  connection.send('rules', [added]);
  terminal.press('!');
  await terminal.until('that it stands', (screen) =>
    screen.includes('It stands already, added as number 1.'),
  );
});

test.serial('under the cursor of the chart, its price comes first', async (t) => {
  const { terminal } = await openDashboard(t);
  terminal.press('3C');
  await terminal.until('the cursor', (screen) => foot(screen).includes('no cursor'));
  terminal.press('\u001b[D\u001b[D!');
  const text = await terminal.until('the rule', isOpen);
  t.regex(text, /▸ SPY price crosses [\d.]+ +the price at the cursor/);
});

test.serial('in the levels each level has a rule, and what is typed is read at once', async (t) => {
  const dashboard = await openDashboard(t, { columns: 120, rows: 40, ...withLevels });
  const { terminal } = dashboard;
  terminal.press('6\t!');
  const text = await terminal.until('the rule', isOpen);
  t.is(field(text), 'SPY price crosses flip');
  t.deepEqual(rulesShown(text).slice(0, 4), [
    'SPY price crosses flip',
    'SPY price crosses call wall',
    'SPY price crosses put wall',
    'SPY price crosses max pain',
  ]);
  t.regex(text, /top of the expected move/);
  terminal.press('\u001b[B');
  await terminal.until('the call wall', (screen) => field(screen) === 'SPY price crosses call wall');
  terminal.press('\u001b[A\u001b[A');
  await terminal.until('the last one', (screen) => field(screen) !== 'SPY price crosses call wall');
  terminal.press('\u001b[Bx');
  await terminal.until('what is wrong', (screen) => /Expected a number without a unit, or flip/.test(screen));
  terminal.press('\r');
  await terminal.until('why not', (screen) => foot(screen).includes('Expected a number without a unit'));
  terminal.press('\u007f'.repeat(90));
  terminal.press('SPY price > 7qA');
  await terminal.until('letters are typed', (screen) => field(screen) === 'SPY price > 7qA');
  terminal.press('\u007f\u007f01');
  await terminal.until('a rule again', (screen) => field(screen) === 'SPY price > 701');
  terminal.press('\u001b');
  await terminal.until('no dialog', (screen) => !isOpen(screen));
  t.deepEqual(
    dashboard.connection.asked.filter(({ method }) => method === 'alerts.add'),
    [],
  );
});

test.serial(
  'what the daemon refuses stays on screen with the reason, and what cannot fire says why',
  async (t) => {
    const dashboard = await openDashboard(t);
    const { terminal } = dashboard;
    terminal.press('!\r');
    const first = await asked(dashboard, 'alerts.add');
    first.refuse(new SpyglassError('read_only', 'alerts.add is refused: this connection may only read.'));
    await terminal.until('the reason', (screen) => screen.includes('this connection may only read'));
    t.true(isOpen(terminal.text()));
    terminal.press('\r');
    const second = await asked(dashboard, 'alerts.add');
    second.answer({ rule: sampleRule('SPY price crosses 671', { idle: 'SPY is not watched' }), isNew: true });
    const text = await terminal.until(
      'the end',
      (screen) => !isOpen(screen) && foot(screen).includes('Added'),
    );
    t.regex(foot(text), /It cannot fire now: SPY is not watched\./);
  },
);

test.serial(
  'of a later expiration, levels are proposed where they are and the expiration by its date',
  async (t) => {
    const { terminal, connection } = await openDashboard(t, withLevels);
    const { snapshot } = connection as unknown as { snapshot?: unknown };
    t.is(snapshot, undefined);
    terminal.press(']');
    await terminal.until('another chain', (screen) => screen.includes('Loading SPY Tue 24 Nov'));
    terminal.press('!');
    const text = await terminal.until('the rule', isOpen);
    t.regex(text, /SPY expiry 2026-\d\d-\d\d < 30m/);
    t.notRegex(text, /crosses flip/);
  },
);

test.serial('a rule that was added is removed by its number, after a question', async (t) => {
  const { rules } = sampleAlerts();
  const added = [
    sampleRule('SPY price crosses 701', { origin: 'added', id: 1 }),
    sampleRule('SPY price crosses flip', { origin: 'added', id: 4 }),
  ];
  const dashboard = await openDashboard(t, {
    ...{ columns: 100, rows: 40 },
    snapshot: { alerts: { rules: [...rules, ...added], recent: [] } },
  });
  const { terminal, connection } = dashboard;
  terminal.press('A');
  const text = await terminal.until('the alerts', (screen) => screen.includes('─ Alerts'));
  t.regex(text, /SPY price crosses flip \(4\)/);
  t.regex(text, /Rules with a number were added; the others are those of the settings\./);
  terminal.press('y');
  await terminal.until('nothing to confirm', (screen) => foot(screen).includes('Nothing is asked; x picks'));
  terminal.press('x');
  await terminal.until('the first', (screen) => screen.includes('Remove “SPY price crosses 701” (1)?'));
  terminal.press('x');
  await terminal.until('the second', (screen) => screen.includes('Remove “SPY price crosses flip” (4)?'));
  terminal.press('\u001b');
  await terminal.until(
    'no question',
    (screen) => !screen.includes('Remove “') && screen.includes('─ Alerts'),
  );
  terminal.press('x');
  await terminal.until('the first again', (screen) => screen.includes('(1)?'));
  terminal.press('y');
  const { params, answer } = await asked(dashboard, 'alerts.remove');
  t.deepEqual(params, { id: 1 });
  answer({ text: 'SPY price crosses 701', isInSettings: true });
  connection.send('rules', [...rules, added[1]!]);
  const said = await terminal.until('that it is gone', (screen) => foot(screen).includes('Removed: '));
  t.regex(foot(said), /Removed: SPY price crosses 701; the settings have it, too\./);
  await terminal.until('the list without it', (screen) => !screen.includes('SPY price crosses 701 (1)'));
});

test.serial('a screen reader says the rule, and which of those proposed it is', async (t) => {
  const { terminal } = await openDashboard(t, { isScreenReader: true });
  terminal.press('!');
  const text = await terminal.until('the rule', (screen) => screen.includes('Alert here dialog.'));
  t.regex(text, /Selected: ▸ SPY price crosses \d+ the strike at the money/);
  t.regex(text, /Rule SPY price crosses \d+/);
});

test.serial('one press of a key that was held before the question confirms nothing', async (t) => {
  const rule = sampleRule('SPY price crosses 701', { origin: 'added', id: 1 });
  const { terminal, connection } = await openDashboard(t, {
    snapshot: { alerts: { rules: [rule], recent: [] } },
  });
  terminal.press('Axy');
  await terminal.until('the question', (screen) => screen.includes('Remove “SPY price crosses 701” (1)?'));
  t.false(connection.asked.some(({ method }) => method === 'alerts.remove'));
});

test.serial('while a recording is played the key says that alerts are of the market as it is', async (t) => {
  const { terminal } = await openPlayback(t);
  terminal.press('!');
  const text = await terminal.until('why not', (screen) =>
    foot(screen).includes('Alerts watch the market as it is'),
  );
  t.false(isOpen(text));
});

test.serial('a key that the settings give away stays with its command', async (t) => {
  const { terminal } = await openDashboard(t, { keys: { theme: ['!'] } });
  terminal.press('!');
  const text = await terminal.until('the theme', (screen) => foot(screen).includes('Theme: light'));
  t.false(isOpen(text));
});
