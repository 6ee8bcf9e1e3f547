import test, { type ExecutionContext } from 'ava';
import type { Bar } from '../../src/market/quotes/bar.ts';
import { addDays, newYorkDate, newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { csvFiles } from '../../src/tui/saved-picture/csv-files.ts';
import { shownPastDay } from '../../src/tui/state/chart/past-day.ts';
import { initialState, reduce } from '../../src/tui/state/state.ts';
import type { AskedRequest } from './support/fake-connection.ts';
import { isGolden } from './support/golden.ts';
import { type OpenDashboard, type OpenOptions, openDashboard } from './support/open-dashboard.ts';
import { openPlayback } from './support/open-playback.ts';
import { sampleBars, sampleMinuteBars } from './support/sample-bars.ts';
import { sampleDailyBars } from './support/sample-daily.ts';
import { sampleDate, sampleNow } from './support/sample-times.ts';

const [left, right, home, end, esc] = ['\u001b[D', '\u001b[C', '\u001b[H', '\u001b[F', '\u001b'];
const dates = ['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-23'];
const dayMs = 86_400_000;

/** The minutes of the sample day so far, on another date. */
function minutesOf(date: string): Bar[] {
  const by = newYorkInstant(date, '09:30') - newYorkInstant(sampleDate, '09:30');
  return sampleMinuteBars().map((bar) => ({ ...bar, date, start: bar.start + by }));
}

/** Closes near the minutes of the sample day. */
const dailyBars = () => sampleDailyBars(sampleDate).map((bar) => ({ ...bar, close: 667.1 }));

/** What is stored: minutes of these dates, and daily bars. */
function answerFrom(asked: AskedRequest[], stored: readonly string[]): void {
  for (const { method, params, answer } of asked.splice(0)) {
    if (method !== 'bars.get') continue;
    const { timeframe, from, to } = params as { timeframe: string; from: number; to: number };
    const date = newYorkDate(from);
    if (timeframe === '1min') answer(stored.includes(date) ? minutesOf(date) : []);
    else if (timeframe === '15min') answer(sampleBars('15min', dates));
    else answer(dailyBars().filter(({ start }) => start >= from && start < to));
  }
}

interface OpenedChart extends OpenDashboard {
  /** Waits for a screen while what is asked is answered. */
  seen(what: string, holds: (text: string) => boolean): Promise<string>;
}

async function openChart(
  t: ExecutionContext,
  options: OpenOptions = {},
  stored: readonly string[] = dates,
): Promise<OpenedChart> {
  const dashboard = await openDashboard(t, options);
  const { terminal, connection } = dashboard;
  const seen = (what: string, holds: (text: string) => boolean) =>
    terminal.until(what, (text) => {
      answerFrom(connection.asked, stored);
      return holds(text);
    });
  terminal.press('3');
  await seen('the chart', (text) => text.includes(' 5D ') && /│ volume +[▁▂▃▄▅▆▇█ ]*[▁▂▃▄▅▆▇█]/.test(text));
  return { ...dashboard, seen };
}

const isDrawn = (day: string) => (text: string) => text.includes(`${day} · past day, from stored minutes`);

for (const [columns, rows, level] of [
  [60, 16, 3],
  [80, 24, 0],
  [120, 40, 3],
  [200, 50, 3],
] as const) {
  test.serial(`a past day in the chart looks as it did: ${columns}×${rows}`, async (t) => {
    const { terminal, seen } = await openChart(t, { columns, rows, level });
    terminal.press('<');
    await seen('the day before', (text) => text.includes('Fri 20 Nov') && !text.includes('Asking'));
    isGolden(t, `past-day-${columns}x${rows}`, terminal.text());
    t.is(terminal.scrolledLines(), 0);
  });
}

test.serial(
  'the chart of one day goes to the trading days before and back, asking for stored bars only',
  async (t) => {
    const { terminal, connection, seen } = await openChart(t);
    terminal.press('<');
    await terminal.until(
      'two questions',
      () => connection.asked.filter(({ method }) => method === 'bars.get').length === 2,
    );
    const [minutes, daily] = connection.asked.map(({ params }) => params as Record<string, unknown>);
    const from = newYorkInstant('2026-11-20', '00:00');
    t.deepEqual(minutes, { symbol: 'SPY', timeframe: '1min', from, to: from + dayMs });
    t.is(daily!.to, from, 'no close of the day itself, nor of a later one');
    t.true(connection.asked.every(({ method }) => method === 'bars.get'));
    await seen('Friday', isDrawn('Fri 20 Nov'));
    t.regex(terminal.text(), /previous close 667\.10/);
    t.notRegex(terminal.text(), / ago · real-time|levels 0-DTE/);
    terminal.press('<');
    await seen('Thursday', isDrawn('Thu 19 Nov'));
    terminal.press('>');
    await seen('Friday again', isDrawn('Fri 20 Nov'));
    terminal.press('>');
    await seen('today', (text) => text.includes(' ago · real-time') && !text.includes('past day'));
    terminal.press('>');
    await seen('a word', (text) => text.includes('This is the newest day.'));
    terminal.press('<');
    await seen('Friday once more', isDrawn('Fri 20 Nov'));
    terminal.press(esc);
    await seen('today by Escape', (text) => !text.includes('past day'));
  },
);

test.serial('the cursor goes on into the day before, and back into today', async (t) => {
  const { terminal, seen } = await openChart(t);
  terminal.press('C');
  await seen('the cursor', (text) => text.includes('Esc no cursor'));
  terminal.press(home);
  await seen('the open', (text) => /│ 09:3\d ET/.test(text));
  terminal.press(left);
  // The minutes of the sample end at 13:45.
  await seen('the end of Friday', (text) => /│ Fri 20 Nov 1[3-6]:\d\d ET/.test(text));
  terminal.press(home);
  await seen('its open', (text) => /│ Fri 20 Nov 09:3\d ET +\d+\.\d\d .*volume/.test(text));
  terminal.press(end);
  await seen('its end', (text) => /│ Fri 20 Nov 1[3-6]:/.test(text));
  terminal.press(right);
  const text = await seen('today', (screen) => /│ 09:3\d ET/.test(screen));
  t.false(text.includes('past day'));
});

test.serial('from a bar of several days the chart of one day goes to that day', async (t) => {
  const { terminal, seen } = await openChart(t);
  terminal.press('l');
  await seen('five days', (text) => text.includes('Tue 17 Nov'));
  terminal.press('C');
  await seen('the cursor', (text) => text.includes('Esc no cursor'));
  terminal.press(home);
  await seen('the first bar', (text) => text.includes('│ Tue 17 Nov 09:30'));
  terminal.press('h');
  const text = await seen('that day', isDrawn('Tue 17 Nov'));
  t.regex(text, /│ Tue 17 Nov 09:3\d/);
});

test.serial('a day of which nothing is stored says so, and a refresh has it fetched', async (t) => {
  const stored: string[] = [sampleDate];
  const { terminal, connection, seen } = await openChart(t, {}, stored);
  terminal.press('<');
  await seen('nothing', (text) =>
    text.includes('No minutes of Fri 20 Nov are stored; r asks the vendor for them.'),
  );
  terminal.press('r');
  await terminal.until('a backfill', () => connection.asked.some(({ method }) => method === 'backfill'));
  const { params, answer } = connection.asked.find(({ method }) => method === 'backfill')!;
  t.deepEqual(params, { symbol: 'SPY', timeframe: '1min', from: '2026-11-20', to: '2026-11-20' });
  stored.push('2026-11-20');
  answer({
    ...{ asked: { from: '2026-11-20', to: '2026-11-20' }, stored: 390, sessions: 1, sessionsLeft: 0 },
    ...{ nextFrom: null, callsLeft: 3, nextFreeAt: null, note: null },
  });
  await seen(
    'the day',
    (text) => isDrawn('Fri 20 Nov')(text) && text.includes('390 minutes of Fri 20 Nov stored'),
  );
});

test.serial('only the chart of one day is moved, and only where it shows the market as it is', async (t) => {
  const { terminal, seen } = await openChart(t);
  terminal.press('l');
  await seen('five days', (text) => text.includes('Tue 17 Nov'));
  terminal.press('<');
  await seen('a word', (text) => text.includes('Past days are in this range already'));
  terminal.press('hf');
  await seen('a held picture', (text) => text.includes('holding the picture'));
  terminal.press('<');
  const text = await seen('another word', (screen) => screen.includes('The picture is held still'));
  t.false(text.includes('past day'));
});

test.serial('in a playback these keys go to other recorded days, and a past day is let go', async (t) => {
  const { terminal, playback } = await openPlayback(t);
  terminal.press('3');
  await terminal.until('the chart', (text) => text.includes(' 5D '));
  const before = playback.seeks.length;
  terminal.press('<');
  await terminal.until(
    'an answer',
    (text) => playback.seeks.length > before || text.includes('is recorded.'),
  );
  t.false(terminal.text().includes('past day'));
});

test.serial('for a screen reader the past day is named', async (t) => {
  const { terminal, connection } = await openDashboard(t, { isScreenReader: true, columns: 100, rows: 40 });
  terminal.press('3');
  await terminal.until('the chart', (text) => {
    answerFrom(connection.asked, dates);
    return text.includes('Chart, one day');
  });
  terminal.press('<');
  const text = await terminal.until('the day', (screen) => {
    answerFrom(connection.asked, dates);
    return screen.includes('Chart, past day Fri 20 Nov: from');
  });
  t.notRegex(text, /Drawn: levels/);
});

test('a saved picture of a past day has its minutes, and not the price line of today', (t) => {
  const bars = minutesOf('2026-11-20');
  const session = {
    open: newYorkInstant('2026-11-20', '09:30'),
    close: newYorkInstant('2026-11-20', '16:00'),
  };
  const day = { symbol: '', date: '2026-11-20', ...session, bars, previousClose: null, at: sampleNow };
  const state = [
    { type: 'screen-chosen', screen: 'chart' } as const,
    { type: 'chart-day-chosen', date: '2026-11-20' } as const,
    { type: 'day-answered', day } as const,
  ].reduce(reduce, initialState({ columns: 120, rows: 40 }, sampleNow));
  t.is(shownPastDay(state), day);
  const [file, ...others] = csvFiles(state);
  t.deepEqual(others, []);
  t.is(file!.name, 'bars.csv');
  t.is(shownPastDay(reduce(state, { type: 'chart-day-chosen', date: '2026-11-19' })), null);
  t.is(reduce(state, { type: 'screen-chosen', screen: 'chain' }).ui.chartDay, null);
  t.is(addDays('2026-11-20', 3), sampleDate);
});
