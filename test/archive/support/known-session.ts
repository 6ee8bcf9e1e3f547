import { formatOptionSymbol } from '../../../src/market/symbols/option-symbol.ts';
import type { RecordedLevels } from '../../../src/market/levels/levels.ts';
import type { ContractState, SessionKey, SessionPoll } from '../../../src/recordings/session-rows.ts';
import type { SessionContent } from './session-content.ts';

/** 2026-11-20 09:30:00.400 New York. */
const firstPoll = Date.UTC(2026, 10, 20, 14, 30) + 400;
const minute = 60_000;

export const spy: SessionKey = { underlying: 'SPY', date: '2026-11-20' };
export const spx: SessionKey = { underlying: 'I:SPX', date: '2026-11-20' };

interface Series {
  root: string;
  expiration: string;
  strikes: number[];
}

/**
 * A session that never changes: four polls of a few contracts, each kind of value and of none. `step` moves its prices; a
 * `spot` of 670.2 and strikes around it are those of SPY, ten times as much those of the SPX.
 */
function session(key: SessionKey, series: Series[], spot: number, step: number): SessionContent {
  const chains = series.map((one) => ({ ...one, states: statesOf(one, spot, step) }));
  return {
    key,
    states: chains
      .flatMap(({ states }) => states)
      .toSorted((one, other) => (one.symbol < other.symbol ? -1 : one.symbol > other.symbol ? 1 : 0)),
    polls: [0, 1, 2, 3].flatMap((poll) =>
      chains.map(({ expiration }) => pollOf(key, expiration, poll, spot)),
    ),
    quotes: [0, 1, 2].map((poll) => ({
      symbol: key.underlying,
      price: spot + poll * step,
      priceKind: poll === 2 ? null : 'trade',
      bid: poll === 1 ? null : spot + poll * step - 0.01,
      ask: poll === 1 ? null : spot + poll * step + 0.01,
      quotedAt: poll === 1 ? null : firstPoll + poll * minute - 250,
      dayOpen: spot - 1,
      dayHigh: spot + 2.5,
      dayLow: null,
      previousClose: 668.0004,
      // The vendor counts fractional trades.
      volume: 1_234_567.25 * (poll + 1),
      vwap: 669.987654321,
      timestamp: firstPoll + poll * minute - 300,
      receivedAt: firstPoll + poll * minute,
      slotAt: poll === 2 ? null : firstPoll + poll * minute - 400,
      tier: 'real-time',
      source: 'polygon',
    })),
    levels: [levelsOf(key, spot, true), levelsOf(key, spot, false)],
    gaps: [
      {
        ...{ underlying: key.underlying, job: 'chain', sessionDate: key.date },
        ...{ startedAt: firstPoll + 4 * minute, endedAt: firstPoll + 44 * minute },
        reason: 'the API could not be reached — “timed out”',
        ...{ noticedAt: firstPoll + 4 * minute, endNoticedAt: firstPoll + 44 * minute },
      },
      {
        ...{ underlying: key.underlying, job: 'quote', sessionDate: key.date },
        ...{ startedAt: firstPoll + 50 * minute, endedAt: null, reason: 'daemon was not running' },
        ...{ noticedAt: firstPoll + 90 * minute, endNoticedAt: null },
      },
    ],
    alerts: [
      {
        at: firstPoll + minute,
        kind: 'gamma-flip',
        symbol: key.underlying,
        message: `${key.underlying} 671.20 fell below the gamma flip at 671.43`,
        direction: 'down',
        value: 671.2,
        valueAt: firstPoll,
        level: 671.4321987,
        source: 'polygon',
      },
      {
        ...{ at: firstPoll + 2 * minute, kind: 'rule', symbol: key.underlying, message: 'spot above 680' },
        ...{
          direction: 'up',
          value: 680.5,
          valueAt: null,
          level: 680,
          source: 'polygon',
          rule: 'spot > 680',
        },
      },
    ],
  };
}

function statesOf({ root, expiration, strikes }: Series, spot: number, step: number): ContractState[] {
  return strikes.flatMap((strike) =>
    (['call', 'put'] as const).flatMap((optionType) => {
      const symbol = formatOptionSymbol(
        { root, expiration, optionType, strikeMills: strike * 1000 },
        'compact',
      );
      return [0, 1, 3].map((poll) => stateOf({ symbol, strike, optionType, expiration }, poll, spot, step));
    }),
  );
}

