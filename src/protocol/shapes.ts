/**
 * What a client accepts from whoever answers on the socket. Unknown keys are dropped, so that a newer daemon may say
 * more; anything missing or of another type is refused, so that a picture is never drawn from half an object.
 */
import * as z from 'zod';
import { type Bar, timeframes } from '../market/quotes/bar.ts';
import {
  type Chain,
  greeksSources,
  type OptionQuote,
  optionTypes,
  spotSources,
} from '../market/quotes/chain.ts';
import { priceKinds, type Quote, sources, tiers } from '../market/quotes/quote.ts';
import { phases } from '../market/calendar/session.ts';
import { standardExpirations } from '../market/calendar/standard-expirations.ts';
import type { PruneReport } from '../recordings/reports.ts';
import type { ApiCall } from '../recordings/usage.ts';
import { alertsReportShape, alertsSummaryShape, ruleStateShape } from './alert-shapes.ts';
import type { EventName, EventPayloads, Snapshot } from './events.ts';
import { alertShape, levelsPointShape, levelsShape, recordedLevelsShape } from './levels-shapes.ts';
import type { MethodName, MethodResults } from './methods.ts';
import {
  checkStates,
  type Health,
  type Hello,
  type SessionPriceLine,
  type JobCoverage,
  type JobState,
  modes,
  type PhaseState,
  type Status,
  type Usage,
} from './state.ts';
import { lastTradeShapeOf } from './last-trade-shapes.ts';
import type { ChainSubscriptionState } from './chain-subscription.ts';
import { flag, oneOf, oneOfOrNull, rowsOf, wordOf } from './enum-values.ts';

const text = z.string();
const number = z.number();
const maybe = z.number().nullable();
const maybeText = z.string().nullable();
const isTrue = z.boolean();

const tier = oneOf(tiers);
const source = oneOf(sources);
const phaseName = oneOf(phases);

export const quoteShape: z.ZodType<Quote> = z.object({
  symbol: text,
  price: number,
  priceKind: oneOfOrNull(priceKinds),
  bid: maybe,
  ask: maybe,
  quotedAt: maybe,
  dayOpen: maybe,
  dayHigh: maybe,
  dayLow: maybe,
  previousClose: maybe,
  volume: maybe,
  vwap: maybe,
  timestamp: number,
  receivedAt: number,
  slotAt: maybe,
  tier,
  source,
});

const optionQuoteShape: z.ZodType<OptionQuote> = z.object({
  symbol: text,
  strike: number,
  optionType: wordOf(optionTypes),
  bid: maybe,
  ask: maybe,
  bidSize: maybe,
  askSize: maybe,
  last: maybe,
  tradedAt: maybe,
  previousClose: maybe,
  volume: maybe,
  openInterest: maybe,
  impliedVolatility: maybe,
  delta: maybe,
  gamma: maybe,
  theta: maybe,
  vega: maybe,
  greeksSource: oneOfOrNull(greeksSources),
  quotedAt: maybe,
  sharesPerContract: maybe,
});

export const chainShape: z.ZodType<Chain> = z.object({
  underlying: text,
  expiration: text,
  contracts: rowsOf(optionQuoteShape, 'optionType', optionTypes),
  underlyingPrice: maybe,
  underlyingPriceSource: oneOfOrNull(spotSources),
  underlyingPriceAt: maybe,
  timestamp: number,
  slotAt: maybe,
  tier,
  source,
  rejectedRows: number,
  adjustedRows: maybe,
  isStrikesOnly: flag,
});

const helloShape: z.ZodType<Hello> = z.object({
  protocolVersion: number,
  appVersion: text,
  pid: number,
  epoch: text,
  mode: oneOf(modes),
  symbol: text,
  databasePath: text,
  now: number,
  clockSpeed: number,
  isVirtualClock: isTrue,
  isStarting: flag,
});

const phaseShape: z.ZodType<PhaseState> = z.object({
  phase: phaseName,
  nextChangeAt: number,
  nextPhase: phaseName,
  session: z.object({
    date: text,
    overnightOpen: maybe,
    preOpen: number,
    open: number,
    close: number,
    optionClose: number,
    isEarlyClose: isTrue,
  }),
  expiration: text,
  standardExpiration: oneOfOrNull(standardExpirations),
  closedBecause: maybeText,
});

const jobShape: z.ZodType<JobState> = z.object({
  name: text,
  intervalMs: maybe,
  nextAt: maybe,
  lastStartedAt: maybe,
  lastSucceededAt: maybe,
  lastError: maybeText,
  isRunning: isTrue,
  reason: text,
});

const apiCallShape: z.ZodType<ApiCall> = z.object({
  endpoint: text,
  method: text,
  statusCode: maybe,
  responseTimeMs: maybe,
  error: maybeText,
  timestamp: number,
});

const budgetShape = z.object({ callsPerMinute: number, used: number, reserve: number, nextFreeAt: maybe });

const rejectedRowsShape = z.object({
  count: number,
  reasons: z.array(z.object({ reason: text, count: number })),
});

export const usageShape: z.ZodType<Usage> = z.object({
  budget: budgetShape,
  calls: number,
  errors: number,
  p50Ms: maybe,
  p95Ms: maybe,
  callsPerMinute: z.array(number),
  errorsPerMinute: z.array(number),
  medianMsPerMinute: z.array(maybe),
  endpoints: z.array(z.object({ endpoint: text, calls: number, errors: number, p50Ms: maybe, p95Ms: maybe })),
  lastCalls: z.array(apiCallShape),
  cache: z.object({ entries: number, hits: number, misses: number }),
  rejectedRows: rejectedRowsShape,
  errorsByKind: z.array(z.object({ kind: text, count: number })),
  lastSuccessAt: maybe,
  callsToday: number,
  projectedCalls: maybe,
  allowedCalls: maybe,
});

