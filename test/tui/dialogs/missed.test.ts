import test, { type ExecutionContext } from 'ava';
import type { Missed } from '../../../src/protocol/missed.ts';
import { isGolden } from '../support/golden.ts';
import { type OpenOptions, openDashboard } from '../support/open-dashboard.ts';
import { sampleHello } from '../support/sample-hello.ts';
import { sampleSnapshot } from '../support/sample.ts';
import { sampleLastOpen, sampleMissed } from '../support/sample-missed.ts';
import { sampleNow } from '../support/sample-times.ts';

const title = '╭─ While you were away';
const isOpen = (text: string) => text.includes(title);

interface Reopened extends OpenOptions {
  at?: number | null;
  missed?: Partial<Missed>;
  /** Pressed before the answer comes. */
  early?: string;
  /** `false` leaves the question open. */
  isAnswered?: boolean;
}

/** A dashboard that is opened again, and has been told what was missed. */
async function reopen(t: ExecutionContext, given: Reopened = {}) {
  const { at = sampleLastOpen, missed = {}, early = '', isAnswered = true, ...options } = given;
  const kept: number[] = [];
  const dashboard = await openDashboard(t, { ...options, lastOpen: { at, keep: (open) => kept.push(open) } });
  const { connection, terminal } = dashboard;
  const asked = () => connection.asked.filter(({ method }) => method === 'missed.get');
  if (early !== '') {
    const before = terminal.text();
    terminal.press(early);
    await terminal.until('what the key does', (text) => text !== before);
  }
  if (isAnswered) for (const { answer } of asked()) answer(sampleMissed(missed));
  return { ...dashboard, kept, asked };
}

/** The window alone. */
function windowOf(text: string): string {
  const rows = text.split('\n');
  const first = rows.findIndex((row) => row.includes(title));
  const left = rows[first]!.indexOf(title);
  const right = left + rows[first]!.slice(left).indexOf('╮') + 1;
  const last = rows.findIndex((row, index) => index > first && row[left] === '╰');
  return rows
    .slice(first, last + 1)
    .map((row) => row.slice(left, right))
    .join('\n');
}

for (const [columns, rows] of [
  [60, 16],
  [80, 24],
  [120, 40],
] as const) {
  test.serial(`what was missed is shown at ${columns}×${rows} once the dashboard has attached`, async (t) => {
    const { terminal, asked } = await reopen(t, { columns, rows });
    t.deepEqual(
      asked().map(({ params }) => params),
      [{ since: sampleLastOpen }],
    );
    isGolden(t, `missed-${columns}x${rows}`, windowOf(await terminal.until('the list', isOpen)));
    t.is(terminal.scrolledLines(), 0);
  });
}

test.serial('it is shown once, and again by its key', async (t) => {
  const { terminal, connection, asked } = await reopen(t);
  await terminal.until('the list', isOpen);
  terminal.press('\u001b');
  await terminal.until('no list', (text) => !isOpen(text));
  connection.lose('gone', 0);
  connection.connect(sampleSnapshot(), sampleHello({ now: sampleNow }));
  terminal.press('4');
  await terminal.until('the next screen', (text) => !text.includes('╭─ SPY '));
  t.false(isOpen(terminal.text()));
  t.is(asked().length, 1, 'a reconnect asks nothing');
  terminal.press('L');
  await terminal.until('the list again', isOpen);
  terminal.press('L');
  await terminal.until('no list', (text) => !isOpen(text));
});

for (const [what, at] of [
  ['was never open', null],
  ['was open four minutes ago', sampleNow - 4 * 60_000],
  ['was open in a future of its market', sampleNow + 60_000],
] as const) {
  test.serial(`a dashboard that ${what} asks nothing and says why there is nothing`, async (t) => {
    const { terminal, asked } = await reopen(t, { at });
    terminal.press('L');
    await terminal.until('why', (text) => text.includes('Nothing was missed'));
    t.is(asked().length, 0);
    t.false(isOpen(terminal.text()));
  });
}

test.serial('whoever is at work already gets a line in the footer instead', async (t) => {
  const { terminal } = await reopen(t, { early: 'j' });
  const text = await terminal.until('the line', (screen) => screen.includes('L shows them'));
  t.regex(
    text.split('\n').at(-1)!,
    /Since Fri 20 Nov 15:40: recorded 95\.8% · 2 gaps · 5 alerts · L shows them/,
  );
  t.false(isOpen(text));
});

