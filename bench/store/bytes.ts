import { virtualClock } from '../../src/base/clock.ts';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';
import type { Chain, OptionQuote } from '../../src/market/quotes/chain.ts';
import { simulatedPolls } from '../../test/support/simulated-polls.ts';
import { scratch } from './polls.ts';

export interface ByteFigures {
  /** Of a contract's row with its entries in the indexes. */
  bytesPerRow: number;
  /** Contracts of the simulated chain. */
  contracts: number;
  /** Part of the polled contracts that differed from the poll before. */
  storedShare: number;
  /** The part that differed in more than the time of its quote. */
  changedShare: number;
  /** A regular session and the options' last minutes, every 15 s, extrapolated from the sample. */
  sessionBytes: { onChange: number; everyPoll: number };
  sampledPolls: number;
}

const pollsPerStretch = 24;
const date = '2026-11-23';

/** Six minutes each after the open, at midday and before the close. */
export async function benchBytes(): Promise<ByteFigures> {
  const files = scratch();
  const db = await openDatabase({
    path: files.path('spyglass.sqlite'),
    clock: virtualClock(Date.UTC(2100, 0)),
  });
  const polls = simulatedPolls();
  const { open, close, optionClose } = polls.calendar.sessionOn(date)!;
  const emptyBytes = (await db.status()).bytes;
  let contracts = 0;
  let changed = 0;
  let last: Chain | null = null;
  let stored = 0;
  let first = 0;
  let sampledPolls = 0;
  for (const from of [open + 60_000, (open + close) / 2, close - 600_000]) {
    for (let index = 0; index < pollsPerStretch; index++) {
      const chain = polls.chain(date, from + index * 15_000);
      const { stored: written } = await db.chains.record(chain);
      sampledPolls += 1;
      // The first poll of a stretch differs from one hours before it.
      if (index === 0) first += written;
      else {
        stored += written;
        contracts += chain.contracts.length;
        changed += countChanged(last, chain);
      }
      last = chain;
    }
  }
  const rows = stored + first;
  const bytesPerRow = ((await db.status()).bytes - emptyBytes) / rows;
  await db.close();
  files.remove();
  const perChain = contracts / (3 * (pollsPerStretch - 1));
  const sessionRows = ((optionClose - open) / 15_000) * perChain;
  const storedShare = stored / contracts;
  return {
    bytesPerRow,
    contracts: perChain,
    storedShare,
    changedShare: changed / contracts,
    sessionBytes: {
      onChange: sessionRows * storedShare * bytesPerRow,
      everyPoll: sessionRows * bytesPerRow,
    },
    sampledPolls,
  };
}

function countChanged(before: Chain | null, after: Chain): number {
  const withoutTime = ({ quotedAt: _, ...values }: OptionQuote) => JSON.stringify(values);
  const known = new Map(before?.contracts.map((contract) => [contract.symbol, withoutTime(contract)]));
  return after.contracts.filter((contract) => known.get(contract.symbol) !== withoutTime(contract)).length;
}
