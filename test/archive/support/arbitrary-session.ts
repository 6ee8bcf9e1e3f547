import fc from 'fast-check';
import { type Alert, alertDirections, alertKinds } from '../../../src/market/alerts/alert.ts';
import { dealerSigns } from '../../../src/market/levels/dealer-sign.ts';
import type { AtTheMoneySide, ExposureLevels, RecordedLevels } from '../../../src/market/levels/levels.ts';
import { exerciseStyles } from '../../../src/market/pricing/exercise-style.ts';
import { optionTypes, spotSources } from '../../../src/market/quotes/chain.ts';
import { priceKinds, type Quote, sources, tiers } from '../../../src/market/quotes/quote.ts';
import { marketShapes } from '../../../src/market/quotes/spread.ts';
import { formatOptionSymbol } from '../../../src/market/symbols/option-symbol.ts';
import type { NoticedGap } from '../../../src/recordings/gaps.ts';
import type { ContractState, SessionKey, SessionPoll } from '../../../src/recordings/session-rows.ts';
import type { SessionContent } from './session-content.ts';

const key: SessionKey = { underlying: 'I:SPX', date: '2026-11-20' };
const expirations = ['2026-11-20', '2026-11-21', '2027-01-15'];

const nullable = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
/** Any finite number, −0 and the smallest ones included. */
const anyNumber = fc.double({ noNaN: true, noDefaultInfinity: true });
/** Cents, ten-thousandths, and now and then what neither holds. */
const price = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 1, max: 9_999_999 }).map((cents) => cents / 100) },
  { weight: 20, arbitrary: fc.integer({ min: 1, max: 9_999_999_999 }).map((units) => units / 10_000) },
  { weight: 1, arbitrary: anyNumber },
);
const quantity = fc.oneof(
  { weight: 30, arbitrary: fc.nat(5000) },
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 999_999_999_999_999 }) },
  { weight: 1, arbitrary: anyNumber },
);
const count = fc.nat(1000);
const instant = fc.integer({ min: 1_790_000_000_000, max: 1_799_999_999_999 });
const expiration = fc.constantFrom(...expirations);
const number = nullable(anyNumber);
const text = fc.string({ unit: 'grapheme', minLength: 1 });

const values = fc.record({
  bid: nullable(price),
  ask: nullable(price),
  bidSize: nullable(quantity),
  askSize: nullable(quantity),
  last: nullable(price),
  tradedAt: nullable(instant),
  previousClose: nullable(price),
  volume: nullable(quantity),
  openInterest: nullable(quantity),
  impliedVolatility: number,
  delta: number,
  gamma: number,
  theta: number,
  vega: number,
  greeksSource: nullable(fc.constantFrom('vendor' as const, 'model' as const)),
  quotedAt: nullable(instant),
  sharesPerContract: nullable(count),
  isListed: fc.boolean(),
});

const contract = fc
  .record({
    root: fc.constantFrom('SPX', 'SPXW'),
    expiration,
    optionType: fc.constantFrom(...optionTypes),
    strikeMills: fc.integer({ min: 1, max: 99_999_999 }),
    states: fc.uniqueArray(fc.record({ timestamp: instant, values }), {
      minLength: 1,
      maxLength: 6,
      selector: ({ timestamp }) => timestamp,
    }),
  })
  .map(({ states, ...parts }): ContractState[] =>
    states
      .toSorted((one, other) => one.timestamp - other.timestamp)
      .map(({ timestamp, values }) => ({
        symbol: formatOptionSymbol(parts, 'compact'),
        strike: parts.strikeMills / 1000,
        optionType: parts.optionType,
        ...values,
        ...{ expiration: parts.expiration, timestamp },
      })),
  );

const states = fc
  .uniqueArray(contract, { maxLength: 12, selector: ([state]) => state!.symbol })
  .map((contracts) => contracts.toSorted(([one], [other]) => (one!.symbol < other!.symbol ? -1 : 1)).flat());

const poll: fc.Arbitrary<SessionPoll> = fc.record({
  underlying: fc.constant(key.underlying),
  expiration,
  underlyingPrice: nullable(price),
  underlyingPriceSource: nullable(fc.constantFrom(...spotSources)),
  underlyingPriceAt: nullable(instant),
  timestamp: instant,
  slotAt: nullable(instant),
  tier: fc.constantFrom(...tiers),
  source: fc.constantFrom(...sources),
  rejectedRows: count,
  adjustedRows: nullable(count),
  contracts: count,
  stored: count,
  status: fc.constantFrom('complete' as const, 'partial' as const, 'empty' as const),
});