test.serial('where nothing is missing and nothing happened, a line says so', async (t) => {
  const nothing = { alerts: [], alertCount: 0, ratio: 1, gaps: [], gapCount: 0 };
  const { terminal } = await reopen(t, { missed: { ...nothing, missing: { gaps: 0, ms: 0, reasons: [] } } });
  const text = await terminal.until('the line', (screen) => screen.includes('Since Fri'));
  t.regex(text.split('\n').at(-1)!, /Since Fri 20 Nov 15:40: recorded 100% · no gaps · no alerts/);
  terminal.press('L');
  t.regex(
    windowOf(await terminal.until('the list', isOpen)),
    /recorded 100% of 4 h 50 min in 2 sessions · no/,
  );
});

test.serial('a weekend without a session is not worth a word', async (t) => {
  const nothing = {
    alerts: [],
    alertCount: 0,
    ratio: null,
    sessions: 0,
    sessionMs: 0,
    gaps: [],
    gapCount: 0,
  };
  const { terminal } = await reopen(t, { missed: { ...nothing, missing: { gaps: 0, ms: 0, reasons: [] } } });
  terminal.press('4');
  const text = await terminal.until('the next screen', (screen) => !screen.includes('╭─ SPY '));
  t.notRegex(text, /Since Fri/);
});

test.serial('a key that the list has no use for closes it and does its work', async (t) => {
  const { terminal } = await reopen(t);
  await terminal.until('the list', isOpen);
  terminal.press('?');
  const text = await terminal.until('the help', (screen) => screen.includes('╭─ Help'));
  t.false(isOpen(text));
});

test.serial('Enter shows the recording as of the selected alert or gap', async (t) => {
  const { terminal, playbacks } = await reopen(t);
  await terminal.until('the list', isOpen);
  terminal.press('j');
  await terminal.until('the second alert', (text) => text.includes('▸ 13:15'));
  terminal.press('\r');
  await terminal.until('a playback', () => playbacks.length === 1);
  const { at } = sampleMissed().alerts[1]!;
  await terminal.until('the instant', () => playbacks[0]!.opened.at === at);
  await terminal.until('no list', (text) => !isOpen(text));
  t.is(playbacks.length, 1);
});

test.serial('a failure to read it is said, and the next dashboard asks from here on', async (t) => {
  const { terminal, asked, kept, clock, connection } = await reopen(t, { isAnswered: false });
  asked()[0]!.refuse(new Error('the disk is gone'));
  await terminal.until('why', (text) => text.includes('What was missed cannot be read'));
  await clock.advance(60_000);
  t.true(kept.length > 0);
  t.is(connection.asked.filter(({ method }) => method === 'missed.get').length, 1);
});

test.serial(
  'that it is open is noted once a minute, and at the end; not before the answer has come',
  async (t) => {
    const end = new AbortController();
    const { clock, kept, asked, terminal, ended } = await reopen(t, {
      isAnswered: false,
      signal: end.signal,
    });
    await clock.advance(120_000);
    t.deepEqual(kept, []);
    asked()[0]!.answer(sampleMissed());
    await terminal.until('the list', isOpen);
    await clock.advance(60_000);
    t.is(kept.length, 1);
    t.true(Math.abs(kept[0]! - (sampleNow + 180_000)) < 2000, `${kept[0]! - sampleNow}`);
    await clock.advance(5000);
    end.abort();
    await ended;
    t.is(kept.length, 2);
    t.true(kept[1]! >= kept[0]! + 4000);
  },
);

test.serial('while the daemon is gone nothing is seen, so that no later instant is noted', async (t) => {
  const { clock, kept, terminal, connection } = await reopen(t, { at: null });
  await clock.advance(60_000);
  connection.lose('gone', 0);
  await terminal.until('the loss', (text) => /reconnect|gone|lost/i.test(text));
  await clock.advance(180_000);
  t.true(kept.length >= 4);
  t.true(Math.max(...kept) <= sampleNow + 62_000);
});

test.serial('a screen reader hears what was missed, and which entry is selected', async (t) => {
  const { terminal } = await reopen(t, { isScreenReader: true });
  const text = await terminal.until('the sentences', (screen) =>
    screen.includes('While you were away dialog.'),
  );
  isGolden(t, 'screen-reader-missed', text.slice(text.indexOf('While you were away dialog.')).trimEnd());
});
