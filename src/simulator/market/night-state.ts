import type { Random } from '../../base/random.ts';
import type { Session } from '../../market/calendar/session.ts';
import type { MarketState } from './market-state.ts';

const minuteMs = 60_000;
/** Wander of a price over a whole night, as a fraction, before both ends are pinned. */
const nightSigma = 0.0015;
/** One minute in so many has a trade. */
const tradedEvery = 3;

/** What an overnight state is made of. */
export interface Night {
  /** The session that the night belongs to. */
  night: Session;
  /** First price of its pre-market, at which the night ends. */
  next: number;
  at: number;
  random: Random;
}

/**
 * A thin market on the way from the last price of the evening to the first one of the morning. Day and previous day stay
 * those of the session before: what the vendor will do with them in such a night is not known, and this is what is
 * easiest to misread.
 */
export function nightState(last: MarketState, { night, next, at, random }: Night): MarketState {
  const from = night.overnightOpen ?? night.preOpen;
  const minute = Math.floor((at - from) / minuteMs);
  const minutes = Math.round((night.preOpen - from) / minuteMs);
  const traded = minute - (minute % tradedEvery);
  const share = traded / minutes;
  const draw = random.fork(String(traded));
  const wander = nightSigma * Math.sqrt(share * (1 - share)) * draw.normal();
  const cents = Math.round(
    100 * Math.exp(Math.log(last.price) * (1 - share) + Math.log(next) * share + wander),
  );
  const price = cents / 100;
  const start = from + traded * minuteMs;
  const spread = draw.integer(3, 9);
  const volume = draw.integer(100, 3000);
  return {
    ...last,
    // Of the newest trade: seconds into its minute.
    at: Math.min(Math.floor(at / 1000) * 1000, start + draw.integer(1, 59) * 1000),
    price,
    bid: (cents - spread) / 100,
    ask: (cents + spread) / 100,
    minute: { start, open: price, high: price, low: price, close: price, volume, vwap: price, trades: 1 },
  };
}
