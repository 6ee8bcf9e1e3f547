import * as z from 'zod';
import { phases } from '../../market/calendar/session.ts';
import { optionEnds } from '../../market/products/product.ts';
import { standardExpirations } from '../../market/calendar/standard-expirations.ts';
import { alertsSummaryShape } from './alert-shapes.ts';
import type { ChainSubscriptionState } from '../chain-subscription.ts';
import { deskShape, deskStatusShape } from '../desk/desk-shapes.ts';
import { flag, oneOf, oneOfOrNull } from './enum-values.ts';
import { isTrue, maybe, maybeText, number, text } from './primitive-shapes.ts';
import {
  type Health,
  type Hello,
  type JobCoverage,
  type JobState,
  modes,
  type PhaseState,
  type Problem,
  type Status,
} from '../state.ts';
import { budgetShape, rejectedRowsShape } from './usage-shapes.ts';

const phaseName = oneOf(phases);

export const helloShape: z.ZodType<Hello> = z.object({
  protocolVersion: number,
  appVersion: text,
  pid: number,
  epoch: text,
  mode: oneOf(modes),
  symbol: text,
  symbols: z.array(text).optional(),
  databasePath: text,
  now: number,
  clockSpeed: number,
  isVirtualClock: isTrue,
  plan: text.optional(),
  isStarting: flag,
  isPlaybackOnly: flag,
  isReadOnly: flag,
  desk: deskShape.optional(),
});

export const phaseShape: z.ZodType<PhaseState> = z.object({
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
  nextSession: text.optional(),
  standardExpiration: oneOfOrNull(standardExpirations),
  closedBecause: maybeText,
});

export const jobShape: z.ZodType<JobState> = z.object({
  name: text,
  intervalMs: maybe,
  nextAt: maybe,
  lastStartedAt: maybe,
  lastSucceededAt: maybe,
  lastError: maybeText,
  isRunning: isTrue,
  reason: text,
});

export const problemShape: z.ZodType<Problem> = z.object({
  ...{ code: text, subject: text, message: text, hint: text, since: number },
});

export const healthShape: z.ZodType<Health> = z.object({ problems: z.array(problemShape) });

export const coverageShape: z.ZodType<JobCoverage> = z.object({
  job: text,
  symbol: text.optional(),
  date: text,
  ratio: maybe,
  rebuilt: number.optional(),
  missingMs: number,
  gaps: number,
  open: z.object({ since: number, reason: text }).nullable(),
  from: number,
  until: number,
  latest: z.array(z.object({ from: number, to: maybe, reason: text })),
});

export const statusShape: z.ZodType<Status> = z.object({
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
    tables: z.array(
      z.object({
        ...{ table: text, rows: number, oldest: maybe, newest: maybe },
        ...{ bytes: number.optional(), isAbout: flag },
      }),
    ),
  }),
  waiting: z.object({ quotes: number, chains: number }).optional(),
  coverage: z.array(coverageShape),
  alerts: alertsSummaryShape,
  clients: number,
  desk: deskStatusShape.optional(),
});

export const optionsEndShape = z.object({ end: oneOf(optionEnds), lastDayEnd: oneOf(optionEnds) });

export const subscriptionShape: z.ZodType<ChainSubscriptionState> = z.object({
  symbol: text,
  expiration: maybeText,
  expirations: z.array(text),
  optionsEnd: optionsEndShape.optional(),
  jobs: z.object({ quote: text, chain: text, bars: text }),
});
