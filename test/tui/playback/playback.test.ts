import test from 'ava';
import { SpyglassError } from '../../../src/base/errors.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { isGolden } from '../support/golden.ts';
import { sampleAlert } from '../support/sample-alerts.ts';
import { sampleChain, sampleQuote } from '../support/sample-chain.ts';
import { openDashboard } from '../support/open-dashboard.ts';
import { answerOutline, type OpenedPlayback, openPlayback } from '../support/open-playback.ts';
import { playedAt, playedSnapshot, samplePlaybackState } from '../support/fake-playback.ts';
import { sampleSnapshot } from '../support/sample.ts';
import { sampleHello } from '../support/sample-hello.ts';
import { sampleDate, sampleNow } from '../support/sample-times.ts';

const left = '\u001b[D';
const right = '\u001b[C';
const pageUp = '\u001b[5~';
const pageDown = '\u001b[6~';
const home = '\u001b[H';
const esc = '\u001b';

const header = (text: string) => text.split('\n')[0]!;
const footer = (text: string) => text.split('\n').at(-1)!;

/** Where the newest seek went. */
const lastSeek = ({ playback }: OpenedPlayback) => playback.seeks.at(-1)?.params;

async function pressing(opened: OpenedPlayback, keys: string): Promise<ReturnType<typeof lastSeek>> {
  const { terminal, playback } = opened;
  const before = playback.seeks.length;
  terminal.press(keys);
  await terminal.until(`a seek by ${JSON.stringify(keys)}`, () => playback.seeks.length > before);
  return lastSeek(opened);
}

test.serial(
  'b shows the last recorded instant on a connection of its own, and Esc the market again',
  async (t) => {
    const opened = await openPlayback(t);
    const { terminal, playback } = opened;
    t.deepEqual(playback.opened, { symbol: 'SPY', paused: true });
    const text = terminal.text();
    t.regex(header(text), /REPLAY {2}Mon 23 Nov 10:15:00 ET · poll 46 of 391 · paused/);
    t.true(text.includes('669.40'), text);
    t.regex(text.split('\n')[1]!, /^ {2}LIVE {3}.*13:45:55 ET {2}● recording/);
    terminal.press(esc);
    await terminal.until('the market', (screen) => !screen.includes('REPLAY'));
    t.true(playback.isClosed);
    t.true(terminal.text().includes('671.20'));
  },
);

test.serial('the market goes on beneath: its quotes are on screen once Esc is pressed', async (t) => {
  const { terminal, connection, clock } = await openPlayback(t);
  connection.send('quote', sampleQuote({ price: 999.25 }));
  connection.send('alert', sampleAlert({ at: sampleNow, message: 'SPY price > 999: 999.25' }));
  await clock.advance(2100);
  const text = await terminal.until('its clock', (screen) => /LIVE.*13:45:57/.test(screen));
  t.regex(text.split('\n')[1]!, /▲ 13:45 SPY price > 999/);
  t.false(text.includes('671.20'));
  t.notRegex(footer(text), /▲/, 'an alert of the market is no message of the recording');
  t.regex(header(text), /10:15:00 ET/, 'a paused playback stands');
  terminal.press(esc);
  await terminal.until('the newest', (screen) => screen.includes('▲ +331.50'));
});

test.serial('each key seeks from where the last one led', async (t) => {
  const opened = await openPlayback(t);
  const { playback } = opened;
  const usual = { symbol: 'SPY', speed: 1, paused: true };
  const goes = async (keys: string, at: number, state = {}) => {
    t.deepEqual(await pressing(opened, keys), { ...usual, at }, JSON.stringify(keys));
    playback.seeks.at(-1)!.answer(playedSnapshot({ at, ...state }));
    await new Promise(setImmediate);
    answerOutline(playback);
    await new Promise(setImmediate);
  };
  const at = (time: string, date = sampleDate) => newYorkInstant(date, time);
  await goes(right, at('10:16:00'));
  await goes(left, at('10:15:00'));
  await goes(pageDown, at('10:30:00'));
  await goes(pageUp, at('10:15:00'));
  await goes('.', at('10:35:00'));
  await goes(',', at('09:40:00'));
  await goes(home, at('09:30:00'));
  await goes('<', at('09:30:00', '2026-11-20'), { date: '2026-11-20' });
  t.deepEqual(await pressing(opened, '>'), { ...usual, at: at('09:30:00') });
});

