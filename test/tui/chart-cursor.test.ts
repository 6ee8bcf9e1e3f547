import test from 'ava';
import type { JobCoverage } from '../../src/protocol/state.ts';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { playedAt, playedSnapshot } from './support/fake-playback.ts';
import { isGolden } from './support/golden.ts';
import { type OpenDashboard, openDashboard, type OpenOptions } from './support/open-dashboard.ts';
import { openPlayback } from './support/open-playback.ts';
import { sampleBars, sampleMinuteBars } from './support/sample-bars.ts';
import { sampleIntraday } from './support/sample-chain.ts';
import { sampleDailyBars } from './support/sample-daily.ts';
import { sampleHello } from './support/sample-hello.ts';
import { sampleDate } from './support/sample-times.ts';
import { sampleCoverage } from './support/sample-usage.ts';

const dates = ['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-23'];
const [left, right, home, end, pageUp, esc] = [
  '\u001b[D',
  '\u001b[C',
  '\u001b[H',
  '\u001b[F',
  '\u001b[5~',
  '\u001b',
];
const press = (column: number, row: number, button = 0) => `\u001b[<${button};${column + 1};${row + 1}M`;
const release = (column: number, row: number) => `\u001b[<0;${column + 1};${row + 1}m`;

/** Answers what the chart asks for. */
function answerBars({ asked }: Pick<OpenDashboard['connection'], 'asked'>): void {
  for (const { method, params, answer } of asked.splice(0)) {
    if (method !== 'bars.get') continue;
    const { timeframe } = params as { timeframe: string };
    if (timeframe === '1min') answer(sampleMinuteBars());
    else if (timeframe === '15min') answer(sampleBars('15min', dates));
    else if (timeframe === '1hour') answer(sampleBars('1hour', dates));
    else answer(sampleDailyBars(sampleDate));
  }
}

/** The line above the chart. */
const readout = (text: string) =>
  text.split('\n').find((row) => / (ET|volume|vol) /.test(row) && row.startsWith('│')) ?? '';
const timeOf = (text: string) => /^│ (.+?)( ET)? {2}/.exec(readout(text))?.[1] ?? '';

/** A dashboard with the chart on screen, after some keys, drawn with its bars. */
async function onChart(t: Parameters<typeof openDashboard>[0], keys: string, options: OpenOptions = {}) {
  const dashboard = await openDashboard(t, options);
  const { terminal, connection } = dashboard;
  terminal.press('3');
  await terminal.until('the chart', (text) => text.includes(' 5D '));
  terminal.press(keys);
  await terminal.until('the bars', (text) => {
    answerBars(connection);
    const isOfRange = !/[hl]/.test(keys) || !text.includes('previous close');
    return isOfRange && /│ volume +[▁▂▃▄▅▆▇█ ]*[▁▂▃▄▅▆▇█]/.test(text);
  });
  return dashboard;
}

/** The cursor on, and then moved by keys. */
async function withCursor(t: Parameters<typeof openDashboard>[0], keys: string, options: OpenOptions = {}) {
  const dashboard = await onChart(t, keys, options);
  dashboard.terminal.press('C');
  await dashboard.terminal.until('the cursor', (text) => text.includes('Esc no cursor'));
  return dashboard;
}

for (const [name, columns, rows, level, keys] of [
  ['', 60, 16, 3, ''],
  ['', 80, 24, 3, ''],
  ['', 120, 40, 3, ''],
  ['', 200, 50, 3, ''],
  ['mono-', 80, 24, 0, 'i'],
  ['5d-candles-', 120, 40, 3, 'il'],
  ['1y-', 60, 16, 0, 'hi'],
] as const) {
  test.serial(`the chart with its cursor looks as it did: ${name}${columns}×${rows}`, async (t) => {
    const { terminal } = await withCursor(t, keys, { columns, rows, level });
    const newest = timeOf(terminal.text());
    terminal.press(pageUp);
    await terminal.until('ten back', (text) => timeOf(text) !== newest);
    const before = timeOf(terminal.text());
    terminal.press(left);
    await terminal.until('one back', (text) => timeOf(text) !== before);
    isGolden(t, `cursor-${name}${columns}x${rows}`, terminal.text());
    t.is(terminal.scrolledLines(), 0);
  });
}

