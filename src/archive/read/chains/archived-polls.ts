import type { ArchivedDates } from '../archived-dates.ts';
import type { SessionParts } from '../parts/session-parts.ts';
import type { PollSummaries } from './poll-summaries.ts';

/** What the polls and chains of an archive are read from. */
export interface ArchivedPolls {
  parts: SessionParts;
  summaries: PollSummaries;
  dates: ArchivedDates;
}
