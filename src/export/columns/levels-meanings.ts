import type { levelsColumns } from '../../archive/tables/levels-columns.ts';

export type LevelsColumnName = keyof typeof levelsColumns;

const weighed = <P extends 'oi' | 'volume'>(prefix: P, by: string) => {
  const meanings: Record<string, string> = {
    known: `whether anything could be weighed by ${by}; if not, the columns below are empty`,
    gamma_call: `gamma exposure of the calls by ${by}, dollars of the underlying for a move of 1 %`,
    gamma_put: 'the same of the puts',
    gamma_net: 'both together, by the assumption on dealers',
    delta: `delta exposure by ${by}, dollars`,
    vega: `vega exposure by ${by}, dollars a percentage point`,
    call_wall: `strike with most gamma of calls by ${by}`,
    put_wall: `strike with most gamma of puts by ${by}`,
    gamma_strike: `strike with most gamma by ${by}, whatever its sign`,
    gamma_flip: 'price at which the net changes its sign, the nearest one',
    gamma_flips: 'how often it changes its sign within reach',
  };
  return Object.fromEntries(
    Object.entries(meanings).map(([name, meaning]) => [`${prefix}_${name}`, meaning]),
  ) as Record<Extract<LevelsColumnName, `${P}_${string}`>, string>;
};

const sided = <S extends 'call' | 'put'>(side: S) =>
  ({
    [`${side}_theta`]: `${side} at the money: dollars a contract that a minute costs its holder`,
    [`${side}_theta_percent`]: `${side} at the money: the same in per cent of its mid`,
    [`${side}_spread_percent`]: `${side} at the money: ask less bid, in per cent of the mid`,
    [`${side}_market`]: `${side} at the money: what its bid and ask are like`,
  }) as Record<`${S}_${'theta' | 'theta_percent' | 'spread_percent' | 'market'}`, string>;

/** What each column of levels is. */
export const levelsMeanings: Record<LevelsColumnName, string> = {
  expiration: 'of the chain',
  timestamp: 'when the poll was answered, by the daemon’s clock',
  spot: 'price of the underlying',
  spot_source: '`chain` (the answer itself), `quote` or `parity` (put–call parity)',
  spot_at: 'when that price was, by the account of its source',
  quoted_at: 'when the quotes were that the levels are made of',
  model_version: 'version of the model that made them',
  tier: '`real-time`, `delayed`, `end-of-day` or `unknown`',
  source: '`polygon`, or `simulator` in a demo',
  regular_close: 'close of the underlying in the session of the expiration',
  option_close: 'close of its options',
  years_to_expiry: 'time to expiry that the model used, in years',
  minutes_to_option_close: 'minutes until the options’ close',
  minutes_to_regular_close: 'minutes until the underlying’s close',
  ...weighed('oi', 'open interest'),
  ...weighed('volume', 'volume'),
  max_pain: 'strike at which the open contracts are worth least',
  put_call_volume: 'volume of puts for one of calls',
  put_call_oi: 'open interest of puts for one of calls',
  straddle: 'price of the straddle at the money, dollars a share',
  straddle_spread: 'ask less bid of both its options',
  one_sigma: 'one-sigma move until the end of the chain, dollars a share',
  opening_straddle: 'the session’s first straddle',
  opening_one_sigma: 'one-sigma move of the opening',
  opening_spot: 'the underlying’s price then',
  opening_at: 'when that was',
  move_used: 'move since the opening, as a share of its straddle',
  one_sigma_used: 'the same of the one-sigma move of the opening',
  atm_volatility: 'volatility at the money, annualized, as a fraction',
  day_volatility: 'the same by trading days, of which a year has 252',
  put_wing_volatility: 'volatility of the put at 25 delta',
  call_wing_volatility: 'volatility of the call at 25 delta',
  skew: 'put less call',
  forward: 'what put–call parity says the underlying is worth at the end of the chain',
  rate: 'risk-free rate, annual and continuous, as a fraction',
  dividends: 'dollars a share that are expected until the end of the chain',
  exercise: '`european` or `american`',
  atm_strike: 'strike nearest to the price',
  ...sided('call'),
  ...sided('put'),
  contracts: 'contracts of the chain',
  vendor_greeks: 'of them, those with the vendor’s volatility and greeks',
  model_greeks: 'those with our model’s',
  refused_greeks: 'those with none',
  old_quotes: 'contracts whose quotes are too old to be used',
  crossed_quotes: 'contracts whose bid is above the ask',
  one_sided_quotes: 'contracts with a bid or an ask alone',
  extended_wings: 'contracts on the extended smile',
  dropped_vendor: 'contracts whose vendor volatility is not that of the strike, and was dropped',
  dealer_sign: 'assumption on what dealers hold',
  open_interest_of: 'of when the open interest is',
  time_convention: 'how time to expiry is counted',
};
