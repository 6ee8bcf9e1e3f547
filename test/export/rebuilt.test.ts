import test, { type ExecutionContext } from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { levelsColumns } from '../../src/export/columns/levels-columns.ts';
import type { ExportRequest } from '../../src/export/export-request.ts';
import { aChain, aContract, minute, monday, newDatabase, someLevels } from '../db/fixtures.ts';
import type { Recording } from '../../src/recordings/recording.ts';
import { openSession } from '../../src/archive/open/open-session.ts';
import { tempDir } from '../support/temp-dir.ts';
import { archive, exportedLines, removeRows } from './support/recorded-days.ts';

const date = '2026-11-23';
const never = '2026-11-20';
const at = (minutes: number) => monday + minutes * minute;
const volatility = 0.2;

/** A chain that is polled at 10:00, 10:01, 10:05 and 10:06, with a gap between, and a day that was never recorded. */
async function daysWithRebuilt(t: ExecutionContext) {
  const { db, path } = await newDatabase(t);
  const directory = await tempDir(t);
  for (const poll of [0, 1, 5, 6]) {
    const contracts = [
      aContract({ strike: 670, bid: 1 + poll / 10 }, date),
      aContract({ strike: 700 }, date),
    ];
    await db.chains.record(aChain({ timestamp: at(poll), contracts }), () =>
      someLevels({ timestamp: at(poll) }),
    );
  }
  const gap = { underlying: 'SPY', job: 'chain', sessionDate: date, reason: 'upstream unreachable' };
  await db.gaps.record({ ...gap, startedAt: at(1) + 1000, endedAt: at(5) });
  await rebuild(db, date, at(0));
  await rebuild(db, never, at(-3 * 24 * 60));
  const sources = {
    db,
    openArchived: (key: { underlying: string; date: string }) =>
      openSession(directory, key, { mode: 'live' }),
  };
  return { db, path, directory, sources };
}

/** Eight minutes: the call at 670 trades in each of them, the one at 680 in the first alone. */
async function rebuild(db: Recording, day: string, first: number): Promise<void> {
  const key = { underlying: 'SPY', date: day, expiration: day };
  const terms = { optionType: 'call', sharesPerContract: 100, openInterest: 12 } as const;
  const contracts = [680, 670].map((strike) => ({ symbol: symbolOf(day, strike), strike, ...terms }));
  const bars = Array.from({ length: 8 }, (_, index) => ({
    ...{ start: first + index * minute, open: 2, high: 3, low: 1, close: 2 + index / 10 },
    ...{ volume: 10, vwap: 2, trades: 1 },
  }));
  const begun = { strikesPercent: null, source: 'polygon', tier: 'unknown', startedAt: monday } as const;
  await db.rebuilt.begin({ ...key, ...begun });
  await db.rebuilt.list(key, contracts, [], monday);
  await db.rebuilt.answered(key, symbolOf(day, 670), bars, monday);
  await db.rebuilt.answered(key, symbolOf(day, 680), bars.slice(0, 1), monday);
  const greeks = bars.map(({ start }) => ({
    ...{ symbol: symbolOf(day, 670), start, impliedVolatility: volatility },
    ...{ delta: 0.5, gamma: 0.1, theta: -1, vega: 0.1 },
  }));
  const levels = bars.map(({ start }) => someLevels({ timestamp: start + minute, expiration: day }));
  await db.rebuilt.modelled(key, { greeks, levels, modelVersion: 3, until: first + 8 * minute });
}

const symbolOf = (day: string, strike: number) => `SPY${day.slice(2).replaceAll('-', '')}C00${strike}000`;

/** Time, provenance, strike, bid, last, when that was, volume, open interest, volatility, its source. */
function chainLine(line: string, shared = 0): string {
  const cells = line.split(',').slice(shared);
  const shown = [3, 9, 12, 13, 17, 18, 20, 21, 22, 27].map((index) => cells[index]!);
  return shown.map((cell) => (cell.includes('T') ? cell.slice(11, 16) : cell)).join(' ');
}

const chain = (changes: Partial<ExportRequest> = {}): Partial<ExportRequest> => ({
  ...{ name: 'chain', withRebuilt: true },
  ...changes,
});

