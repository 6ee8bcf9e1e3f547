import { statSync } from 'node:fs';
import { systemClock, virtualClock } from '../../src/base/clock.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import type { PastReader } from '../../src/daemon/playback/past-reader.ts';
import { createPlayer } from '../../src/daemon/playback/player.ts';
import { openReaderThread } from '../../src/daemon/playback/thread/open-reader-thread.ts';
import { seededRandom } from '../../src/base/random.ts';
import { type Spread, spreadOf, timeEach } from '../support/spread.ts';
import type { RecordedDay } from './recorded-day.ts';

const subscription = { symbol: 'SPY', expiration: null };
const seeks = 300;
const playedSpeed = 60;

export interface ReplayFigures {
  /** From the seek to its picture as JSON, to any instant of the session in any order. */
  seek: Spread;
  /** The same to the next poll, as a held arrow key does. */
  step: Spread;
  /** Milliseconds a poll, all events of the session read as fast as they can be. */
  pollMs: number;
  /** Milliseconds to find where a condition begins to hold in the session. */
  find: Spread;
  /** Part of a core while the session is played at 60 times its pace. */
  playedCore: number;
}

/** Reads a recorded session in the reader's own thread, as a daemon does. */
export async function benchReplayReads(path: string, { polls }: RecordedDay, playSeconds: number) {
  const { settings } = loadSettings({ env: {} });
  const reader = await openReaderThread({
    databasePath: path,
    archive: { directory: `${path}-archive`, mode: 'demo' },
    settings,
  });
  const [first, last] = [polls[0]!, polls.at(-1)!];
  const random = seededRandom('seeks');
  const pollAt = (index: number) => polls[index % polls.length]!;
  await timeEach(20, (index) => reader.picture(subscription, pollAt(index * 37)));
  const seek = await timeEach(seeks, () => reader.picture(subscription, random.integer(first, last)));
  const from = polls.length >> 1;
  const step = await timeEach(seeks, (index) => reader.picture(subscription, pollAt(from + index)));
  const rules = ['price < 700', 'price crosses flip', 'iv > 30%', 'spread > 5%'];
  const find = await timeEach(40, (index) =>
    reader.find({ symbol: 'SPY', rule: rules[index % 4]!, from: first, direction: 'forward' }, last),
  );
  const startedAt = performance.now();
  await readAll(reader, first - 1, last);
  const pollMs = (performance.now() - startedAt) / polls.length;
  const playedCore = await playedShare(reader, first, playSeconds);
  await reader.close();
  return { seek: spreadOf(seek), step: spreadOf(step), find: spreadOf(find), pollMs, playedCore };
}

async function readAll(reader: PastReader, after: number, until: number) {
  for (let from = after; from < until; ) {
    const { to } = await reader.events({ subscription, from, to: until, maxPolls: 16 });
    from = to;
  }
}

/** Processor time of the whole process, the reader's thread included, to real time. */
async function playedShare(reader: PastReader, from: number, seconds: number): Promise<number> {
  const clock = virtualClock(from + 30 * 86_400_000, 1);
  const player = createPlayer({
    ...{ reader, clock },
    send: async () => {},
    onFailure(error) {
      throw error;
    },
  });
  const { begin } = await player.seek({ subscription, at: from, speed: playedSpeed, paused: false });
  const before = process.cpuUsage();
  const startedAt = performance.now();
  begin();
  await systemClock().sleep(seconds * 1000);
  const { user, system } = process.cpuUsage(before);
  player.close();
  return (user + system) / 1000 / (performance.now() - startedAt);
}

/** Bytes of the write-ahead log beside a database. */
export function logBytesOf(path: string): number {
  return statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}
