import * as z from 'zod';
import { type Bar, timeframes } from '../market/quotes/bar.ts';
import type { Chain } from '../market/quotes/chain.ts';
import type { RecordedLevels, Levels } from '../market/levels/levels.ts';
import type { SummedLevels } from '../market/levels/sum-levels.ts';
import type { Quote } from '../market/quotes/quote.ts';
import type { LastTradeReport } from '../market/quotes/last-trade.ts';
import type { RecomputedLevels } from '../recordings/levels.ts';
import type { RemovedRebuilt } from '../recordings/rebuilt.ts';
import type { BackupReport, PruneReport } from '../recordings/reports.ts';
import { alertMethodTable, alertParams, type AlertResults } from './alerts.ts';
import { archiveMethodTable, archiveParams, type ArchiveResults } from './methods/archive-methods.ts';
import { exportMethodTable, exportParams, type ExportResults } from './methods/export-methods.ts';
import { date, instant, symbol } from './param-shapes.ts';
import type { Snapshot } from './events.ts';
import type { RebuildStep } from './rebuild.ts';
import { playbackMethodTable, playbackParams, type PlaybackResults } from './methods/playback-methods.ts';
import type { BackfillStep, Hello, RecomputeStep, Status, Usage } from './state.ts';
import type { DoctorCheck } from './doctor-check.ts';

const rebuiltDay = { symbol: symbol.optional(), date, expiration: date.optional() };

/** Jobs that a user may ask to run now. */
export const refreshTargets = ['quote', 'chain', 'bars', 'all'] as const;
/** What `refresh` polls. */
export type RefreshTarget = (typeof refreshTargets)[number];

/** How one job of a refresh ended. */
export interface RefreshOutcome {
  job: string;
  isOk: boolean;
  /** What came of it, in one phrase: `SPY 671.20`, `412 contracts`, or why it failed. */
  message: string;
}

/** Parameters of each method as they must be to be taken; unknown ones are an error. */
export const methodParams = {
  hello: z.strictObject({
    protocolVersion: z.number().int(),
    appVersion: z.string().max(50),
    client: z.string().max(50),
    readOnly: z.literal(true).optional(),
  }),
  subscribe: z
    .strictObject({
      symbol: symbol.optional(),
      expiration: date.optional(),
      at: instant.optional(),
      speed: z.union([z.number().min(0.1).max(3600), z.literal('max')]).optional(),
      paused: z.boolean().optional(),
      until: instant.optional(),
    })
    .refine(({ until, at, speed, paused }) => until === undefined || (at ?? speed ?? paused) !== undefined, {
      path: ['until'],
      message: 'expected with at, speed or paused',
    })
    .refine(({ until, at }) => until === undefined || at === undefined || until >= at, {
      path: ['until'],
      message: 'expected an instant after at',
    }),
  ...playbackParams,
  status: z.strictObject({}),
  'quote.get': z.strictObject({ symbol: symbol.optional() }),
  'chain.get': z.strictObject({
    symbol: symbol.optional(),
    expiration: date.optional(),
    at: instant.optional(),
  }),
  'levels.get': z.strictObject({ symbol: symbol.optional(), at: instant.optional() }),
  'levels.sum': z.strictObject({ symbol: symbol.optional() }),
  'levels.history': z.strictObject({ symbol: symbol.optional(), date: date.optional() }),
  'levels.recomputed': z.strictObject({ symbol: symbol.optional(), at: instant.optional() }),
  'levels.recompute': z.strictObject({ symbol: symbol.optional(), date, from: instant.optional() }),
  'bars.get': z.strictObject({
    symbol: symbol.optional(),
    timeframe: z.enum(timeframes),
    from: instant,
    to: instant,
  }),
  'last-trade.get': z.strictObject({
    symbol: z.string().min(1).max(21).optional(),
    force: z.boolean().optional(),
  }),
  'usage.get': z.strictObject({}),
  ...alertParams,
  refresh: z.strictObject({
    job: z.enum(refreshTargets),
    force: z.boolean().optional(),
    symbol: symbol.optional(),
  }),
  /** `notArchived`: also what the archive does not hold, which is lost for ever then. */
  prune: z.strictObject({ dryRun: z.boolean(), notArchived: z.boolean().optional() }),
  backfill: z.strictObject({
    symbol: symbol.optional(),
    timeframe: z.enum(timeframes),
    from: date,
    to: date,
  }),
  ...archiveParams,
  ...exportParams,
  rebuild: z.strictObject({ ...rebuiltDay, strikesPercent: z.number().positive().max(100).optional() }),
  'rebuild.remove': z.strictObject(rebuiltDay),
  backup: z.strictObject({ file: z.string().min(1).max(4096) }),
  doctor: z.strictObject({}),
  shutdown: z.strictObject({}),
} as const;

