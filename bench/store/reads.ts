import { seededRandom } from '../../src/base/random.ts';
import { type Spread, spreadOf, timeEach } from '../support/spread.ts';
import { fillDatabase } from './filled.ts';
import { scratch } from './polls.ts';
import { lastInstant } from '../../src/market/calendar/instants.ts';

export interface ReadFigures {
  rows: number;
  bytes: number;
  /** Milliseconds. */
  paths: Record<string, Spread>;
}

const samples = 300;

/** Every read path that a client can cause, on a database that was just written and closed once. */
export async function benchReads(rows: number): Promise<ReadFigures> {
  const files = scratch();
  const { db, polls } = await fillDatabase(files.path('spyglass.sqlite'), rows);
  const random = seededRandom('reads');
  const last = polls.at(-1)!;
  const any = () => polls[random.integer(0, polls.length - 1)]!;
  const dayMs = 86_400_000;
  const paths: Record<string, () => unknown> = {
    'latest chain': () => db.chains.at('SPY', last.expiration, lastInstant),
    'latest chain of any expiration': () => db.chains.latest('SPY', lastInstant),
    'chain at an instant': () => {
      const { expiration, at } = any();
      return db.chains.at('SPY', expiration, at + 7000);
    },
    'latest quote': () => db.quotes.latest('SPY', lastInstant),
    'price line of a day': () => db.quotes.ofDay('SPY', last.at - dayMs, last.at, lastInstant),
    'calls of an hour': () => db.apiLog.since(last.at - 3_600_000, last.at),
    status: () => db.status(),
  };
  const figures: ReadFigures['paths'] = {};
  for (const [name, read] of Object.entries(paths)) {
    await timeEach(20, read);
    figures[name] = spreadOf(await timeEach(samples, read));
  }
  const { bytes } = await db.status();
  await db.close();
  files.remove();
  return { rows: polls.length * 400, bytes, paths: figures };
}
