import type { Chain } from '../quotes/chain.ts';
import type { DealerSign } from './dealer-sign.ts';
import type { ExerciseStyle } from '../pricing/exercise-style.ts';
import type { ExpiryClocks } from '../pricing/expiry-clocks.ts';
import type { DataTier, Source } from '../quotes/quote.ts';
import type { MarketShape } from '../quotes/spread.ts';

/** Dollars of stock that dealers trade for a move of 1 %; `null` where a side has none or nothing is known of it. */
export interface GammaSides {
  call: number | null;
  put: number | null;
  net: number | null;
}

/** Dealers' exposure, weighed by open interest or by volume, under the dealer sign that was assumed. */
export interface ExposureLevels {
  gamma: GammaSides;
  /** Dollars of stock that the position is worth in direction. */
  delta: number | null;
  /** Dollars for one percentage point of volatility. */
  vega: number | null;
  /** Strike of the largest call gamma exposure. */
  callWall: number | null;
  /** Strike of the largest put gamma exposure by size. */
  putWall: number | null;
  /** Strike at which calls and puts together have most gamma exposure by size. */
  absoluteGammaStrike: number | null;
  /** The spot nearest to the present one at which the net changes sign; `null`: none within 5 %. */
  gammaFlip: number | null;
  /** How often the net changes sign within that reach; `null` on rows of model version 1: unknown. */
  gammaFlips: number | null;
}

/**
 * The move that the session began with: the first straddle of it whose quotes were made since the opening bell, and the
 * spot it was struck at. Measured from there and not from the previous close, since the straddle no longer holds the
 * gap of the night. A daemon started at noon measures at noon: `since` says when.
 */
export interface OpeningMove {
  /** Dollars a share. */
  straddle: number;
  /** The one-sigma move of that moment, dollars a share; `null` where it was not known, as on rows before model version 3. */
  oneSigma: number | null;
  /** Spot at that moment. */
  reference: number;
  since: number;
}

/** Forward, rate and dividends of a chain at one poll. */
export interface PricedWith {
  /** What put–call parity at the money says, else what follows from the spot; dollars a share at the end of the chain. */
  forward: number;
  /** Continuously compounded and annual, as a fraction. */
  rate: number;
  /** Dollars a share that the dividends until the end of the chain are worth now. */
  dividends: number;
  /** `european` too for American options that end the same day without a dividend. */
  exercise: ExerciseStyle | 'unknown';
}

/** What holding, and crossing the spread, costs at the strike nearest to the spot. */
export interface AtTheMoneySide {
  /** What time takes from a holder, in dollars a contract a minute. */
  thetaDollarsPerMinute: number | null;
  /** The same in per cent of the mid price. */
  thetaPercentPerMinute: number | null;
  /** Ask less bid in per cent of the mid; `null` unless two-sided, a true 0 where bid and ask are the same. */
  spreadPercent: number | null;
  market: MarketShape | 'unknown';
}

/**
 * The levels of one chain poll, as they are recorded. Missing, zero and nonsense inputs are `null`, never 0. Without a
 * spot, or once the chain has expired, only what needs neither is there: max pain and the ratios.
 */
export interface RecordedLevels extends ExpiryClocks {
  underlying: string;
  /** `YYYY-MM-DD`. */
  expiration: string;
  /** Epoch ms of the poll. */
  timestamp: number;
  /** Made of a rebuilt chain; absent on what was recorded. */
  isRebuilt?: true;
  spot: number | null;
  spotSource: Chain['underlyingPriceSource'];
  /** Epoch ms of the spot by the account of its source; `null` while unknown. */
  spotAt: number | null;
  /**
   * Epoch ms of the newest quotes that the levels are made of, from which time to expiry counts; on plans without quotes
   * the time that stands in for it. `null` on rows of model version 1: unknown.
   */
  quotedAt: number | null;
  /** Version of the model that made these levels, see `modelVersion` in `market`; levels of two versions do not compare. */
  modelVersion: number;
  tier: DataTier;
  source: Source;
  byOpenInterest: ExposureLevels | null;
  byVolume: ExposureLevels | null;
  /** Strike. */
  maxPain: number | null;
  /** Puts to calls: 0 without puts, `null` without calls. */
  putCallRatio: { volume: number | null; openInterest: number | null };
  expectedMove: {
    /** Mid of the at-the-money straddle now, dollars a share. */
    straddle: number | null;
    /** Ask less bid of both of its options, dollars a share; a true 0 in a locked market. */
    straddleSpread: number | null;
    /** S · σ · √T now, dollars a share. */
    oneSigma: number | null;
    opening: OpeningMove | null;
    /** |spot − opening.reference| / opening.straddle; 1 is all of it, a true 0 before the first cent. */
    used: number | null;
    /** The same of opening.oneSigma. */
    oneSigmaUsed: number | null;
  };
  /** Annualized, as fractions. */
  volatility: {
    atTheMoney: number | null;
    /** The same by trading days, of which a year has 252; the others are by calendar minutes. */
    day: number | null;
    /** At 25 delta. */
    put25: number | null;
    call25: number | null;
    /** Put less call. */
    skew: number | null;
  };
  /** What the chain was priced with; `null` where it was not priced, and on rows before model version 3. */
  pricedWith: PricedWith | null;
  atTheMoney: { strike: number; call: AtTheMoneySide | null; put: AtTheMoneySide | null } | null;
  counts: {
    contracts: number;
    /** With greeks of the vendor's, of our model's, and without any. */
    vendor: number;
    model: number;
    refused: number;
    /** Contracts whose quotes feed no level: too old, crossed, one-sided; `null` on rows of model version 1, as below. */
    old: number | null;
    crossed: number | null;
    oneSided: number | null;
    /** Contracts whose strike has its volatility from the extended smile. */
    extended: number | null;
    /** Contracts whose vendor volatility was dropped because it is not that of the strike. */
    dropped: number | null;
  };
  assumptions: {
    dealerSign: DealerSign | 'unknown';
    /** Of which day: `previous day`. */
    openInterest: string;
    /** `calendar minutes to 16:15`. */
    timeConvention: string;
  };
}

/** Gamma exposure of one strike; `null` where a side has none. */
export interface StrikeBar {
  strike: number;
  call: number | null;
  put: number | null;
}

/** What is drawn by strike, lowest first. Not recorded: it follows from the recorded chain. */
export interface LevelsProfile {
  /** Of the model that drew it: later than that of the levels where these were recorded by an older one. */
  modelVersion: number;
  byOpenInterest: StrikeBar[];
  byVolume: StrikeBar[];
  /** Implied volatility by strike where quotes or the vendor give one, annualized, as a fraction. */
  smile: { strike: number; volatility: number }[];
}

/** Levels with the profile by strike. */
export interface Levels extends RecordedLevels {
  /** `null` where the chain itself is no longer kept. */
  profile: LevelsProfile | null;
}
