import type { ExecutionContext } from 'ava';
import test from 'ava';
import type { PastMethod, PastReader } from '../../../src/daemon/playback/past-reader.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { Snapshot } from '../../../src/protocol/events.ts';
import type { MethodName, MethodParams } from '../../../src/protocol/methods.ts';
import type { PlaybackState } from '../../../src/protocol/playback.ts';
import type { Hello } from '../../../src/protocol/state.ts';
import { screens } from '../../../src/tui/layout/screens.ts';
import type { FakeConnection } from '../../tui/support/fake-connection.ts';
import { openDashboard } from '../../tui/support/open-dashboard.ts';
import type { TestTerminal } from '../../tui/support/test-terminal.ts';
import { type PolledDaemon, startPolledDaemon } from '../polled-daemon.ts';
import { readerOf } from './life.ts';

const date = '2026-11-23';
const on = (time: string) => newYorkInstant(date, time);
const subscription = { symbol: 'SPY', expiration: null };
/**
 * Ten instants while options trade, between two polls and at a poll. Outside of these hours what is stale is told by the
 * slots of the jobs, which are not recorded.
 */
const instants = [
  ...['09:30:05', '09:31:30', '09:34:00', '09:41:17', '09:58:45', '10:20:03', '12:00:00', '15:59:30'],
  ...['16:05:00', '16:14:59'],
].map(on);

/** What a playback has no part of, or in a row of its own: the API's usage, jobs, files. */
const compared = ['overview', 'chain', 'chart', 'levels'] as const;
type Compared = (typeof compared)[number];
const columns = 120;
/** Rows that both have for their panes. */
const bodyRows = 34;
/** Turns of the event loop without a change after which a picture stands still. */
const stillTurns = 60;

test.serial('the screens of each of ten instants are the same in a playback as they were', async (t) => {
  t.timeout(600_000);
  const settings = { symbols: ['SPY', 'QQQ'] };
  const simulator = { profile: 'advanced' as const };
  const recorder = await startPolledDaemon(t, { at: on('09:20'), settings, simulator });
  const lived = new Map<number, Map<Compared, string>>();
  for (const at of instants) {
    while (recorder.clock.now() < at)
      await recorder.clock.advance(Math.min(60_000, at - recorder.clock.now()));
    lived.set(at, await liveScreens(t, recorder));
  }
  const { hello } = await recorder.link.request('status', {});
  const latest = await recorder.link.request('subscribe', {});
  const reader = await readerOf(t, recorder.dir, settings);
  for (const at of instants) {
    const played = await playedScreens(t, reader, { at, hello, latest });
    for (const name of compared) {
      t.is(played.get(name), lived.get(at)!.get(name), `${name} at ${new Date(at).toISOString()}`);
    }
  }
});

async function liveScreens(t: ExecutionContext, { link }: PolledDaemon): Promise<Map<Compared, string>> {
  const { hello } = await link.request('status', {});
  const snapshot = await link.request('subscribe', {});
  const shown = new Map<Compared, string>();
  for (const name of compared) {
    const { terminal, connection } = await openDashboard(t, { columns, rows: bodyRows + 3, snapshot, hello });
    terminal.press(screens[name].key);
    const ask = async (method: MethodName, params: unknown) => link.request(method, params as never);
    shown.set(name, bodyOf(await still(terminal, connection, ask), { above: 2, below: 1 }));
  }
  return shown;
}

interface PlayedAt {
  at: number;
  hello: Hello;
  /** What the market is as it is, hours later. */
  latest: Snapshot;
}

async function playedScreens(t: ExecutionContext, reader: PastReader, { at, hello, latest }: PlayedAt) {
  const { json, place } = await reader.picture(subscription, at);
  const playback: PlaybackState = { at, generation: 1, speed: 1, isPaused: true, isAtEnd: false, ...place };
  const picture = { ...(JSON.parse(json) as Snapshot), playback, seq: 0 };
  const shown = new Map<Compared, string>();
  for (const name of compared) {
    const { terminal, playbacks } = await openDashboard(t, {
      ...{ columns, rows: bodyRows + 6, hello },
      snapshot: latest,
    });
    terminal.press('b');
    await terminal.until('a playback', () => playbacks.length === 1);
    const [connection] = playbacks;
    connection!.connect(picture, hello);
    await terminal.until('the playback', (text) => text.includes('REPLAY'));
    terminal.press(screens[name].key);
    const ask = (method: MethodName, params: unknown) => answerAsOf(reader, at, method, params);
    shown.set(name, bodyOf(await still(terminal, connection!, ask), { above: 3, below: 3 }));
  }
  return shown;
}

async function answerAsOf(
  reader: PastReader,
  at: number,
  method: MethodName,
  params: unknown,
): Promise<unknown> {
  if (method === 'playback.days') return reader.days('SPY', at);
  if (method === 'playback.session') return reader.session('SPY', (params as { date: string }).date, at);
  const json = await reader.ask(method as PastMethod, params as MethodParams<PastMethod>, subscription, at);
  return JSON.parse(json);
}

/** The screen once everything that it asked for has been answered and drawn. */
async function still(
  terminal: TestTerminal,
  { asked }: FakeConnection,
  ask: (method: MethodName, params: unknown) => Promise<unknown>,
): Promise<string> {
  let last = '';
  for (let turns = 0; turns < stillTurns; turns++) {
    for (const { method, params, answer } of asked.splice(0)) {
      answer(await ask(method as MethodName, params));
      turns = 0;
    }
    await new Promise<void>((resolve) => setImmediate(resolve));
    await terminal.drained();
    if (terminal.text() !== last) turns = 0;
    last = terminal.text();
  }
  return last;
}

/**
 * The rows of the panes: without header, live line, tabs, scrub bar, footer, the pane of the API's usage, and hints of keys,
 * which are others in a playback.
 */
function bodyOf(screen: string, { above, below }: { above: number; below: number }): string {
  const rows = screen.split('\n').slice(above, -below);
  const usage = rows[0]!.indexOf('╮╭─ API usage');
  const end = rows.findIndex((row, index) => index > 0 && row.startsWith('╭'));
  return rows
    .map((row, index) => (usage >= 0 && index < end ? row.slice(0, usage) : row))
    .map((row) => row.replace(/^╰─+(?=.* range )| {2}\S+( \S+)? range .*$/g, ''))
    .join('\n');
}
