import test from 'ava';
import type { RecordedDay } from '../../../src/protocol/playback.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { sampleDays } from '../support/fake-playback.ts';
import { isGolden } from '../support/golden.ts';
import { type OpenedPlayback, openPlayback } from '../support/open-playback.ts';

const down = '\u001b[B';
const left = '\u001b[D';
const right = '\u001b[C';
const pageUp = '\u001b[5~';
const home = '\u001b[H';
const end = '\u001b[F';

const day = (date: string, given: Partial<RecordedDay> = {}): RecordedDay => ({
  ...{ ...sampleDays()[0]!, date, firstAt: newYorkInstant(date, '09:30') },
  lastAt: newYorkInstant(date, '16:15'),
  ...given,
});

/** Three months, with days of every coverage and an early close. */
const several = [
  day('2026-09-30', { ratio: 0.2, polls: 80 }),
  day('2026-10-01', { ratio: 0.7 }),
  day('2026-10-30', { ratio: null, polls: 3 }),
  day('2026-11-17', { ratio: 0.93 }),
  day('2026-11-18', { isEarlyClose: true, lastAt: newYorkInstant('2026-11-18', '13:15'), polls: 226 }),
  ...sampleDays(),
];

async function openDays(
  t: Parameters<typeof openPlayback>[0],
  options: Parameters<typeof openPlayback>[1] = {},
) {
  const opened = await openPlayback(t, options, {}, {}, several);
  opened.terminal.press('d');
  await opened.terminal.until('the calendar', (text) => text.includes('Recorded days'));
  return opened;
}

const selected = async ({ terminal }: OpenedPlayback, keys: string, said: string) => {
  terminal.press(keys);
  return await terminal.until(said, (text) => text.includes(said));
};

for (const [columns, rows] of [
  [60, 16],
  [80, 24],
  [120, 40],
  [200, 50],
] as const) {
  test.serial(`the calendar of recorded days at ${columns}×${rows} looks as it did`, async (t) => {
    const { terminal } = await openDays(t, { columns, rows });
    isGolden(t, `playback-days-${columns}x${rows}`, terminal.text());
    t.is(terminal.scrolledLines(), 0);
  });
}

test.serial('arrows select recorded days only, and Enter goes there at the same time of day', async (t) => {
  const opened = await openDays(t, { columns: 80, rows: 24 });
  const { terminal, playback } = opened;
  t.true(terminal.text().includes('Mon 23 Nov · 391 polls · 09:30–16:15 · 100% covered'));
  await selected(opened, left, 'Fri 20 Nov');
  await selected(opened, left.repeat(2), 'Wed 18 Nov · 226 polls · 09:30–13:15 · 100% covered · early close');
  await selected(opened, down, 'Mon 23 Nov');
  await selected(opened, pageUp, 'Thu 1 Oct · 391 polls · 09:30–16:15 · 70.0% covered');
  await selected(opened, home, 'Wed 30 Sep · 80 polls · 09:30–16:15 · 20.0% covered');
  await selected(opened, end, 'Mon 23 Nov');
  await selected(
    opened,
    `${home}${right}${right}`,
    'Fri 30 Oct · 3 polls · 09:30–16:15 · coverage not known',
  );
  terminal.press('\r');
  await terminal.until('a seek', () => playback.seeks.length === 1);
  t.is(playback.seeks[0]!.params.at, newYorkInstant('2026-10-30', '10:15:00'));
  await terminal.until('no calendar', (text) => !text.includes('Recorded days'));
});

test.serial('a click on a recorded day goes there, one on another day does nothing', async (t) => {
  const { terminal, playback } = await openDays(t, { columns: 80, rows: 24, isMouseOn: true });
  const click = (text: string) => {
    const row = terminal.rows().findIndex((line) => line.includes(text));
    terminal.press(`\u001b[<0;${terminal.rows()[row]!.indexOf(text) + 1};${row + 1}M`);
  };
  click('25 ');
  click('17▓');
  await terminal.until('a seek', () => playback.seeks.length === 1);
  t.is(playback.seeks[0]!.params.at, newYorkInstant('2026-11-17', '10:15:00'));
});

test.serial('for a screen reader the calendar is the selected day in words', async (t) => {
  const { terminal } = await openDays(t, { isScreenReader: true, columns: 100, rows: 40 });
  const text = terminal.text();
  t.regex(text, /Recorded days dialog\.\n8 recorded days\.\nSelected: Mon 23 Nov · 391 polls/);
  t.notRegex(text, /█|Mo +Tu/);
});