const quote: fc.Arbitrary<Quote> = fc.record({
  symbol: fc.constant(key.underlying),
  price,
  priceKind: nullable(fc.constantFrom(...priceKinds)),
  bid: nullable(price),
  ask: nullable(price),
  quotedAt: nullable(instant),
  dayOpen: nullable(price),
  dayHigh: nullable(price),
  dayLow: nullable(price),
  previousClose: nullable(price),
  volume: nullable(quantity),
  vwap: nullable(price),
  timestamp: instant,
  receivedAt: instant,
  slotAt: nullable(instant),
  tier: fc.constantFrom(...tiers),
  source: fc.constantFrom(...sources),
});

const gap: fc.Arbitrary<NoticedGap> = fc.record({
  underlying: fc.constant(key.underlying),
  job: text,
  sessionDate: fc.constant(key.date),
  startedAt: instant,
  endedAt: nullable(instant),
  reason: text,
  noticedAt: instant,
  endNoticedAt: nullable(instant),
});

const alert: fc.Arbitrary<Alert> = fc
  .record({
    at: instant,
    kind: fc.constantFrom(...alertKinds),
    symbol: fc.constant(key.underlying),
    message: text,
    direction: fc.constantFrom(...alertDirections),
    value: anyNumber,
    valueAt: nullable(instant),
    level: anyNumber,
    source: fc.constantFrom(...sources),
    rule: fc.option(text, { nil: undefined }),
  })
  .map(({ rule, ...others }) => (rule === undefined ? others : { ...others, rule }));

const exposure: fc.Arbitrary<ExposureLevels> = fc.record({
  gamma: fc.record({ call: number, put: number, net: number }),
  delta: number,
  vega: number,
  callWall: nullable(price),
  putWall: nullable(price),
  absoluteGammaStrike: nullable(price),
  gammaFlip: nullable(price),
  gammaFlips: nullable(count),
});

const side: fc.Arbitrary<AtTheMoneySide> = fc.record({
  thetaDollarsPerMinute: number,
  thetaPercentPerMinute: number,
  spreadPercent: number,
  market: fc.constantFrom(...marketShapes),
});

const levels: fc.Arbitrary<RecordedLevels> = fc.record({
  underlying: fc.constant(key.underlying),
  expiration,
  timestamp: instant,
  spot: nullable(price),
  spotSource: nullable(fc.constantFrom(...spotSources)),
  spotAt: nullable(instant),
  quotedAt: nullable(instant),
  modelVersion: count,
  tier: fc.constantFrom(...tiers),
  source: fc.constantFrom(...sources),
  closes: nullable(fc.record({ regular: instant, option: instant })),
  yearsToExpiry: number,
  minutesToOptionClose: number,
  minutesToRegularClose: number,
  byOpenInterest: nullable(exposure),
  byVolume: nullable(exposure),
  maxPain: nullable(price),
  putCallRatio: fc.record({ volume: number, openInterest: number }),
  expectedMove: fc.record({
    straddle: nullable(price),
    straddleSpread: nullable(price),
    oneSigma: number,
    opening: nullable(fc.record({ straddle: price, oneSigma: number, reference: price, since: instant })),
    used: number,
    oneSigmaUsed: number,
  }),
  volatility: fc.record({ atTheMoney: number, day: number, put25: number, call25: number, skew: number }),
  pricedWith: nullable(
    fc.record({
      forward: anyNumber,
      rate: anyNumber,
      dividends: anyNumber,
      exercise: fc.constantFrom(...exerciseStyles),
    }),
  ),
  atTheMoney: nullable(fc.record({ strike: price, call: nullable(side), put: nullable(side) })),
  counts: fc.record({
    contracts: count,
    vendor: count,
    model: count,
    refused: count,
    old: nullable(count),
    crossed: nullable(count),
    oneSided: nullable(count),
    extended: nullable(count),
    dropped: nullable(count),
  }),
  assumptions: fc.record({
    dealerSign: fc.constantFrom(...dealerSigns),
    openInterest: text,
    timeConvention: text,
  }),
});

/** Any session of the SPX, whether it makes sense or not. */
export const arbitrarySession: fc.Arbitrary<SessionContent> = fc.record({
  key: fc.constant(key),
  states,
  polls: fc.array(poll, { maxLength: 20 }),
  quotes: fc.array(quote, { maxLength: 20 }),
  levels: fc.array(levels, { maxLength: 8 }),
  gaps: fc.array(gap, { maxLength: 5 }),
  alerts: fc.array(alert, { maxLength: 5 }),
});