function stateOf(
  contract: Pick<ContractState, 'symbol' | 'strike' | 'optionType' | 'expiration'>,
  poll: number,
  spot: number,
  step: number,
): ContractState {
  const { strike, optionType } = contract;
  const inside = Math.max(0, optionType === 'call' ? spot - strike : strike - spot);
  const bid = Math.round((inside + 1 + poll * step) * 100) / 100;
  // The last row of the highest put says that it left the chain.
  const isListed = !(poll === 3 && optionType === 'put' && strike > spot);
  const isQuoted = isListed && poll !== 1;
  const hasGreeks = isListed && strike <= spot;
  return {
    ...contract,
    ...{ bid: isQuoted ? bid : null, ask: isQuoted ? Math.round((bid + 0.05) * 100) / 100 : null },
    ...{ bidSize: isQuoted ? 12 + poll : null, askSize: isQuoted ? 7 : null },
    ...{ last: isListed ? bid + 0.0125 : null, tradedAt: isListed ? firstPoll - 1234 + poll : null },
    previousClose: isListed ? 3.3333 : null,
    volume: isListed ? 1000 * poll : null,
    openInterest: isListed ? 54_321 : null,
    ...(hasGreeks
      ? {
          ...{
            impliedVolatility: 0.1532198237012 + poll / 1e6,
            delta: optionType === 'call' ? 0.5123456789012345 : -0.4876543210987655,
          },
          ...{
            gamma: 0.04821237019238,
            theta: -1.2345678901234567,
            vega: 0.1210398120398123,
            greeksSource: 'vendor',
          },
        }
      : { impliedVolatility: null, delta: null, gamma: null, theta: null, vega: null, greeksSource: null }),
    quotedAt: isQuoted ? firstPoll + poll * minute - 111 : null,
    sharesPerContract: isListed ? 100 : null,
    ...{ timestamp: firstPoll + poll * minute, isListed },
  };
}

function pollOf({ underlying }: SessionKey, expiration: string, poll: number, spot: number): SessionPoll {
  return {
    ...{
      underlying,
      expiration,
      timestamp: firstPoll + poll * minute,
      slotAt: poll === 3 ? null : firstPoll + poll * minute - 400,
    },
    ...{ contracts: 6, stored: poll === 2 ? 0 : 6, status: poll === 1 ? 'partial' : 'complete' },
    ...{ rejectedRows: poll === 1 ? 1 : 0, adjustedRows: poll === 0 ? null : 2 },
    ...(poll === 2
      ? { underlyingPrice: null, underlyingPriceSource: null, underlyingPriceAt: null }
      : {
          underlyingPrice: spot + poll / 100,
          underlyingPriceSource: 'chain',
          underlyingPriceAt: firstPoll - 5,
        }),
    ...{ tier: 'real-time', source: 'polygon' },
  };
}

/** Levels of which all is known, or nothing that may be unknown. */
function levelsOf(key: SessionKey, spot: number, isKnown: boolean): RecordedLevels {
  const known = <V>(value: V): V | null => (isKnown ? value : null);
  const exposure = {
    gamma: { call: 1.5e9, put: -2.25e9, net: null },
    ...{ delta: 3.3e10, vega: -1.1e8, callWall: spot + 5, putWall: spot - 5 },
    ...{ absoluteGammaStrike: spot, gammaFlip: spot - 0.123456789, gammaFlips: 3 },
  };
  const side = { thetaDollarsPerMinute: -0.51, thetaPercentPerMinute: 0.2, spreadPercent: 0 };
  return {
    ...{ underlying: key.underlying, expiration: key.date, timestamp: firstPoll + (isKnown ? 0 : minute) },
    ...{ spot: known(spot), spotSource: known('chain'), spotAt: known(firstPoll - 5) },
    ...{
      quotedAt: known(firstPoll - 111),
      modelVersion: isKnown ? 3 : 1,
      tier: 'real-time',
      source: 'polygon',
    },
    closes: known({ regular: Date.UTC(2026, 10, 20, 21), option: Date.UTC(2026, 10, 20, 21, 15) }),
    ...{
      yearsToExpiry: known(0.000770547945205),
      minutesToOptionClose: known(404.99),
      minutesToRegularClose: known(389.99),
    },
    ...{ byOpenInterest: known(exposure), byVolume: known({ ...exposure, delta: null, gammaFlips: null }) },
    maxPain: known(spot - 1),
    putCallRatio: { volume: known(1.234567), openInterest: known(0) },
    expectedMove: {
      ...{ straddle: known(3.21), straddleSpread: known(0.06), oneSigma: known(2.9876543) },
      opening: known({ straddle: 4.5, oneSigma: null, reference: spot - 0.4, since: firstPoll }),
      ...{ used: known(0), oneSigmaUsed: known(0.25) },
    },
    volatility: {
      atTheMoney: known(0.15),
      day: known(0.14),
      put25: known(0.17),
      call25: known(0.13),
      skew: known(0.04),
    },
    pricedWith: known({ forward: spot + 0.01, rate: 0.036, dividends: 0, exercise: 'european' }),
    atTheMoney: known({ strike: spot, call: { ...side, market: 'two-sided' }, put: null }),
    counts: {
      ...{ contracts: 6, vendor: 4, model: 0, refused: 2, old: known(1) },
      ...{ crossed: known(0), oneSided: known(1), extended: known(2), dropped: known(0) },
    },
    assumptions: {
      dealerSign: 'naive',
      openInterest: 'previous day',
      timeConvention: 'calendar minutes to 16:15',
    },
  };
}

/** Every price of it has four decimals at most. */
export const spySession = session(
  spy,
  [{ root: 'SPY', expiration: '2026-11-20', strikes: [669, 670, 672] }],
  670.25,
  0.01,
);

/** The third Friday, with two roots of one expiration, and with prices that four decimals do not hold. */
export const spxSession = session(
  spx,
  [
    { root: 'SPX', expiration: '2026-11-20', strikes: [6700, 6705] },
    { root: 'SPXW', expiration: '2026-11-20', strikes: [6700, 6705] },
    { root: 'SPXW', expiration: '2026-11-23', strikes: [6700, 6705] },
  ],
  6702.123456,
  0.1,
);
