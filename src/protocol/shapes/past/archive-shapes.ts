import * as z from 'zod';
import {
  type ArchiveOutcome,
  type ArchiveReport,
  type ArchiveState,
  type ArchivedSessionState,
  archiveWorks,
} from '../../archive.ts';
import { oneOf } from '../enum-values.ts';
import { isTrue, maybe, maybeText, number, text } from '../primitive-shapes.ts';
import { problemShape } from '../state-shapes.ts';

const session = { symbol: text, date: text };

const state = {
  isEnabled: isTrue,
  directory: text,
  sessions: number,
  bytes: number,
  rows: number,
  oldest: maybeText,
  newest: maybeText,
  last: z.object({ ...session, at: number }).nullable(),
  waiting: number,
  waitingSince: maybeText,
  damaged: number,
  running: z.object({ ...session, work: oneOf(archiveWorks), since: number, share: maybe }).nullable(),
  problem: problemShape.nullable(),
};

export const archiveStateShape: z.ZodType<ArchiveState> = z.object(state);

const archivedSessionShape: z.ZodType<ArchivedSessionState> = z.object({
  ...session,
  archivedAt: maybe,
  verifiedAt: maybe,
  bytes: number,
  rows: number,
  problem: maybeText,
  isWaiting: isTrue,
  isChainsRemoved: isTrue,
  isQuotesRemoved: isTrue,
});

export const archiveReportShape: z.ZodType<ArchiveReport> = z.object({
  ...state,
  list: z.array(archivedSessionShape),
});

export const archiveOutcomeShape: z.ZodType<ArchiveOutcome> = z.object({
  ...session,
  isOk: isTrue,
  message: text,
  code: maybeText,
  rows: number,
  bytes: number,
});

export const archiveOutcomesShape: z.ZodType<ArchiveOutcome[]> = z.array(archiveOutcomeShape);
