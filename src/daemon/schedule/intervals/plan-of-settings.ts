import { recordedSymbolsOf } from '../../../config/settings/recorded-symbols.ts';
import type { Settings } from '../../../config/settings/settings-table.ts';
import { newYorkDate } from '../../../market/calendar/new-york-time.ts';
import type { Calendar } from '../../../market/calendar/calendar.ts';
import { expirationsOf } from '../../../market/products/expirations.ts';
import type { PlannedPoll } from '../../../protocol/recorded.ts';
import { reserveOf } from '../../../sources/polygon/budget.ts';
import { recordedExpirations } from '../../underlyings/expirations/recorded-expirations.ts';
import { chainJobName, recordedJobNames } from '../../underlyings/job-names.ts';
import { fitRecorded } from './fit-recorded.ts';
import { allowedCalls, keptPace } from './fitted-intervals.ts';
import { plannedPolls, type RecordedPoll, wishesOf } from './recorded-polls.ts';

/** Requests that a chain's poll is expected to take before one has shown it: a page has 250 contracts. */
export const expectedChainCalls = 2;

/** What decides on a plan before anything is polled. */
export interface PlanTerms {
  settings: Settings;
  calendar: Calendar;
  /** Epoch ms. */
  now: number;
  callsPerMinute: number;
}

/** How the recorded jobs of the settings will fit into the calls of a minute while options trade. */
export function planOfSettings({ settings, calendar, now, callsPerMinute }: PlanTerms): PlannedPoll[] {
  const symbols = recordedSymbolsOf(settings);
  const nearest = symbols.flatMap((symbol, index) => nearestPolls(symbol, index === 0));
  const later = symbols.flatMap((symbol) =>
    recordedExpirations(settings.recordExpirations, expirationsOf(symbol, calendar, now), newYorkDate(now))
      .slice(1)
      .map((expiration) => laterPoll(symbol, expiration)),
  );
  const polls = [...nearest, ...later];
  const wished = { quote: settings.quoteSeconds, chain: settings.chainSeconds };
  const allowed = allowedCalls({ callsPerMinute, reserve: reserveOf(callsPerMinute) });
  const fit = keptPace(polls, wished, allowed)(fitRecorded(wishesOf(polls, wished), allowed));
  return plannedPolls(polls, wished, fit, callsPerMinute);
}

function nearestPolls(symbol: string, isFirst: boolean): RecordedPoll[] {
  const names = recordedJobNames(symbol, isFirst);
  const rank = isFirst ? 'first' : 'other';
  return [
    { name: names.quote, symbol, kind: 'quote', rank, calls: () => 1 },
    { name: names.chain, symbol, kind: 'chain', rank, calls: () => expectedChainCalls },
  ];
}

function laterPoll(symbol: string, expiration: string): RecordedPoll {
  const name = chainJobName({ symbol, expiration });
  return { name, symbol, kind: 'chain', rank: 'later', calls: () => expectedChainCalls };
}