test.serial(
  'a key that is held down sends the newest seek only, once the one before is answered',
  async (t) => {
    const opened = await openPlayback(t);
    const { terminal, playback } = opened;
    terminal.press(right.repeat(5));
    await terminal.until('a seek', () => playback.seeks.length > 0);
    terminal.press(right);
    await terminal.drained();
    await new Promise(setImmediate);
    t.is(playback.seeks.length, 1);
    t.is(playback.seeks[0]!.params.at, playedAt + 60_000);
    playback.seeks[0]!.answer(playedSnapshot({ at: playedAt + 60_000, generation: 2 }));
    await terminal.until('the last of them', () => playback.seeks.length > 1);
    t.is(playback.seeks[1]!.params.at, playedAt + 6 * 60_000);
    playback.seeks[1]!.answer(playedSnapshot({ at: playedAt + 6 * 60_000, generation: 3 }));
    await terminal.until('its picture', (text) => header(text).includes('10:21:00'));
    t.is(playback.seeks.length, 2);
  },
);

test.serial(
  'Space plays: the clock runs with the speed, and stops before a poll that has not come',
  async (t) => {
    const opened = await openPlayback(t);
    const { terminal, playback, clock } = opened;
    t.deepEqual(await pressing(opened, ' '), { symbol: 'SPY', at: playedAt, speed: 1, paused: false });
    playback.seeks[0]!.answer(playedSnapshot({ isPaused: false, generation: 2 }));
    await terminal.until('playing', (text) => header(text).includes('· ×1'));
    t.deepEqual(await pressing(opened, '+'), { symbol: 'SPY', at: playedAt, speed: 2, paused: false });
    playback.seeks[1]!.answer(playedSnapshot({ isPaused: false, speed: 60, generation: 3 }));
    await clock.advance(600);
    await terminal.until('the clock', (text) => header(text).includes('10:15:36 ET'));
    await clock.advance(5000);
    await terminal.until('the eve of the next poll', (text) => header(text).includes('10:15:59 ET'));
    const at = playedAt + 60_000;
    const chain = { ...sampleChain(), timestamp: at, underlyingPrice: 669.9 };
    const send = playback as unknown as { send(name: string, payload: unknown): void };
    send.send('chain', chain);
    send.send(
      'playback',
      samplePlaybackState({ at, isPaused: true, isAtEnd: true, poll: 47, generation: 3 }),
    );
    await clock.advance(100);
    await terminal.until('the poll', (text) =>
      /10:16:00 ET · poll 47 of 391 · paused at the end/.test(header(text)),
    );
    terminal.press(' ');
    await terminal.until('why not', (text) => footer(text).includes('end of what is recorded'));
  },
);

test.serial('what polls or changes says that it belongs to the market as it is', async (t) => {
  const { terminal, connection } = await openPlayback(t);
  for (const key of ['r', 'R', 'p', 'Q']) {
    terminal.press(key);
    await terminal.until(key, (text) => footer(text).includes('Esc goes back to it'));
    terminal.press('t');
    await terminal.until('another message', (text) => footer(text).includes('Theme'));
  }
  t.is(connection.asked.length, 0);
  terminal.press('f');
  await terminal.until('f', (text) => footer(text).includes('Space holds a recording still'));
});

