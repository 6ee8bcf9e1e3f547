import type { Clock } from '../../base/clock.ts';
import type { DealerSign } from '../../market/levels/dealer-sign.ts';
import type { PricingAssumptions } from '../../market/pricing/assumptions.ts';
import type { Calendar } from '../../market/calendar/calendar.ts';
import type { Source } from '../../market/quotes/quote.ts';
import type { Recording } from '../../recordings/recording.ts';
import type { Budget } from '../../sources/polygon/budget.ts';
import type { Endpoints } from '../../sources/polygon/endpoints/endpoints.ts';
import type { PollContext } from '../../sources/poll/poll-context.ts';

/** What rebuilding takes: the recording, the vendor on calls that nothing else needs, and the model. */
export interface RebuildContext {
  db: {
    chains: Pick<Recording['chains'], 'polledAt' | 'at'>;
    levels: Pick<Recording['levels'], 'ofSession'>;
    rebuilt: Recording['rebuilt'];
  };
  clock: Clock;
  source: Source;
  /** The market's. */
  hours: { readonly calendar: Calendar };
  endpoints: Endpoints;
  budget: Pick<Budget, 'state' | 'free'>;
  usage: PollContext['usage'];
  assumptions: () => PricingAssumptions;
  dealerSign: () => DealerSign;
}

/** Which chain of which day is rebuilt. Dates are New York's. */
export interface RebuildRequest {
  symbol: string;
  date: string;
  /** The nearest expiration of that day by default. */
  expiration?: string | undefined;
  /** Strikes in per cent around the day's prices; all by default. */
  strikesPercent?: number | undefined;
}
