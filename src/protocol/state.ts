import type { Phase } from '../market/calendar/session.ts';
import type { StandardExpiration } from '../market/calendar/standard-expirations.ts';
import type { PriceLine } from '../market/quotes/price-line.ts';
import type { DatabaseStatus } from '../recordings/status.ts';
import type { ApiCall, BudgetState, LoggedUsage } from '../recordings/usage.ts';
import type { AlertsSummary } from './alerts.ts';
import type { DeskState, DeskStatus } from './desk/desk-state.ts';
import type { PlannedPoll } from './recorded.ts';

export const modes = ['live', 'demo', 'replay'] as const;

/** `live`: the real market. `demo`: the simulated one. */
export type Mode = (typeof modes)[number];

/** The daemon’s first answer: who it is, and its time. */
export interface Hello {
  protocolVersion: number;
  appVersion: string;
  pid: number;
  /** Unique to one start of the daemon; a client that sees another one starts afresh. */
  epoch: string;
  /** `unknown`, here and below: a word of a newer daemon that this client does not know. */
  mode: Mode | 'unknown';
  /** Symbol that the daemon records, and shows first where it records several. */
  symbol: string;
  /** All symbols that it records, `symbol` in front; absent where that is the only one. */
  symbols?: string[];
  databasePath: string;
  /** The daemon's clock, so that a client can run one in step: its reading when this was sent, and its speed. */
  now: number;
  clockSpeed: number;
  isVirtualClock: boolean;
  /** Of a demo: the plan that its key was asked to have (`--plan`). Absent otherwise. */
  plan?: string;
  /** It waits for the API's first answer; nothing is polled yet. Absent once it has come. */
  isStarting?: true;
  /** It records nothing and plays recordings only. Absent otherwise. */
  isPlaybackOnly?: true;
  /** The client may only read, as its own `hello` said. Absent otherwise. */
  isReadOnly?: true;
  /** Who records, where daemons share a store. Absent otherwise. */
  desk?: DeskState;
}

/** A phase, or `unknown` for one that a newer daemon has added. */
export type PhaseName = Phase | 'unknown';

/** The market’s phase and session. Instants are epoch ms, dates New York’s. */
export interface PhaseState {
  phase: PhaseName;
  /** When and into what the phase changes next. */
  nextChangeAt: number;
  nextPhase: PhaseName;
  /** The session at hand, or the next one when the market is closed. */
  session: {
    /** Its trade date; the night before it belongs to it. */
    date: string;
    /** On the evening before; `null` where that night has no session. */
    overnightOpen: number | null;
    preOpen: number;
    open: number;
    close: number;
    optionClose: number;
    isEarlyClose: boolean;
  };
  /** Expiry that the chain job polls, the main symbol's nearest: today's until the option close, where it has one. */
  expiration: string;
  /** Date of the session after this one, once this one's options stop; absent where `expiration` is that date. */
  nextSession?: string | undefined;
  /** What sets that expiry apart from the daily ones; `null` for one of them. */
  standardExpiration: StandardExpiration | null;
  /** Why the market is closed all day (a holiday's name, `weekend`), while that is so. */
  closedBecause: string | null;
}

/** How one job of the schedule stands. Instants are epoch ms, `null` where there is none. */
export interface JobState {
  name: string;
  /** Interval in force after the planner fitted it to the budget; `null` for a job with a fixed time of day. */
  intervalMs: number | null;
  nextAt: number | null;
  lastStartedAt: number | null;
  lastSucceededAt: number | null;
  lastError: string | null;
  isRunning: boolean;
  /** Why the next slot is when it is, in one phrase: `every 45 s: 5 calls/min`, `market closed until Mon 09:30`. */
  reason: string;
}