test.serial(
  'screens, filter and expirations work in it, and what was never recorded is a dash',
  async (t) => {
    const opened = await openPlayback(t);
    const { terminal, playback } = opened;
    terminal.press('4');
    await terminal.until('usage', (text) => text.includes('– not recorded'));
    terminal.press('5');
    await terminal.until('store', (text) => /Recorded ─+[\s\S]*– not recorded/.test(text));
    terminal.press('A');
    await terminal.until('alerts', (text) => text.includes('How the rules stood is not recorded.'));
    terminal.press(esc);
    await terminal.until('no dialog', (text) => !text.includes('How the rules'));
    t.true(header(terminal.text()).includes('REPLAY'), 'Esc closes the dialog first');
    terminal.press('2/otm');
    await terminal.until('filtered', (text) => text.includes('/ otm'));
    terminal.press('\r');
    terminal.press('j');
    await terminal.until('selected', (text) => text.includes('0 re-centres'));
    terminal.press(']');
    await terminal.until('the next expiration', (text) => text.includes('Loading SPY Tue 24 Nov'));
    await opened.clock.advance(300);
    await terminal.until('asked for', () => playback.seeks.length === 1);
    t.deepEqual(playback.seeks[0]!.params, {
      ...{ symbol: 'SPY', expiration: '2026-11-24', at: playedAt, speed: 1, paused: true },
    });
  },
);

test.serial('a refused seek leaves everything as it was, and says why', async (t) => {
  const opened = await openPlayback(t);
  await pressing(opened, right);
  opened.playback.seeks[0]!.refuse(new SpyglassError('database_busy', 'The recording cannot be read.'));
  await opened.terminal.until('why', (text) => footer(text).includes('The recording cannot be read.'));
  t.regex(header(opened.terminal.text()), /10:15:00 ET/);
  t.is((await pressing(opened, right))?.at, playedAt + 60_000, 'the next step starts from what is shown');
});

test.serial('a recording that cannot be read on is said, and its last picture stays', async (t) => {
  const { terminal, playback, clock } = await openPlayback(t);
  const problem = { code: 'data_dir', message: 'The disk is gone.', hint: 'Bring it back.' };
  playback.send('playback', samplePlaybackState({ problem }));
  await clock.advance(100);
  const text = await terminal.until('why', (screen) =>
    footer(screen).includes('The disk is gone. Bring it back.'),
  );
  t.regex(header(text), /REPLAY.* 10:15:00 ET · poll 46 of 391 · paused/);
});

test.serial('a playback whose connection is lost ends, and says so', async (t) => {
  const { terminal, playback } = await openPlayback(t);
  playback.lose('the daemon is not running', 0);
  const text = await terminal.until('the market', (screen) => !screen.includes('REPLAY'));
  t.regex(footer(text), /Back to the market as it is: the daemon is not running/);
  t.true(playback.isClosed);
});

test.serial('a daemon that has nothing to play says why', async (t) => {
  const { terminal, playbacks } = await openDashboard(t);
  terminal.press('b');
  await terminal.until('a playback', () => playbacks.length === 1);
  const [playback] = playbacks;
  playback!.connect({ ...playedSnapshot(), playback: undefined } as never, sampleHello());
  await terminal.until('it is asked again', () => playback!.seeks.length === 1);
  t.deepEqual(playback!.seeks[0]!.params, { symbol: 'SPY', paused: true });
  playback!.seeks[0]!.refuse(new SpyglassError('usage', 'Nothing of SPY is recorded yet.'));
  await terminal.until('why', (text) => footer(text).includes('Nothing of SPY is recorded yet.'));
  t.true(playback!.isClosed);
});

test.serial(
  'where nothing was recorded the last picture is dimmed, and a box says what and why',
  async (t) => {
    const missing = { from: playedAt - 60_000, to: playedAt + 900_000, reason: 'the daemon was not running' };
    const { terminal } = await openPlayback(t, {}, { missing });
    const text = await terminal.until('the box', (screen) => screen.includes('Nothing was recorded'));
    t.true(text.includes('No chain 10:14:00–10:30:00 (16:00)'), text);
    t.true(text.includes('the daemon was not running'));
    t.true(text.includes('669.40'));
  },
);

