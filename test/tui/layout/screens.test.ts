import test from 'ava';
import { isGolden } from '../support/golden.ts';
import { addDays, newYorkWeekday } from '../../../src/market/calendar/new-york-time.ts';
import { type ScreenId, screens } from '../../../src/tui/layout/screens.ts';
import { type OpenDashboard, openDashboard } from '../support/open-dashboard.ts';
import { sampleSnapshot } from '../support/sample.ts';
import { sampleHello, samplePhase } from '../support/sample-hello.ts';
import { sampleDate, sampleNow } from '../support/sample-times.ts';
import type { ArchiveState } from '../../../src/protocol/archive.ts';
import { sampleArchive } from '../support/sample-archive.ts';
import { sampleBars, sampleMinuteBars } from '../support/sample-bars.ts';
import { sampleCoverage, samplePrune, sampleStatus } from '../support/sample-usage.ts';
import { sampleDailyBars } from '../support/sample-daily.ts';

const sizes = [
  [60, 16],
  [80, 24],
  [100, 30],
  [120, 40],
  [200, 50],
  [70, 44],
] as const;

for (const [columns, rows] of sizes) {
  test.serial(`the dashboard at ${columns}×${rows} looks as it did`, async (t) => {
    const { terminal } = await openDashboard(t, { columns, rows, isEmbedded: true });
    isGolden(t, `dashboard-${columns}x${rows}`, terminal.text());
    t.is(terminal.scrolledLines(), 0);
  });
}

const sessions = ['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-23'];

/** Answers what the screen asks for. */
function answerAll({ connection }: OpenDashboard) {
  for (const { method, params, answer } of connection.asked.splice(0)) {
    if (method === 'status') answer(sampleStatus());
    if (method === 'prune') answer(samplePrune());
    if (method !== 'bars.get') continue;
    const { timeframe } = params as { timeframe: string };
    if (timeframe === '1min') answer(sampleMinuteBars());
    if (timeframe === '15min') answer(sampleBars('15min', sessions));
    if (timeframe === '1hour') answer(sampleBars('1hour', month));
    if (timeframe === 'daily') answer(sampleDailyBars(sampleDate));
  }
}

const month = Array.from({ length: 31 }, (_, day) => addDays('2026-10-24', day)).filter(
  (date) => newYorkWeekday(date) <= 5,
);

const ready: Record<string, (text: string) => boolean> = {
  chain: (text) => !text.includes('8/100'),
  chart: (text) => text.includes('5D') && /[▁▂▃▄]/.test(text),
  usage: (text) => text.includes('Last calls'),
  store: (text) => /\d days?/.test(text),
  levels: (text) => text.includes('puts ◀'),
};

for (const [screen, isReady] of Object.entries(ready)) {
  for (const [columns, rows] of sizes) {
    test.serial(`the ${screen} screen at ${columns}×${rows} looks as it did`, async (t) => {
      const dashboard = await openDashboard(t, { columns, rows, snapshot: { coverage: sampleCoverage() } });
      const { terminal } = dashboard;
      terminal.press(screens[screen as ScreenId].key);
      await terminal.until('the screen', (text) => {
        answerAll(dashboard);
        return isReady(text) && !text.includes('Asking the daemon');
      });
      isGolden(t, `${screen}-${columns}x${rows}`, terminal.text());
      t.is(terminal.scrolledLines(), 0);
    });
  }
}

const right = '\u001b[C';

for (const [name, presses, isReady] of [
  ['5d', right, /Tue 17 Nov .*Mon 23 Nov/],
  ['1m', right.repeat(2), /26 Oct .*23 Nov/],
  ['6m', right.repeat(3), /Jun .*Nov/],
  ['1y', '\u001b[D', /Dec .*2026 .*Nov/],
  ['candles', 'i', /4 min {3}O /],
  ['5d-candles', `i${right}`, /45 min {3}O .*Mon 23 Nov/s],
  ['1y-candles', 'i\u001b[D', /3 days {3}O .*Nov/s],
] as const) {
  test.serial(`the chart after other keys looks as it did: ${name}`, async (t) => {
    const dashboard = await openDashboard(t);
    const { terminal } = dashboard;
    terminal.press('3');
    terminal.press(presses);
    await terminal.until('the bars', (text) => {
      answerAll(dashboard);
      return isReady.test(text) && /[▁▂▃▄]/.test(text) && !text.includes('Asking the daemon');
    });
    isGolden(t, `chart-${name}-120x40`, terminal.text());
  });
}