/** The name of a method, as the protocol writes it. */
export type MethodName = keyof typeof methodParams;
/** What a method takes. */
export type MethodParams<M extends MethodName> = z.infer<(typeof methodParams)[M]>;

/** What each method answers. */
export interface MethodResults extends AlertResults, ArchiveResults, ExportResults, PlaybackResults {
  hello: Hello;
  subscribe: Snapshot;
  status: Status;
  /** `null` when none has been recorded. */
  'quote.get': Quote | null;
  'chain.get': Chain | null;
  'levels.get': Levels | null;
  /** `null` where the symbol is not recorded. */
  'levels.sum': SummedLevels | null;
  /** Oldest first. */
  'levels.history': RecordedLevels[];
  /** `null` where the levels of that poll have not been computed again. */
  'levels.recomputed': RecomputedLevels | null;
  'levels.recompute': RecomputeStep;
  /** Bars that start from `from` up to, not including, `to`, oldest first; the newest 5,000 of them. */
  'bars.get': Bar[];
  'last-trade.get': LastTradeReport;
  'usage.get': Usage;
  refresh: RefreshOutcome[];
  backfill: BackfillStep;
  prune: PruneReport;
  rebuild: RebuildStep;
  'rebuild.remove': RemovedRebuilt;
  backup: BackupReport;
  doctor: DoctorCheck[];
  shutdown: { isClosing: boolean };
}

export const methodTable = {
  hello: 'Who is there: must be the first message of a connection.',
  subscribe:
    'A snapshot now, then every event. With a symbol or an expiration the client looks at that chain from here on, else at the main symbol’s nearest one; it may subscribe again to look at another. With `at`, `speed` or `paused` it plays the recording from an instant on, the last recorded one by default, until it subscribes without them. A playback begins paused, and `paused: false` plays it; what a later `subscribe` of it leaves out stays as it is.',
  ...playbackMethodTable,
  status: 'What the daemon is doing and how it is.',
  'quote.get': 'The latest quote.',
  'chain.get': 'The latest chain, or the chain as it was at an instant.',
  'levels.get': 'The levels of the latest chain, or as they were at an instant.',
  'levels.sum':
    'The exposure of all recorded expirations of a symbol together, of their latest chains; which are in it, and which are left out and why.',
  'levels.history': 'The levels of each poll of a session.',
  'levels.recompute':
    'Computes levels of a day’s recorded chains again and stores them beside the recorded ones; ask again from `nextFrom` for the rest.',
  'levels.recomputed':
    'The levels of the last poll up to an instant as they were computed again later, by the newest version of the model.',
  'bars.get':
    'Price and volume bars of a stretch of time; minutes that the vendor has not given yet are made of the recorded quotes.',
  'last-trade.get':
    'The last trade and best bid and offer of a stock, or the last trade and the snapshot of one contract; asked for on the calls kept back for the user.',
  'usage.get': 'API usage of the last hour.',
  ...alertMethodTable,
  refresh:
    'Runs a job now, for what the client looks at or for another recorded symbol, on the calls kept back for the user.',
  backfill:
    'Stores the first missing stretch of bars between two dates; ask again from `nextFrom` for the rest.',
  prune:
    'Removes rows past their retention, or says what would go, and what waits for the archive. With `notArchived` nothing waits.',
  ...archiveMethodTable,
  ...exportMethodTable,
  rebuild:
    'Takes the next step of putting a past day’s chain together from the vendor’s minute bars: lists its contracts, asks for one, or computes; ask again until its stage is `done`.',
  'rebuild.remove': 'Removes what was rebuilt of a day.',
  backup:
    'Copies the recordings, as the daemon has them open, into a new file (an absolute path); also when their own file was removed or replaced.',
  doctor: 'Checks what only the daemon knows: key, plan, upstream, clock, calendar.',
  shutdown: 'Stops the daemon, cleanly.',
} as const satisfies Record<MethodName, string>;

export const methodNames = Object.keys(methodTable) as MethodName[];
