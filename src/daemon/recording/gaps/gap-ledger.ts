import type { JobCoverage } from '../../../protocol/state.ts';
import { type RecordedJob, recordedJobs } from '../recorded-jobs.ts';
import type { GapKeeper } from './gap-keeper.ts';

/** The gaps of an underlying's recorded jobs, or of one later expiration. */
export interface KeptGaps {
  symbol: string;
  gaps: GapKeeper;
  /** Names of the jobs, as in `JobState`. */
  jobs: Partial<Record<RecordedJob, string>>;
}

/** The gaps of everything that is recorded. */
export interface GapLedger {
  /** Returns how to take it out. */
  add(kept: KeptGaps): () => void;
  /** Of all recorded jobs. */
  coverage(): JobCoverage[];
  /** Has something else said of each job from now on, beside what was recorded. */
  completeWith(complete: (coverage: readonly JobCoverage[]) => JobCoverage[]): void;
  /** The exchange says that it is closed. */
  suspended(): void;
  /** Tries again to write what the database did not take. */
  flush(): void;
  /** Whose recorded job has this name, and which one it is; `null` where its polls have no gaps. */
  runOf(job: string): { gaps: GapKeeper; kind: RecordedJob } | null;
}

/** @param isOneSymbol whether one symbol is recorded, which needs no name in its coverage */
export function createGapLedger(isOneSymbol: boolean): GapLedger {
  const all: KeptGaps[] = [];
  let complete: (coverage: JobCoverage[]) => JobCoverage[] = (coverage) => coverage;
  const coverageOf = ({ gaps, ...kept }: KeptGaps): JobCoverage[] =>
    gaps.coverage().map((of) => namedCoverage(of, kept, isOneSymbol));
  return {
    add(kept) {
      all.push(kept);
      return () => void all.splice(all.indexOf(kept), 1);
    },
    coverage: () => complete(all.flatMap(coverageOf)),
    completeWith(other) {
      complete = other;
    },
    suspended() {
      for (const { gaps } of all) gaps.suspended();
    },
    flush() {
      for (const { gaps } of all) void gaps.flush();
    },
    runOf(job) {
      for (const { gaps, jobs } of all) {
        const kind = recordedJobs.find((name) => jobs[name] === job);
        if (kind) return { gaps, kind };
      }
      return null;
    },
  };
}

/** A coverage under the names by which clients know symbol and job. */
export function namedCoverage(
  of: JobCoverage,
  { symbol, jobs }: Omit<KeptGaps, 'gaps'>,
  isOneSymbol: boolean,
): JobCoverage {
  return {
    ...of,
    job: (of.job === 'quote' ? jobs.quote : jobs.chain) ?? of.job,
    ...(!isOneSymbol && { symbol }),
  };
}