test('rebuilt minutes stand in time among the recorded rows, and leave these as they are', async (t) => {
  const { sources } = await daysWithRebuilt(t);
  const recorded = await exportedLines(sources, { name: 'chain' });
  t.true(recorded.every((line) => line.split(',')[9] === 'recorded' && line.startsWith(date)));
  const all = await exportedLines(sources, chain());
  t.deepEqual(
    all.filter((line) => line.split(',')[9] === 'recorded'),
    recorded,
  );
  t.deepEqual(
    all
      .filter((line) => line.startsWith(date))
      .map((line) => chainLine(line).split(' ').slice(0, 3).join(' ')),
    [
      ...['10:00 recorded 670', '10:00 recorded 700', '10:01 recorded 670'],
      ...['10:02 rebuilt 670', '10:03 rebuilt 670', '10:04 rebuilt 670'],
      ...['10:05 recorded 670', '10:06 recorded 670'],
    ],
  );
  const [rebuilt] = all.filter((line) => line.includes('rebuilt') && line.startsWith(date));
  t.is(chainLine(rebuilt!), '10:02 rebuilt 670  2.1 10:02 20 12 0.2 model');
});

test('a day that was never recorded is exported as a whole, and its strikes go by the rebuilt price', async (t) => {
  const { sources } = await daysWithRebuilt(t);
  const days = await exportedLines(sources, chain({ to: at(-24 * 60) }));
  t.is(days.length, 9);
  t.true(days.every((line) => line.startsWith(never)));
  t.is(chainLine(days[1]!), '10:01 rebuilt 680  2 10:01 10 12  ');
  const around = chain({ to: at(-24 * 60), strikes: { kind: 'around', percent: 0.5 } });
  t.is((await exportedLines(sources, around)).length, 8);
  t.deepEqual(await exportedLines(sources, chain({ to: at(-24 * 60), expiration: date })), []);
});

test('a sampled chain has the whole rebuilt chain, and none of it in the polls after it', async (t) => {
  const { sources } = await daysWithRebuilt(t);
  const lines = await exportedLines(sources, chain({ from: at(1), sampleMs: minute }));
  t.deepEqual(
    lines.map((line) => chainLine(line, 2).split(' ').slice(0, 5).join(' ').trim()),
    [
      ...['10:01 recorded 670 1.1 1.22', '10:01 recorded 700 1.21 1.22'],
      ...['10:02 rebuilt 670  2.1', '10:02 rebuilt 680', '10:03 rebuilt 670  2.2', '10:03 rebuilt 680'],
      ...['10:04 rebuilt 670  2.3', '10:04 rebuilt 680'],
      ...['10:05 recorded 670 1.5 1.22', '10:05 recorded 700 1.21 1.22'],
      ...['10:06 recorded 670 1.6 1.22', '10:06 recorded 700 1.21 1.22'],
    ],
  );
});

test('levels of rebuilt minutes say so, in a column that is there with them alone', async (t) => {
  const { sources } = await daysWithRebuilt(t);
  const recorded = await exportedLines(sources, { name: 'levels' });
  t.true(recorded.every((line) => line.split(',').length === levelsColumns.length));
  const all = await exportedLines(sources, { name: 'levels', withRebuilt: true, from: at(0) });
  t.deepEqual(
    all.map((line) => `${line.split(',')[3]!.slice(11, 16)} ${line.split(',').at(-1)}`),
    [
      ...['10:00 recorded', '10:01 recorded', '10:02 rebuilt', '10:03 rebuilt', '10:04 rebuilt'],
      ...['10:05 recorded', '10:06 recorded'],
    ],
  );
  t.is((await exportedLines(sources, { name: 'levels', withRebuilt: true })).length, 7 + 8);
});

test('the same rebuilt minutes are shown once the recorded rows are in the archive alone', async (t) => {
  const days = await daysWithRebuilt(t);
  const requests = [chain(), chain({ sampleMs: minute }), { name: 'levels', withRebuilt: true } as const];
  const before = await Promise.all(requests.map((request) => exportedLines(days.sources, request)));
  const key = { underlying: 'SPY', date };
  await archive(days, key);
  await removeRows(days, key);
  const raw = new SqliteDatabase(days.path, { readonly: true });
  t.is(raw.prepare('select count(*) from chain_polls').pluck().get(), 0);
  raw.close();
  for (const [index, request] of requests.entries()) {
    t.deepEqual(await exportedLines(days.sources, request), before[index]);
  }
});