test.serial('the cursor begins at the newest price, moves by columns, and is put away', async (t) => {
  const { terminal } = await withCursor(t, '');
  t.regex(timeOf(terminal.text()), /^13:4/);
  const newest = timeOf(terminal.text());
  terminal.press(left);
  await terminal.until('one column back', (text) => timeOf(text) < newest && timeOf(text) !== '');
  terminal.press(right);
  await terminal.until('on again', (text) => timeOf(text) === newest);
  terminal.press(pageUp);
  await terminal.until('ten back', (text) => timeOf(text) < '13:35' && timeOf(text) > '12:00');
  terminal.press(home);
  await terminal.until('the open', (text) => timeOf(text).startsWith('09:3'));
  terminal.press(end);
  await terminal.until('the newest', (text) => timeOf(text) === newest);
  terminal.press('C');
  await terminal.until('the legend', (text) => text.includes('previous close 667.75'));
  terminal.press('C');
  await terminal.until('the cursor', (text) => text.includes('Esc no cursor'));
  terminal.press(esc);
  await terminal.until('the legend again', (text) => text.includes('previous close 667.75'));
  terminal.press(right);
  await terminal.until('five days', (text) => !text.includes('previous close'));
});

test.serial('the cursor stays at its time through ranges and styles, and goes with the screen', async (t) => {
  const { terminal, connection } = await withCursor(t, 'i');
  terminal.press(home);
  await terminal.until('a candle of the open', (text) => /^│ 09:30–09:3\d ET/.test(readout(text)));
  terminal.press('l');
  await terminal.until('its bar of five days', (text) => {
    answerBars(connection);
    return (
      /^│ (Mon 23 Nov )?09:\d\d–\d\d:\d\d/.test(readout(text)) &&
      readout(text).includes('on the previous close')
    );
  });
  terminal.press('2');
  await terminal.until('the chain', (text) => text.includes('0-DTE chain'));
  terminal.press('3');
  await terminal.until('no cursor', (text) => text.includes('C cursor'));
  t.false(terminal.text().includes('Esc no cursor'));
});

test.serial('past days are read with their date', async (t) => {
  const { terminal } = await withCursor(t, 'l');
  terminal.press(home);
  await terminal.until('the first bar', (text) => /^│ Tue 17 Nov 09:30–\d\d:\d\d ET +O /.test(readout(text)));
  t.regex(readout(terminal.text()), /volume \d.* bar /);
  terminal.press(left);
  await terminal.until('a word', (text) => text.includes('This is the first one.'));
});

test.serial('a click in the chart puts the cursor there, and dragging moves it', async (t) => {
  const { terminal } = await onChart(t, '', { isMouseOn: true });
  terminal.press(press(30, 12));
  await terminal.until('a cursor', (text) => text.includes('Esc no cursor'));
  const first = timeOf(terminal.text());
  t.is(terminal.rows()[8]![30], '┃');
  terminal.press(press(40, 3, 32));
  await terminal.until('it follows', (text) => timeOf(text) > first);
  terminal.press(press(1, 1, 32));
  await terminal.until('the first column', (text) => timeOf(text).startsWith('09:3'));
  terminal.press(release(1, 1));
  terminal.press(press(50, 12, 32));
  terminal.press('\u001b[C');
  await terminal.until('one on', (text) => timeOf(text) > '09:30' && timeOf(text) < '09:40');
  terminal.press(press(4, 39));
  await terminal.until('a click on its hint', (text) => !text.includes('Esc no cursor'));
});