test.serial(
  'a daemon that plays recordings only is shown on its one connection, and has no way back',
  async (t) => {
    const hello = { isPlaybackOnly: true, now: sampleNow } as const;
    const { terminal, connection, playbacks } = await openDashboard(t, { snapshot: null, hello });
    connection.connect(playedSnapshot(), sampleHello(hello));
    const text = await terminal.until('the replay', (screen) => screen.includes('REPLAY'));
    t.regex(text.split('\n')[1]!, /LIVE .*nothing is recorded here/);
    t.is(playbacks.length, 0);
    terminal.press(esc);
    await terminal.until('why not', (screen) => footer(screen).includes('q quits'));
    terminal.press('r');
    await terminal.until('no polls', (screen) => footer(screen).includes('nothing is polled or changed'));
  },
);

test.serial(
  'a key that the settings have given away stays with the user’s command, which is said',
  async (t) => {
    const { terminal, playbacks } = await openDashboard(t, { keys: { theme: ['b'] } });
    await terminal.until('the notice', (text) =>
      footer(text).includes('Your [keys] keep b for theme; playback'),
    );
    terminal.press('b');
    await terminal.until('its theme', (text) => footer(text).includes('Theme: light'));
    t.is(playbacks.length, 0);
    const opened = await openPlayback(t, { keys: { 'range-next': ['right'] } });
    await opened.terminal.until('the notice', (text) =>
      footer(text).includes('Your [keys] keep → for range-next; playback-next'),
    );
    t.is((await pressing(opened, left))?.at, playedAt - 60_000);
  },
);

test.serial('T asks for a time, says how it is understood or what is wrong, and goes there', async (t) => {
  const { terminal, playbacks } = await openDashboard(t, { columns: 80, rows: 24 });
  terminal.press('T');
  await terminal.until('the prompt', (text) => text.includes('╭─ Time'));
  terminal.press('25:00');
  await terminal.until('what is wrong', (text) => text.includes('25:00 is not a time of day'));
  terminal.press('\r');
  await terminal.until('why not', (text) => footer(text).includes('No such time'));
  terminal.press('\u007f'.repeat(5));
  terminal.press('\u001b[200~close-15m\u001b[201~');
  await terminal.until('in the future', (text) => text.includes('lies in the future'));
  terminal.press('\u007f'.repeat(9));
  terminal.press('10:15');
  await terminal.until('understood', (text) => text.includes('Mon 23 Nov 10:15:00 ET'));
  isGolden(t, 'playback-time-80x24', terminal.text());
  terminal.press('\r');
  await terminal.until('a playback', () => playbacks.length === 1);
  t.deepEqual(playbacks[0]!.opened, { symbol: 'SPY', at: playedAt, paused: true });
  playbacks[0]!.connect(playedSnapshot(), sampleHello());
  await terminal.until('the replay', (text) => text.includes('REPLAY'));
  terminal.press('T-15m\r');
  await terminal.until('a seek', () => playbacks[0]!.seeks.length === 1);
  t.is(playbacks[0]!.seeks[0]!.params.at, playedAt - 15 * 60_000);
});

