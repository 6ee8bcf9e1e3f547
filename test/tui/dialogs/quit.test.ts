import test, { type ExecutionContext } from 'ava';
import { isGolden } from '../support/golden.ts';
import { SpyglassError } from '../../../src/base/errors.ts';
import type { EmbeddedRecording } from '../../../src/tui/recording.ts';
import { type OpenOptions, openDashboard } from '../support/open-dashboard.ts';
import { sampleRecording } from '../support/sample-recording.ts';

const hello = { mode: 'live', isVirtualClock: false } as const;
const question = 'keep recording in the background, and quit';

async function openRecording(
  t: ExecutionContext,
  given: Partial<EmbeddedRecording> = {},
  options: OpenOptions = {},
) {
  let moves = 0;
  const { moveToBackground } = given;
  const recording = sampleRecording({
    ...given,
    moveToBackground: async () => {
      moves += 1;
      await moveToBackground?.();
    },
  });
  const opened = await openDashboard(t, { recording, isEmbedded: true, hello, ...options });
  let hasEnded = false;
  void opened.ended.then(() => {
    hasEnded = true;
  });
  return { ...opened, moves: () => moves, hasEnded: () => hasEnded };
}

for (const [columns, rows] of [
  [60, 16],
  [80, 24],
  [120, 40],
] as const) {
  test.serial(`the question at ${columns}×${rows} looks as it did`, async (t) => {
    const { terminal } = await openRecording(t, {}, { columns, rows });
    terminal.press('q');
    isGolden(t, `quit-${columns}x${rows}`, await terminal.until('it', (text) => text.includes(question)));
  });
}

for (const [name, first, second] of [
  ['q and Enter', 'q', '\r'],
  ['Ctrl-C twice', '\u0003', '\u0003'],
  ['both in one piece', 'q\r', ''],
] as const) {
  test.serial(`${name}: the recording moves, and then the dashboard quits`, async (t) => {
    const moved = Promise.withResolvers<void>();
    const { terminal, moves, hasEnded, ended } = await openRecording(t, {
      moveToBackground: () => moved.promise,
    });
    terminal.press(first);
    if (second !== '') {
      await terminal.until('the question', (text) => text.includes(question));
      t.is(moves(), 0);
      terminal.press(second);
    }
    await terminal.until('it moves', (text) => text.includes('Moving the recording'));
    t.is(moves(), 1);
    terminal.press('\u0003q\r');
    await terminal.until('why it waits', (text) => text.includes('on its way into the background'));
    t.is(moves(), 1);
    t.false(hasEnded());
    moved.resolve();
    await t.notThrowsAsync(ended);
  });
}

test.serial('Ctrl-C asks also from within a dialog', async (t) => {
  const { terminal } = await openRecording(t);
  terminal.press('?');
  await terminal.until('the help', (text) => text.includes('─ Help'));
  terminal.press('\u0003');
  await terminal.until('the question', (text) => text.includes(question));
  t.pass();
});

test.serial('staying changes nothing, and the next q asks again', async (t) => {
  const { terminal, moves, hasEnded } = await openRecording(t);
  for (const key of ['\u001b', 'n', 'q']) {
    terminal.press('q');
    await terminal.until('the question', (text) => text.includes(question));
    terminal.press(key);
    await terminal.until('no question', (text) => !text.includes(question));
  }
  t.is(moves(), 0);
  t.false(hasEnded());
});

test.serial('stopping counts only once the question was on screen', async (t) => {
  const { terminal, moves, hasEnded, ended } = await openRecording(t);
  terminal.press('qs');
  await terminal.until('the question', (text) => text.includes(question));
  t.false(hasEnded());
  terminal.press('s');
  await t.notThrowsAsync(ended);
  t.is(moves(), 0);
});

test.serial('where it cannot move, the question says why and recording goes on', async (t) => {
  const { terminal, moves, hasEnded, ended } = await openRecording(t, {
    moveToBackground: async () => {
      throw new SpyglassError('database_locked', 'process 42 records into /data/spyglass.sqlite');
    },
  });
  terminal.press('q');
  await terminal.until('the question', (text) => text.includes(question));
  terminal.press('\r');
  const text = await terminal.until('why not', (screen) => screen.includes('It could not move'));
  t.true(text.includes('process 42 records into'));
  t.false(hasEnded());
  terminal.press('\r');
  await terminal.until('again', () => moves() === 2);
  await terminal.until('why not again', (screen) => screen.includes('It could not move'));
  terminal.press('s');
  await t.notThrowsAsync(ended);
});

test.serial('dashboard.on_quit = stop asks nothing', async (t) => {
  const { terminal, moves, ended } = await openRecording(t, { onQuit: 'stop' });
  terminal.press('q');
  await t.notThrowsAsync(ended);
  t.is(moves(), 0);
});

test.serial('dashboard.on_quit = background asks nothing and moves', async (t) => {
  const { terminal, moves, ended } = await openRecording(t, { onQuit: 'background' });
  terminal.press('q');
  await t.notThrowsAsync(ended);
  t.is(moves(), 1);
});

test.serial('a recording that has ended already is nothing to ask about', async (t) => {
  const { terminal, ended } = await openRecording(t, { isAlive: () => false });
  terminal.press('q');
  await t.notThrowsAsync(ended);
});

test.serial('below 60×16 the question is one line with its keys', async (t) => {
  const { terminal } = await openRecording(t, {}, { columns: 50, rows: 8 });
  terminal.press('q');
  const text = await terminal.until('it', (screen) => screen.includes('Enter'));
  t.regex(text, /Enter records on in the background · s stops/);
});

test.serial('where the daemon is gone a key starts one, and says when that fails', async (t) => {
  const started = Promise.withResolvers<void>();
  const { terminal, connection, clock } = await openDashboard(t, { startDaemon: () => started.promise });
  terminal.press('D');
  await terminal.until('no need', (text) => text.includes('A daemon is at work already.'));
  connection.lose('the daemon is not running', clock.now() + 4000);
  await terminal.until('the offer', (text) => text.includes('daemon gone · D starts one'));
  terminal.press('D');
  await terminal.until('it starts', (text) => text.includes('Starting a daemon in the background'));
  started.reject(new SpyglassError('settings', 'There is no API key.', { hint: 'Set MASSIVE_API_KEY.' }));
  await terminal.until('why not', (text) => text.includes('There is no API key. Set MASSIVE_API_KEY.'));
  t.pass();
});

test.serial('a daemon that a key has started is attached to at once', async (t) => {
  const { terminal, connection, clock } = await openDashboard(t, { startDaemon: async () => {} });
  connection.lose('the daemon is not running', clock.now() + 4000);
  await terminal.until('the offer', (text) => text.includes('daemon gone · D starts one'));
  t.is(connection.retries(), 0);
  terminal.press('D');
  await terminal.until('that it has started', (text) => text.includes('The daemon has started'));
  t.is(connection.retries(), 1);
});
