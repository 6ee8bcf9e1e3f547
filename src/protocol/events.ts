import type { Alert } from '../market/alerts/alert.ts';
import type { Chain } from '../market/quotes/chain.ts';
import type { Levels } from '../market/levels/levels.ts';
import type { LevelsPoint } from '../market/levels/levels-history.ts';
import type { Quote } from '../market/quotes/quote.ts';
import type { PruneReport } from '../recordings/reports.ts';
import type { AlertsReport, ChannelState, RuleState } from './alerts.ts';
import type { ArchiveState } from './archive.ts';
import type { DeskState } from './desk/desk-state.ts';
import type { RebuildState } from './rebuild.ts';
import type { PlaybackState } from './playback.ts';
import type { RecordedUnderlying, RecordedUnderlyingLevels } from './recorded.ts';
import type { Health, SessionPriceLine, JobCoverage, JobState, PhaseState, Usage } from './state.ts';
import type { ListedExpirations, ChainSubscriptionState, Watched } from './chain-subscription.ts';

/**
 * What each event carries. A client that has subscribed gets them all, but of `chain`, `price-line`, `levels` and
 * `levels-history` those of what it looks at. Quotes are of every symbol that is recorded or watched.
 */
export interface EventPayloads {
  quote: Quote;
  chain: Chain;
  /** The session's price line was filled in from the vendor's minute bars, or a new session began. */
  'price-line': SessionPriceLine;
  usage: Usage;
  phase: PhaseState;
  health: Health;
  job: JobState[];
  gap: JobCoverage[];
  prune: PruneReport;
  levels: Levels;
  /** What is recorded of a subscription's session is read after its snapshot; sent once, before its first `levels`. */
  'levels-history': LevelsHistory;
  alert: Alert;
  rules: RuleState[];
  'alert-channels': ChannelState[];
  expirations: ListedExpirations;
  'recorded-levels': RecordedUnderlyingLevels;
  /** Sent to a client that plays the recording, whenever anything but `at` changes, and with each poll. */
  playback: PlaybackState;
  archive: ArchiveState;
  rebuild: RebuildState;
  /** Sent by a daemon that follows the recorder of a shared store, in place of what its hello said. */
  desk: DeskState;
}

/** The levels of a symbol's session, poll by poll, of its nearest expiration. */
export interface LevelsHistory {
  symbol: string;
  /** Oldest first; see `withPoint`. */
  points: readonly LevelsPoint[];
}

/** The name of an event, as the protocol writes it. */
export type EventName = keyof EventPayloads;

interface EventTraits {
  summary: string;
  /**
   * The newest payload under one key replaces an older one that a slow client has not been sent yet; `null` where each
   * one matters.
   */
  mergeKey: 'event' | 'symbol' | null;
}

export const eventTable = {
  quote: { summary: 'A new quote of one symbol.', mergeKey: 'symbol' },
  chain: { summary: 'A new chain of one underlying and expiry.', mergeKey: 'event' },
  'price-line': { summary: 'The price line of the session at hand.', mergeKey: 'event' },
  usage: { summary: 'API usage after each request.', mergeKey: 'event' },
  phase: { summary: 'The market moved into another phase.', mergeKey: 'event' },
  health: { summary: 'A problem began or ended.', mergeKey: 'event' },
  job: { summary: 'A job started, ended or was given another slot; all jobs at once.', mergeKey: 'event' },
  gap: {
    summary: 'A gap in what is recorded began or ended; the coverage of all jobs at once.',
    mergeKey: 'event',
  },
  prune: { summary: 'Old rows were removed.', mergeKey: null },
  levels: { summary: 'The levels of a new chain.', mergeKey: 'event' },
  'levels-history': {
    summary: 'What was recorded of the session’s levels before a client subscribed to them.',
    mergeKey: 'event',
  },
  alert: {
    summary: 'A level was crossed, a threshold reached or a rule met; once until it has gone back.',
    mergeKey: null,
  },
  rules: { summary: 'How the alert rules stand; all of them at once.', mergeKey: 'event' },
  'alert-channels': {
    summary: 'How the channels stand on which alerts are delivered; all of them at once.',
    mergeKey: 'event',
  },
  expirations: { summary: 'The API has said which expirations of a symbol are listed.', mergeKey: 'symbol' },
  'recorded-levels': {
    summary:
      'The levels of a recorded symbol’s nearest chain, for every client, where several symbols or several expirations are recorded.',
    mergeKey: 'symbol',
  },
  playback: { summary: 'How the client’s own playback stands.', mergeKey: 'event' },
  archive: {
    summary:
      'A session was archived, verified or removed, is being, or waits; or something is wrong with the archive.',
    mergeKey: 'event',
  },
  rebuild: { summary: 'A past day is being put together; how far that has come.', mergeKey: 'event' },
  desk: { summary: 'Another daemon records on the shared store, or nobody does.', mergeKey: 'event' },
} as const satisfies Record<EventName, EventTraits>;

export const eventNames = Object.keys(eventTable) as EventName[];

/**
 * The answer to `subscribe`: everything a client needs for its first picture. Where nobody looked at the chain before, what
 * is recorded of it is `null` here and follows as events.
 */
export interface Snapshot {
  quote: Quote | null;
  chain: Chain | null;
  priceLine: SessionPriceLine | null;
  /** `null` in a playback, as it is not kept. */
  usage: Usage | null;
  phase: PhaseState;
  /** Without problems in a playback, as they are not kept. */
  health: Health;
  /** None in a playback, as they are not kept. */
  jobs: JobState[];
  coverage: JobCoverage[];
  /** Of the chain polled last; `null` before the first. */
  levels: Levels | null;
  /** Of the session at hand, or of the last one while there is none, oldest first; see `withPoint`. */
  levelsHistory: readonly LevelsPoint[];
  /** The alert rules, and the alerts of today; in a playback no rules, and the alerts of its day so far. */
  alerts: AlertsReport;
  /** What quote, chain, line and levels are of, and stay of until the client looks at something else. */
  subscription: ChainSubscriptionState;
  /** The recorded symbols, the first one in front, the watch list, and whatever else clients look at. */
  watch: Watched[];
  /** Every recorded symbol, the first one in front; absent where one expiration of one symbol is recorded. */
  recorded?: RecordedUnderlying[];
  /** How the archive of sessions stands; absent in a playback, as it is not kept. */
  archive?: ArchiveState;
  /** How the last rebuild of a past day stands; absent where there was none since the daemon started, and in a playback. */
  rebuild?: RebuildState;
  /** How the client's playback stands; absent where it watches the market as it is. */
  playback?: PlaybackState;
  /** Number of the last event before this snapshot; the next one carries `seq + 1`. */
  seq: number;
}