test.serial('in a playback the cursor has the arrow keys, and reads nothing later', async (t) => {
  const opened = await openPlayback(t, {}, {}, { priceLine: sampleIntraday(669.4, playedAt) });
  const { terminal, playback } = opened;
  terminal.press('3');
  await terminal.until('the chart', (text) => text.includes(' 5D '));
  terminal.press('C');
  await terminal.until('the cursor', (text) => text.includes('Esc no cursor'));
  const newest = timeOf(terminal.text());
  t.true(newest <= '10:15' && newest > '10:13');
  const seeks = playback.seeks.length;
  terminal.press(left);
  await terminal.until('one back', (text) => timeOf(text) < newest);
  terminal.press(right);
  await terminal.until('on again', (text) => timeOf(text) === newest);
  terminal.press(right);
  await terminal.until('no further', (text) => text.includes('This is the newest one.'));
  t.is(playback.seeks.length, seeks);
  const earlier = playedAt - 1_800_000;
  const priceLine = sampleIntraday(668, earlier);
  playback.connect(playedSnapshot({ at: earlier, generation: 2 }, { priceLine }), sampleHello());
  await terminal.until('half an hour back', (text) => text.includes('09:45:00') && timeOf(text) <= '09:45');
  terminal.press(esc);
  await terminal.until('the legend', (text) => !text.includes('Esc no cursor'));
  terminal.press(left);
  await terminal.until('a seek', () => playback.seeks.length > seeks);
});

test.serial('Enter plays the recording from the time of the cursor', async (t) => {
  const { terminal, playbacks } = await withCursor(t, '');
  terminal.press(home);
  await terminal.until('the open', (text) => timeOf(text).startsWith('09:3'));
  terminal.press('\r');
  await terminal.until('a playback', () => playbacks.length === 1);
  const at = playbacks[0]!.opened.at!;
  t.true(at > newYorkInstant(sampleDate, '09:30') && at < newYorkInstant(sampleDate, '09:40'));
});

test.serial('in a gap it says so, with the reason', async (t) => {
  const at = (time: string) => newYorkInstant(sampleDate, time);
  const [quote, ...rest] = sampleCoverage();
  const reason = 'daemon was not running';
  const gap = { from: at('10:00'), to: at('13:30'), reason };
  const coverage: JobCoverage[] = [{ ...quote!, gaps: 1, latest: [gap] }, ...rest];
  const line = sampleIntraday();
  const points = line.points.filter((point) => point.at < gap.from || point.at > gap.to);
  const { terminal, connection } = await openDashboard(t, {
    columns: 160,
    snapshot: { coverage, priceLine: { ...line, points } },
  });
  terminal.press('3');
  await terminal.until('a question', () => connection.asked.some(({ method }) => method === 'bars.get'));
  for (const { method, answer } of connection.asked.splice(0)) if (method === 'bars.get') answer([]);
  terminal.press('C');
  await terminal.until('the cursor', (text) => text.includes('Esc no cursor'));
  terminal.press(pageUp.repeat(4));
  await terminal.until('the gap', (text) => readout(text).includes(`no price 10:00–13:30: ${reason}`));
  t.regex(readout(terminal.text()), /^│ \d\d:\d\d ET {2}– {2}/);
});

test.serial('for a screen reader the reading is a sentence, said at once', async (t) => {
  const { terminal, connection } = await openDashboard(t, { isScreenReader: true, columns: 100, rows: 40 });
  terminal.press('3');
  await terminal.until('the chart', (text) => {
    answerBars(connection);
    return text.includes('Screen 3, Chart.');
  });
  terminal.press('C');
  await terminal.until('the cursor', (screen) => screen.includes('Chart cursor'));
  terminal.press(home);
  const text = await terminal.until('the reading', (screen) => screen.includes('Chart cursor, 09:3'));
  t.regex(text.replaceAll('\n', ' '), /Chart cursor, 09:3\d ET: price \d+\.\d\d, (up|down|unchanged)/);
});

test.serial('a key that the settings gave away stays with its command', async (t) => {
  const { terminal } = await onChart(t, '', { keys: { theme: ['C'] } });
  terminal.press('C');
  await terminal.until('a theme', (text) => text.includes('Theme: light'));
  t.false(terminal.text().includes('Esc no cursor'));
});

test.serial(
  'off the chart the key says where the cursor belongs, and without a price that there is none',
  async (t) => {
    const { terminal } = await openDashboard(t, { snapshot: { priceLine: null } });
    terminal.press('C');
    await terminal.until('a word', (text) => text.includes('The cursor belongs to the chart; 3 shows it.'));
    terminal.press('3');
    await terminal.until('the chart', (text) => text.includes(' 5D '));
    terminal.press('C');
    const text = await terminal.until('no price', (screen) => screen.includes('There is no price'));
    t.true(text.includes('There is no price in the chart yet.'));
  },
);