const healthShape: z.ZodType<Health> = z.object({
  problems: z.array(z.object({ code: text, subject: text, message: text, hint: text, since: number })),
});

const priceLineShape: z.ZodType<SessionPriceLine> = z.object({
  symbol: text,
  date: text,
  from: number,
  until: number,
  points: z.array(z.object({ at: number, price: number })),
});

const pruneShape: z.ZodType<PruneReport> = z.object({
  isDryRun: isTrue,
  at: number,
  tables: z.array(
    z.object({ table: text, rows: number, bytes: number, cutoff: maybe, oldest: maybe, total: number }),
  ),
  rows: number,
  bytes: number,
  freedBytes: number,
  durationMs: number,
});

const coverageShape: z.ZodType<JobCoverage> = z.object({
  job: text,
  date: text,
  ratio: maybe,
  missingMs: number,
  gaps: number,
  open: z.object({ since: number, reason: text }).nullable(),
  from: number,
  until: number,
  latest: z.array(z.object({ from: number, to: maybe, reason: text })),
});

const statusShape: z.ZodType<Status> = z.object({
  hello: helloShape,
  startedAt: number,
  uptimeMs: number,
  phase: phaseShape,
  jobs: z.array(jobShape),
  health: healthShape,
  budget: budgetShape,
  rejectedRows: rejectedRowsShape,
  database: z.object({
    path: text,
    bytes: number,
    schemaVersion: text,
    tables: z.array(z.object({ table: text, rows: number, oldest: maybe, newest: maybe })),
  }),
  waiting: z.object({ quotes: number, chains: number }).optional(),
  coverage: z.array(coverageShape),
  alerts: alertsSummaryShape,
  clients: number,
});

const viewShape: z.ZodType<ChainSubscriptionState> = z.object({
  symbol: text,
  expiration: maybeText,
  expirations: z.array(text),
  jobs: z.object({ quote: text, chain: text, bars: text }),
});

const snapshotShape: z.ZodType<Snapshot> = z.object({
  quote: quoteShape.nullable(),
  chain: chainShape.nullable(),
  priceLine: priceLineShape.nullable(),
  usage: usageShape,
  phase: phaseShape,
  health: healthShape,
  jobs: z.array(jobShape),
  coverage: z.array(coverageShape),
  levels: levelsShape.nullable(),
  levelsHistory: z.array(levelsPointShape),
  alerts: alertsReportShape,
  subscription: viewShape,
  watch: z.array(z.object({ symbol: text, quote: quoteShape.nullable() })),
  seq: number,
});

const barShape: z.ZodType<Bar> = z.object({
  symbol: text,
  date: text,
  timeframe: wordOf(timeframes),
  start: number,
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
  vwap: maybe,
  source,
});

export const eventShapes: { [E in EventName]: z.ZodType<EventPayloads[E]> } = {
  quote: quoteShape,
  chain: chainShape,
  'price-line': priceLineShape,
  usage: usageShape,
  phase: phaseShape,
  health: healthShape,
  job: z.array(jobShape),
  gap: z.array(coverageShape),
  prune: pruneShape,
  levels: levelsShape,
  alert: alertShape,
  rules: z.array(ruleStateShape),
  expirations: z.object({ symbol: text, dates: z.array(text) }),
};

export const resultShapes: { [M in MethodName]: z.ZodType<MethodResults[M]> } = {
  hello: helloShape,
  subscribe: snapshotShape,
  status: statusShape,
  'quote.get': quoteShape.nullable(),
  'chain.get': chainShape.nullable(),
  'levels.get': levelsShape.nullable(),
  'levels.history': z.array(recordedLevelsShape),
  'bars.get': rowsOf(barShape, 'timeframe', timeframes),
  'last-trade.get': lastTradeShapeOf(optionQuoteShape),
  'usage.get': usageShape,
  'alerts.get': alertsReportShape,
  backfill: z.object({
    asked: z.object({ from: text, to: text }).nullable(),
    stored: number,
    sessions: number,
    sessionsLeft: number,
    nextFrom: maybeText,
    callsLeft: number,
    nextFreeAt: maybe,
    note: maybeText,
  }),
  refresh: z.array(z.object({ job: text, isOk: isTrue, message: text })),
  prune: pruneShape,
  backup: z.object({ path: text, bytes: number }),
  doctor: z.array(
    z.object({
      check: text,
      state: oneOf(checkStates),
      message: text,
      hint: maybeText,
    }),
  ),
  shutdown: z.object({ isClosing: isTrue }),
};

/** The frame around an event: a JSON-RPC notification named after it. */
export const notificationShape = z.object({
  jsonrpc: z.literal('2.0'),
  method: z.enum(Object.keys(eventShapes) as [EventName, ...EventName[]]),
  params: z.object({ epoch: text, seq: number, payload: z.unknown() }),
});

/** The daemon's last line where it ends a connection itself. */
export const byeShape = z.object({
  jsonrpc: z.literal('2.0'),
  method: z.literal('bye'),
  params: z.object({ reason: text }),
});

/** What every version's answer to `hello` holds: enough to say which side is the older one, and to stop it. */
export const helloCoreShape = z.looseObject({ protocolVersion: number, appVersion: text, pid: number });

/** The frame around an answer; what it holds is checked against the method that was asked. */
export const responseShape = z.union([
  z.object({ jsonrpc: z.literal('2.0'), id: number, result: z.unknown(), error: z.undefined().optional() }),
  z.object({
    jsonrpc: z.literal('2.0'),
    id: number.nullable(),
    error: z.object({
      code: number,
      message: text,
      data: z.object({ code: text, hint: text }).optional().catch(undefined),
    }),
  }),
]);