/** The calls that were made, over the last hour where nothing else is said, and what the plan allows. */
export interface Usage extends LoggedUsage {
  budget: BudgetState;
  /** Latest first. */
  lastCalls: ApiCall[];
  cache: { entries: number; hits: number; misses: number };
  /** Rows of answers that were left out since the daemon started, and why, commonest first. */
  rejectedRows: { count: number; reasons: { reason: string; count: number }[] };
  /**
   * Failed requests of the last hour by what went wrong (`timeout`, `rate-limited`, `server`, …), commonest first.
   * `unreadable`, counted since the daemon started, are answers that came well and made no sense.
   */
  errorsByKind: { kind: string; count: number }[];
  /** When a request succeeded last, within the last hour or before; `null` if none ever did. */
  lastSuccessAt: number | null;
  /** Calls logged since New York's midnight. */
  callsToday: number;
  /**
   * Calls that the polled jobs will make until the options of the day stop trading, from the first pre-market minute on;
   * `null` once they have, overnight, and while the market is closed.
   */
  projectedCalls: number | null;
  /** Calls that the plan allows in the same time, the reserve included; `null` together with `projectedCalls`. */
  allowedCalls: number | null;
  /** How each recorded job fits into the calls of a minute while options trade; absent where one symbol's quote and nearest chain are all that is recorded. */
  plan?: PlannedPoll[];
}

/** Something that health names, with what to do about it. */
export interface Problem {
  /** What is wrong, as an error code of the table in `base/errors.ts`. */
  code: string;
  /** What it concerns: a job's name, `database`, `clock`, … */
  subject: string;
  message: string;
  hint: string;
  since: number;
}

/** Empty `problems` means healthy. */
export interface Health {
  problems: Problem[];
}

/** The session's price line so far: the quotes recorded, and the vendor's minute closes where there are none. */
export interface SessionPriceLine extends PriceLine {
  date: string;
}

/** How much of a session a job has recorded, of the time from the opening bell to the close of the options. */
export interface JobCoverage {
  job: string;
  /** What it records; absent where one symbol is recorded. */
  symbol?: string;
  /** New York date of the session: today's from its opening bell on, else the last one. */
  date: string;
  /**
   * Recorded part of the session so far, 0 to 1, without what the exchange said it was closed for; `null` where nothing
   * had ever been recorded by its end, for a job that the plan does not include, and for one that is given up (see
   * `Usage.plan`).
   */
  ratio: number | null;
  /** Part that was rebuilt afterwards, which `ratio` does not count; absent where nothing was. */
  rebuilt?: number;
  /** Time in gaps so far; gaps that overlap count once. */
  missingMs: number;
  gaps: number;
  /** The gap that lasts; `null` while the job records, and outside of the session. */
  open: { since: number; reason: string } | null;
  /** What there is to record: the opening bell and the close of the options. */
  from: number;
  until: number;
  /** The newest 50 of the gaps, oldest first; `to` is `null` while one lasts. */
  latest: { from: number; to: number | null; reason: string }[];
}

/** What `spyglass status` shows. */
export interface Status {
  hello: Hello;
  startedAt: number;
  uptimeMs: number;
  phase: PhaseState;
  jobs: JobState[];
  health: Health;
  budget: BudgetState;
  /** Since the daemon started, as in `Usage`. */
  rejectedRows: Usage['rejectedRows'];
  database: DatabaseStatus;
  /** Polls kept in memory while the database takes none; absent where none are. */
  waiting?: { quotes: number; chains: number };
  /** Of each job that records a session. */
  coverage: JobCoverage[];
  alerts: AlertsSummary;
  clients: number;
  /** Who records, where daemons share a store; absent otherwise. */
  desk?: DeskStatus;
}

/** One step of computing a day's levels again. */
export interface RecomputeStep {
  /** Polls of the whole day, and those that are done with this step. */
  polls: number;
  done: number;
  /** Levels stored by this step. */
  stored: number;
  /** Polls of this step whose chain is no longer kept. */
  missing: number;
  /** Why levels of this step broke a rule of the database. */
  refused: string[];
  /** Epoch ms of the poll that the next step begins with; `null` when this was the last one. */
  nextFrom: number | null;
  modelVersion: number;
}

/** One step of a backfill: the bars of the first stretch that was not stored yet. */
export interface BackfillStep {
  /** New York dates that were asked for, both included; `null` when everything was stored already. */
  asked: { from: string; to: string } | null;
  /** Bars stored by this step. */
  stored: number;
  /** Sessions of the whole request, and those not looked at yet. */
  sessions: number;
  sessionsLeft: number;
  /** Where the next step begins; `null` when this was the last one. */
  nextFrom: string | null;
  /** Calls that may go out at once, and when the next one is free if none is. */
  callsLeft: number;
  nextFreeAt: number | null;
  /** Why nothing was stored although something was missing, as a sentence; `null` if nothing went wrong. */
  note: string | null;
}
