import type { OptionQuote } from '../quotes/chain.ts';
import { sharesOf } from '../symbols/contract-size.ts';
import { midOf } from '../quotes/spread.ts';

const minutesPerDay = 1440;

/** What a holder loses to time, as positive numbers; negative where time is on the holder's side. */
export interface ThetaBurn {
  /** Dollars a contract a minute. */
  dollarsPerMinute: number;
  /** Per cent of the mid price a minute; `null` without a two-sided market. */
  percentPerMinute: number | null;
}

/** `null` without theta. */
export function thetaBurn(
  contract: Pick<OptionQuote, 'theta' | 'bid' | 'ask' | 'sharesPerContract'>,
): ThetaBurn | null {
  if (contract.theta === null) return null;
  const perShare = -contract.theta / minutesPerDay;
  const premium = midOf(contract);
  return {
    dollarsPerMinute: perShare * sharesOf(contract),
    percentPerMinute: premium === null ? null : (perShare / premium) * 100,
  };
}
