import type { Aggregate } from './aggregate.ts';
import type { SymbolDay } from './symbol-day.ts';

/**
 * An index's day from a day that moves as it does: values through regular hours alone, without volume. Is asked about
 * instants from the opening bell on.
 */
export function createIndexDay(day: SymbolDay): SymbolDay {
  const { session } = day;
  const lastSecond = session.close - 1000;
  return {
    session,
    priceAt: (at) => day.priceAt(Math.min(at, lastSecond)),
    regularSoFar: (at) => withoutTrades(day.regularSoFar(at)),
    minuteSoFar: (at) =>
      at < session.open ? null : withoutTrades(day.minuteSoFar(Math.min(at, lastSecond))),
    volumeSoFar: () => 0,
    minutesUntil: (at) =>
      day.minutesUntil(at).flatMap((bar) => {
        const isRegular = bar.start >= session.open && bar.start < session.close;
        return isRegular ? [{ ...bar, ...noTrades }] : [];
      }),
    volumeShare: day.volumeShare,
    priceAtSecond: (minute, second) =>
      day.priceAt(Math.min(session.open + minute * 60_000 + second * 1000, lastSecond)),
  };
}

const noTrades = { volume: 0, trades: 0 };

function withoutTrades(bar: Aggregate | null): Aggregate | null {
  return bar && { ...bar, ...noTrades };
}
