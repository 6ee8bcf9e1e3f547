import test from 'ava';
import { SpyglassError } from '../../../src/base/errors.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { sessionStart } from '../../../src/market/calendar/session.ts';
import type { MethodParams } from '../../../src/protocol/methods.ts';
import type { PlaybackFound } from '../../../src/protocol/playback.ts';
import { playedAt, playedSnapshot, sampleSession } from '../support/fake-playback.ts';
import { isGolden } from '../support/golden.ts';
import { answerOutline, type OpenedPlayback, openPlayback } from '../support/open-playback.ts';
import { sampleHello } from '../support/sample-hello.ts';
import { sampleDate } from '../support/sample-times.ts';

const session = sampleSession();
const usual = { symbol: 'SPY', speed: 1, paused: true };
const footer = (text: string) => text.split('\n').at(-1)!;

/** The question for a condition, once it has been asked. */
async function asked({ terminal, playback }: OpenedPlayback) {
  await terminal.until('a search', () => playback.asked.some(({ method }) => method === 'playback.find'));
  const at = playback.asked.findIndex(({ method }) => method === 'playback.find');
  const { params, ...rest } = playback.asked.splice(at, 1)[0]!;
  return { ...rest, params: params as MethodParams<'playback.find'> };
}

async function typed(opened: OpenedPlayback, key: string, rule: string) {
  const { terminal } = opened;
  terminal.press(key);
  await terminal.until('the prompt', (text) => text.includes('to a condition ─'));
  terminal.press(rule);
  await terminal.until('what was typed', (text) => text.includes(`${rule}▏`));
  terminal.press('\r');
  return await asked(opened);
}

const found = (at: number | null, searchedTo = session.postClose): PlaybackFound => ({ at, searchedTo });

test.serial('runs to where a condition begins to hold, and pauses there', async (t) => {
  const opened = await openPlayback(t, {}, { isPaused: false });
  const { terminal, playback } = opened;
  const { params, answer } = await typed(opened, 'u', 'price crosses flip');
  t.deepEqual(params, { symbol: 'SPY', rule: 'price crosses flip', direction: 'forward', from: playedAt });
  const at = playedAt + 4_000_000;
  answer(found(at));
  await terminal.until('a seek', () => playback.seeks.length === 1);
  t.deepEqual(playback.seeks[0]!.params, { ...usual, at });
  const text = await terminal.until('no prompt', (screen) => !screen.includes('to a condition ─'));
  t.regex(footer(text), /“price crosses flip” begins on Mon 23 Nov at 11:21:40/);
});

test.serial('the last condition is remembered: { and } search for it again', async (t) => {
  const opened = await openPlayback(t);
  const { terminal, playback } = opened;
  terminal.press('}');
  await terminal.until('why not', (text) =>
    footer(text).includes('No condition has been searched for; u asks'),
  );
  (await typed(opened, 'U', 'iv > 30%')).answer(found(playedAt - 60_000));
  await terminal.until('a seek', () => playback.seeks.length === 1);
  playback.seeks[0]!.answer(playedSnapshot({ at: playedAt - 60_000, generation: 2 }));
  terminal.press('{');
  const { params } = await asked(opened);
  t.deepEqual(params, { symbol: 'SPY', rule: 'iv > 30%', direction: 'backward', from: playedAt - 60_000 });
  terminal.press('u');
  await terminal.until('the prompt', (text) => text.includes('Until iv > 30%▏'));
  terminal.press('\u007f');
  await terminal.until('it is changed', (text) => text.includes('Until iv > 30▏'));
  terminal.press('\u001b');
  await terminal.until('no prompt', (text) => !text.includes('to a condition ─'));
  terminal.press('uprice');
  await terminal.until('another one in its place', (text) => text.includes('Until price▏'));
});

test.serial('where it does not begin to hold, the same key searches the next recorded day', async (t) => {
  const opened = await openPlayback(t);
  const { terminal } = opened;
  const calendar = createCalendar();
  (await typed(opened, 'U', 'price < 600')).answer(found(null));
  await terminal.until('that it was not found', (text) =>
    footer(text).includes('“price < 600” begins at no earlier instant of Mon 23 Nov. { searches Fri 20 Nov.'),
  );
  const before = calendar.sessionOn('2026-11-20')!;
  terminal.press('{');
  const second = await asked(opened);
  t.is(second.params.from, before.postClose - 1);
  second.answer(found(null, sessionStart(before)));
  await terminal.until('the day before', (text) => footer(text).includes('{ searches Thu 19 Nov.'));
  terminal.press('{');
  (await asked(opened)).answer(found(null));
  await terminal.until('no more', (text) => footer(text).includes('No day before Thu 19 Nov is recorded.'));
  terminal.press('}');
  t.is((await asked(opened)).params.from, playedAt, 'the other way it begins at the instant on screen');
});

test.serial(
  'while it plays the search goes on, and in the last session from where it has come to',
  async (t) => {
    const opened = await openPlayback(t);
    const { terminal, playback } = opened;
    (await typed(opened, 'u', 'price > 900')).answer(found(null, playedAt + 600_000));
    await terminal.until('that it was not found', (text) =>
      footer(text).includes('of Mon 23 Nov. No day after Mon 23 Nov is recorded.'),
    );
    playback.connect(playedSnapshot({ at: playedAt + 60_000, generation: 2 }), sampleHello());
    await terminal.until('a minute on', (text) => text.includes('10:16:00'));
    terminal.press('}');
    t.is((await asked(opened)).params.from, playedAt + 600_000);
    playback.connect(playedSnapshot({ at: playedAt - 60_000, generation: 3 }), sampleHello());
    await terminal.until('a minute before', (text) => text.includes('10:14:00'));
    terminal.press('}');
    t.is((await asked(opened)).params.from, playedAt - 60_000, 'what was not searched is');
  },
);

test.serial('what is wrong with a condition is said in the prompt, which stays open', async (t) => {
  const opened = await openPlayback(t, { columns: 80, rows: 24 });
  const { terminal } = opened;
  (await typed(opened, 'u', 'nonsense')).refuse(
    new SpyglassError('usage', 'nonsense is no condition: no measure.', {
      hint: 'A condition is an alert rule, such as `price < 700`.',
    }),
  );
  const text = await terminal.until('the reason', (screen) => screen.includes('is no condition'));
  isGolden(t, 'playback-condition-80x24', text);
  terminal.press('x');
  await terminal.until('no reason', (screen) => !screen.includes('is no condition'));
  terminal.press('\t');
  await terminal.until('the other way', (screen) => screen.includes('╭─ Run back to a condition'));
  terminal.press('\u001b');
  await terminal.until('no prompt', (screen) => !screen.includes('to a condition ─'));
});

test.serial('an answer that comes after the prompt was closed goes nowhere', async (t) => {
  const opened = await openPlayback(t);
  const { terminal, playback } = opened;
  const { answer } = await typed(opened, 'u', 'price > 1');
  await terminal.until('the search', (text) => text.includes('Searching…'));
  terminal.press('\u001b');
  await terminal.until('no prompt', (text) => !text.includes('to a condition ─'));
  answer(found(playedAt + 60_000));
  await new Promise(setImmediate);
  answerOutline(playback);
  t.is(playback.seeks.length, 0);
  t.is(sampleDate, session.date);
});
