import type { Random } from '../../../src/base/random.ts';
import { addDays, newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { OptionQuote } from '../../../src/market/quotes/chain.ts';
import type { Quote } from '../../../src/market/quotes/quote.ts';
import type { Recording } from '../../../src/recordings/recording.ts';
import { aChain, aContract, anAlert, aQuote, someLevels } from '../../db/fixtures.ts';

/** Trade dates that are recorded: a Friday, and three days after the weekend. */
export const dates = ['2026-11-20', '2026-11-23', '2026-11-24', '2026-11-25'] as const;
/** Symbols whose quotes are recorded. */
export const symbols = ['SPY', 'MSFT', 'I:SPX'] as const;

/** Times of a day at which something is polled; the first is on the evening before it. */
const times = ['20:30', '04:00', '09:31', '10:00', '10:01', '12:00', '16:00', '16:14', '19:59'];

const instantOf = (date: string, time: string) =>
  newYorkInstant(time === '20:30' ? addDays(date, -1) : date, time);

/** All instants at which something is recorded, oldest first. */
export const polledAt = dates.flatMap((date) => times.map((time) => instantOf(date, time)));

/** Records days of quotes, chains, levels, gaps and alerts that a seed decides. */
export async function recordRandomDays(db: Recording, random: Random): Promise<void> {
  const chance = (share: number) => random.next() < share;
  const contracts = new Map<string, Map<string, OptionQuote>>();
  const quotes = new Map<string, Quote>();
  for (const date of dates) {
    for (const time of times) {
      const at = instantOf(date, time);
      for (const symbol of symbols) {
        if (chance(0.2)) continue;
        const quote = nextQuote(quotes.get(symbol), { symbol, at, random });
        quotes.set(symbol, quote);
        await db.quotes.record(quote);
      }
      for (const expiration of expirationsOn(date)) {
        if (chance(0.3)) continue;
        const known = contracts.get(expiration) ?? new Map<string, OptionQuote>();
        contracts.set(expiration, known);
        changeContracts(known, expiration, random);
        const rejectedRows = chance(0.2) ? 1 : 0;
        const chain = aChain({ expiration, timestamp: at, contracts: [...known.values()], rejectedRows });
        const hasLevels = expiration === date && chance(0.8);
        await db.chains.record(chain, () =>
          hasLevels ? someLevels({ expiration, timestamp: at, spot: 600 + random.next() }) : null,
        );
      }
      if (chance(0.4)) {
        const what = chance(0.5)
          ? ({ kind: 'rule', rule: `price > ${random.integer(0, 2)}` } as const)
          : ({ kind: 'call-wall', rule: undefined } as const);
        const symbol = symbols[random.integer(0, symbols.length - 1)]!;
        await db.alerts.record(
          anAlert({ at: at + random.integer(0, 2), symbol, value: random.next(), ...what }),
        );
      }
    }
    await recordGaps(db, date, random);
  }
}

/** The chain that ends on a date, the next day's, and one that all days poll. */
function expirationsOn(date: string): string[] {
  return [date, addDays(date, 1), '2026-12-18'];
}

function nextQuote(
  before: Quote | undefined,
  { symbol, at, random }: { symbol: string; at: number; random: Random },
): Quote {
  // Some prices are those of before, with other values beside them; some come late.
  const isCarried = before !== undefined && random.next() < 0.3;
  const lateMs = random.next() < 0.2 ? 900_000 : random.integer(0, 1_999);
  return aQuote({
    symbol,
    price: isCarried ? before.price : 500 + random.integer(0, 999_999) / 10_000,
    priceKind: random.next() < 0.15 ? 'close' : 'trade',
    timestamp: isCarried ? before.timestamp : at - lateMs,
    receivedAt: at,
    bid: random.next() < 0.1 ? null : 500 + random.next(),
    volume: random.integer(0, 999_999) / 4,
    slotAt: random.next() < 0.1 ? null : at - 700,
  });
}

function changeContracts(known: Map<string, OptionQuote>, expiration: string, random: Random): void {
  for (let strike = 668; strike <= 674; strike++) {
    for (const optionType of ['call', 'put'] as const) {
      const contract = aContract({ strike, optionType }, expiration);
      if (random.next() < 0.15) known.delete(contract.symbol);
      else if (random.next() < 0.5) {
        const bid = random.integer(0, 999) / 100;
        known.set(contract.symbol, {
          ...contract,
          bid: random.next() < 0.1 ? null : bid,
          ask: bid + 0.01,
          volume: random.integer(0, 4_999),
          delta: random.next(),
          greeksSource: random.next() < 0.5 ? 'vendor' : 'model',
        });
      }
    }
  }
}

async function recordGaps(db: Recording, date: string, random: Random): Promise<void> {
  for (const job of ['quote', 'chain']) {
    const startedAt = instantOf(date, '11:00') + random.integer(0, 599_999);
    const endedAt = date === dates.at(-1) && random.next() < 0.5 ? null : startedAt + 60_000;
    const gap = {
      underlying: 'SPY',
      job,
      sessionDate: date,
      startedAt,
      endedAt,
      reason: 'upstream unreachable',
    };
    await db.gaps.record(gap, { begin: startedAt + 5000, end: endedAt && endedAt + 5000 });
  }
}
