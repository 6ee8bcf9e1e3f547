import { type Freshness, freshnessOf, timesOfOptions, timesOfQuote } from '../../market/quotes/freshness.ts';
import type { JobState } from '../../protocol/state.ts';
import type { RecordedUnderlying } from '../../protocol/recorded.ts';
import { type Staleness, stalenessOf } from '../present/staleness.ts';
import { lostStaleness } from './freshness.ts';
import { jobNamed } from './jobs.ts';
import { type OwnPhase, ownPhase } from '../present/own-phase.ts';
import { recordedCount, shownNow, shownPicture, shownSubscription } from './selectors.ts';
import type { DashboardState } from './state.ts';

/** How old a value of a recorded symbol is. */
export interface ValueAge {
  freshness: Freshness;
  /** `null` while it is as fresh as it can be. */
  stale: Staleness | null;
}

/** A recorded symbol with the ages of its values: quote and levels come from polls of their own. */
export interface RecordedRow extends RecordedUnderlying {
  /** `null` without a quote. */
  quoteAge: ValueAge | null;
  /** `null` without levels. */
  levelsAge: ValueAge | null;
  /** Why quote and chain are not polled at all: the calls of a minute are too few; `null` where they are. */
  quoteGivenUp: string | null;
  chainGivenUp: string | null;
  /** Why the last poll of its chain failed; `null` where it did not. */
  chainError: string | null;
  /** By its own options. */
  phase: OwnPhase | null;
  /** It is the symbol on screen. */
  isActive: boolean;
}

/** The recorded symbols where there are several, the first one in front; empty else. */
export function recordedRows(state: DashboardState): RecordedRow[] {
  if (recordedCount(state) === 0) return [];
  const active = shownSubscription(state).symbol;
  const { recorded, marketPhase } = shownPicture(state);
  return recorded.map((underlying) => {
    const { symbol, quote, levels, optionsEnd } = underlying;
    const phase = marketPhase && ownPhase(marketPhase, optionsEnd);
    const quotes = { phase, job: recordedJob(state, symbol, 'quote'), usualIntervalMs: 15_000 };
    const chains = { phase, job: recordedJob(state, symbol, 'chain'), usualIntervalMs: 60_000 };
    return {
      ...underlying,
      phase,
      quoteAge: quote && valueAge(state, timesOfQuote(quote), quotes),
      quoteGivenUp: givenUp(state, symbol, 'quote'),
      chainGivenUp: givenUp(state, symbol, 'chain'),
      chainError: chains.job?.lastError ?? null,
      levelsAge: levels && valueAge(state, timesOfOptions(levels), chains),
      isActive: symbol === active,
    };
  });
}

function valueAge(
  state: DashboardState,
  times: Parameters<typeof freshnessOf>[0],
  polled: { phase: OwnPhase | null; job: JobState | null; usualIntervalMs: number },
): ValueAge {
  const now = shownNow(state);
  const stale = stalenessOf({ times, now, ...polled }) ?? lostStaleness(state);
  return { freshness: freshnessOf(times, polled.phase, now), stale };
}

type Part = 'quote' | 'chain';

/** Jobs of the first symbol have none in their names. */
const jobName = ({ connection }: DashboardState, symbol: string, part: Part) =>
  symbol === connection.hello?.symbol ? part : `${part} ${symbol}`;

/** The job that polls a part of a recorded symbol. */
function recordedJob(state: DashboardState, symbol: string, part: Part): JobState | null {
  return jobNamed(shownPicture(state).jobs, jobName(state, symbol, part));
}

function givenUp(state: DashboardState, symbol: string, part: Part): string | null {
  const name = jobName(state, symbol, part);
  const planned = shownPicture(state).usage?.plan?.find(({ job }) => job === name);
  return planned?.intervalMs === null ? (planned.reason ?? 'not polled') : null;
}

/**
 * The recorded symbol that many places from the one on screen, in a circle. From a symbol that is not recorded, the first
 * one, and the last one backwards. `null` where one symbol is recorded.
 */
export function steppedSymbol(state: DashboardState, step: 1 | -1): string | null {
  if (recordedCount(state) === 0) return null;
  const symbols = shownPicture(state).recorded.map(({ symbol }) => symbol);
  const at = symbols.indexOf(shownSubscription(state).symbol);
  const from = at < 0 && step < 0 ? 0 : at;
  return symbols[(from + step + symbols.length) % symbols.length]!;
}