const unwritable: ArchiveState = sampleArchive({
  waiting: 2,
  waitingSince: '2026-11-19',
  problem: {
    ...{ code: 'archive_unavailable', subject: 'archive', since: sampleNow },
    message: 'Nothing can be written to /mnt/archive: the file system is read-only (EROFS).',
    hint: 'Recording goes on, and nothing that is not archived is removed. Let the archive be written to.',
  },
});

for (const [columns, rows, level] of [
  [60, 16, 3],
  [80, 24, 0],
  [120, 40, 3],
  [200, 50, 0],
] as const) {
  const name = `store-archive-${level === 0 ? 'mono-' : ''}${columns}x${rows}`;
  test.serial(`an archive that cannot be written to is shown: ${name}`, async (t) => {
    const snapshot = { coverage: sampleCoverage(), archive: unwritable };
    const dashboard = await openDashboard(t, { level, columns, rows, snapshot });
    const { terminal } = dashboard;
    terminal.press('5');
    await terminal.until('the screen', (text) => {
      answerAll(dashboard);
      return /\d days?/.test(text) && !text.includes('Asking the daemon');
    });
    isGolden(t, name, terminal.text());
  });
}

test.serial('without colours the candles that rose are hollow', async (t) => {
  const dashboard = await openDashboard(t, { level: 0, columns: 80, rows: 24 });
  const { terminal } = dashboard;
  terminal.press('3i');
  await terminal.until('the bars', (text) => {
    answerAll(dashboard);
    return text.includes('║ up ┃ down') && /[▁▂▃▄]/.test(text);
  });
  isGolden(t, 'chart-mono-80x24', terminal.text());
});

test.serial('before the daemon answers, the panes say what they wait for', async (t) => {
  const { terminal } = await openDashboard(t, { columns: 80, rows: 24, snapshot: null });
  await terminal.until('empty panes', (text) => text.includes('Waiting for the first chain'));
  isGolden(t, 'connecting-80x24', terminal.text());
});

test.serial(
  'a daemon that has recorded nothing yet leaves the panes waiting, with the schedule shown',
  async (t) => {
    const { terminal, connection, clock } = await openDashboard(t, { columns: 80, rows: 24, snapshot: null });
    connection.connect(sampleSnapshot({ quote: null, chain: null, priceLine: null }), sampleHello());
    await clock.advance(100);
    await terminal.until('the schedule', (text) => /quote 1\ds/.test(text));
    isGolden(t, 'nothing-yet-80x24', terminal.text());
  },
);

test.serial('the help lists every command', async (t) => {
  const { terminal } = await openDashboard(t);
  terminal.press('?');
  await terminal.until('help', (text) => text.includes('╭─ Help'));
  isGolden(t, 'help-120x40', terminal.text());
});

test.serial('the prune dialog shows what would go', async (t) => {
  const { terminal, connection } = await openDashboard(t, { columns: 80, rows: 24 });
  terminal.press('p');
  await terminal.until('counting', (text) => text.includes('Counting'));
  connection.asked[0]!.answer(samplePrune());
  await terminal.until('tables', (text) => text.includes('option_contracts'));
  isGolden(t, 'prune-80x24', terminal.text());
});

test.serial('a lost daemon is said under the header while the picture stays', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t, { columns: 100, rows: 30 });
  connection.lose('the daemon is not running', clock.now() + 4000);
  await terminal.until('the loss', (text) => text.includes('daemon gone'));
  isGolden(t, 'lost-100x30', terminal.text());
});

test.serial('a closed market is calm: no countdown to its end, nothing stale', async (t) => {
  const { terminal } = await openDashboard(t, {
    columns: 100,
    rows: 30,
    hello: { mode: 'live', now: sampleNow + 9 * 3_600_000 },
    snapshot: {
      phase: samplePhase({
        phase: 'closed',
        nextPhase: 'pre',
        nextChangeAt: Date.parse('2026-11-24T09:00:00Z'),
        session: {
          date: '2026-11-24',
          overnightOpen: null,
          preOpen: Date.parse('2026-11-24T09:00:00Z'),
          open: Date.parse('2026-11-24T14:30:00Z'),
          close: Date.parse('2026-11-24T21:00:00Z'),
          optionClose: Date.parse('2026-11-24T21:15:00Z'),
          isEarlyClose: false,
        },
      }),
    },
  });
  isGolden(t, 'closed-100x30', terminal.text());
  t.false(terminal.text().includes('stale'));
});
