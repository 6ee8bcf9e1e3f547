import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import { tradeDateEnd } from '../../market/calendar/trade-date.ts';
import { addDays } from '../../market/calendar/new-york-time.ts';
import type { RecordedLevels } from '../../market/levels/levels.ts';
import { minutesShown } from '../../recordings/rebuilt.ts';
import type { SessionKey, SessionPoll } from '../../recordings/session-rows.ts';
import type { ContractCells } from '../../recordings/poll-rows.ts';
import type { ChainDay, StoredPoll } from '../rows/chain-day.ts';
import { contractCells } from './database-chain.ts';
import type { ExportSources } from './export-sources.ts';
import { gapsOf } from './session-lists.ts';

/** Rebuilt minutes of a session where nothing was recorded. */
export interface RebuiltMinutes {
  /** Of which chains there are some. */
  readonly expirations: readonly string[];
  /** Their levels, of all chains, by time. */
  readonly levels: readonly RecordedLevels[];
  /** A chain's day with them, each a poll at its end, in the order of time. */
  within(day: ChainDay, expiration: string): ChainDay;
}

/**
 * Which rebuilt minutes a session lacks. Each has its levels, which say when it ends and where the underlying was.
 * @param polls recorded ones of all its chains, from the database or the archive
 */
export async function openRebuiltMinutes(
  sources: ExportSources,
  key: SessionKey,
  polls: readonly SessionPoll[],
): Promise<RebuiltMinutes> {
  const { rebuilt } = sources.db;
  const [from, to] = [tradeDateEnd(addDays(key.date, -1)), tradeDateEnd(key.date)];
  const all = await rebuilt.levels(key.underlying, from, to);
  const gaps = all.length === 0 ? [] : await gapsOf(sources, key);
  const levels: RecordedLevels[] = [];
  for (const [expiration, own] of Map.groupBy(all, (one) => one.expiration)) {
    const ofDay = polls
      .filter((poll) => poll.expiration === expiration && newYorkDate(poll.timestamp) === key.date)
      .map(({ timestamp }) => timestamp);
    const ends = own.map(({ timestamp }) => timestamp);
    const shown = new Set(minutesShown(ends, { expiration, polls: ofDay, gaps }));
    levels.push(...own.filter(({ timestamp }) => shown.has(timestamp)));
  }
  return {
    expirations: [...new Set(levels.map(({ expiration }) => expiration))],
    levels: levels.sort(inTime),
    within(day, expiration) {
      const own = levels.filter((one) => one.expiration === expiration);
      return own.length === 0 ? day : withMinutes(sources, day, own);
    },
  };
}

/** By time, those of one instant by expiration: the order of levels in an export. */
function inTime(one: RecordedLevels, other: RecordedLevels): number {
  return one.timestamp - other.timestamp || (one.expiration < other.expiration ? -1 : 1);
}

function withMinutes(sources: ExportSources, day: ChainDay, minutes: readonly RecordedLevels[]): ChainDay {
  const ends = minutes.map(({ timestamp, spot }) => ({ timestamp, underlyingPrice: spot }));
  async function* read(from: number, to: number): AsyncGenerator<StoredPoll> {
    const left = minutes.filter(({ timestamp }) => timestamp >= from && timestamp <= to);
    for await (const stored of day.read(from, to)) {
      while (left[0] && left[0].timestamp <= stored.poll.timestamp) yield* minuteOf(sources, left.shift()!);
      yield stored;
    }
    for (const minute of left) yield* minuteOf(sources, minute);
  }
  return {
    date: day.date,
    polls: [...day.polls, ...ends].sort((one, other) => one.timestamp - other.timestamp),
    read,
  };
}

/** The chain of a minute. It may have been removed meanwhile. */
async function* minuteOf(
  { db: { rebuilt } }: ExportSources,
  { underlying, expiration, timestamp, spot, spotSource, spotAt }: RecordedLevels,
): AsyncGenerator<StoredPoll> {
  const chain = await rebuilt.chain(underlying, expiration, timestamp);
  if (!chain) return;
  const greeks = new Map(
    (await rebuilt.greeks(underlying, expiration, timestamp)).map(({ start: _, symbol, ...of }) => [
      symbol,
      of,
    ]),
  );
  const rows = chain.contracts.map((contract): ContractCells => {
    const own = greeks.get(contract.symbol);
    const greeksSource = own?.impliedVolatility == null ? null : 'model';
    const tradedAt = contract.last === null ? null : timestamp;
    return contractCells({ ...contract, ...own, greeksSource, tradedAt }, true);
  });
  yield {
    // Where the underlying has no bar of the minute, the levels know what its options imply.
    poll: {
      ...chain,
      ...(chain.underlyingPrice === null && {
        ...{ underlyingPrice: spot, underlyingPriceSource: spotSource, underlyingPriceAt: spotAt },
      }),
    },
    provenance: 'rebuilt',
    rows: rows.sort(([one], [other]) => (one < other ? -1 : 1)),
  };
}