test.serial('a key that is quicker than the outline of the day waits for it', async (t) => {
  const { terminal, playbacks, clock } = await openDashboard(t);
  terminal.press('b');
  await terminal.until('a playback', () => playbacks.length === 1);
  const [playback] = playbacks;
  playback!.connect(playedSnapshot(), sampleHello());
  await terminal.until('the replay', (text) => text.includes('REPLAY') && playback!.asked.length === 2);
  terminal.press(left.repeat(2));
  await terminal.drained();
  t.is(playback!.seeks.length, 0);
  answerOutline(playback!);
  await terminal.until('the seek', () => playback!.seeks.length === 1);
  playback!.seeks[0]!.answer(playedSnapshot({ at: playedAt - 60_000, generation: 2 }));
  await terminal.until('the second', () => playback!.seeks.length === 2);
  t.is(playback!.seeks[1]!.params.at, playedAt - 120_000);
  playback!.seeks[1]!.answer(playedSnapshot({ at: playedAt - 120_000, date: '2026-11-20', generation: 3 }));
  await terminal.until('its picture', (text) => header(text).includes('10:13:00'));
  terminal.press(left);
  await clock.advance(2100);
  await terminal.until('no outline', (text) => footer(text).includes('Of this day no polls are known.'));
});

test.serial('hints on the panes name no key that means something else in a playback', async (t) => {
  const { terminal } = await openPlayback(t);
  terminal.press('3');
  const text = await terminal.until('the chart', (screen) => screen.includes(' 5D '));
  t.notRegex(text, /← → range/);
  t.regex(text, /← → poll/);
  t.regex(text, /i candles/);
});

test.serial('a daemon that shows the market again, though it was asked to play, plays nothing', async (t) => {
  const { terminal, playbacks } = await openDashboard(t);
  terminal.press('b');
  await terminal.until('a playback', () => playbacks.length === 1);
  const [playback] = playbacks;
  const live = sampleSnapshot();
  playback!.connect(live, sampleHello());
  await terminal.until('it is asked again', () => playback!.seeks.length === 1);
  playback!.seeks[0]!.answer(live);
  await terminal.until('why', (text) => footer(text).includes('this daemon plays no recordings'));
  t.true(playback!.isClosed);
});

test.serial('what moved with the last poll of all is marked for a moment, too', async (t) => {
  const { terminal, playback, clock } = await openPlayback(t);
  const marked = () => [...Array(120).keys()].some((column) => isFlash(terminal.backgroundAt(column, 29)));
  const isFlash = (color: number) => color === 0x12421f || color === 0x5c1a1b;
  const chain = sampleChain();
  const contracts = chain.contracts.map((each) => ({ ...each, last: (each.last ?? 1) + 1 }));
  const at = playedAt + 60_000;
  playback.send('chain', { ...chain, timestamp: at, contracts }, { at, generation: 1 });
  playback.send('playback', samplePlaybackState({ at, isPaused: true, isAtEnd: true }));
  await clock.advance(100);
  await terminal.until('the poll', (text) => header(text).includes('10:16:00'));
  await terminal.until('marks', marked);
  await clock.advance(2100);
  await terminal.until('none', () => !marked());
  t.pass();
});

test.serial('a seek that was on its way when the playback was left is not heard of again', async (t) => {
  const opened = await openPlayback(t);
  const { terminal, playback, playbacks } = opened;
  await pressing(opened, right);
  terminal.press(esc);
  await terminal.until('the market', (text) => !text.includes('REPLAY'));
  terminal.press('b');
  await terminal.until('another playback', () => playbacks.length === 2);
  playback.seeks[0]!.refuse(new SpyglassError('not_running', 'The daemon is not connected at the moment.'));
  playbacks[1]!.connect(playedSnapshot(), sampleHello());
  const text = await terminal.until('the replay', (screen) => screen.includes('REPLAY'));
  t.notRegex(footer(text), /not connected/);
});

test.serial('h and l choose the range of the chart, where the arrow keys step through polls', async (t) => {
  const { terminal, playback } = await openPlayback(t);
  terminal.press('3');
  await terminal.until('the chart', (text) => text.includes('previous close'));
  terminal.press('l');
  await terminal.until('another range', (text) => !text.includes('previous close'));
  await terminal.until('its bars', () => playback.asked.some(({ method }) => method === 'bars.get'));
  t.is(playback.seeks.length, 0);
});
