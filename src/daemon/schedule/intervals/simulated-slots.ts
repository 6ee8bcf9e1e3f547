import { windowMs } from '../../../sources/polygon/budget.ts';

/** A job with its slots, as they are to be tried. */
export interface TimedPolls {
  job: string;
  intervalMs: number;
  /** Of its first slot, from the start of the session. */
  offsetMs: number;
  /** Requests a run makes, one after the other. */
  calls: number;
}

/** What an answer may take; the next page is asked for after it. */
const answerMs = 500;
const minHorizonMs = 600_000;
const maxHorizonMs = 3_600_000;

interface Request {
  at: number;
  job: number;
  /** Calls of the run that are still to be made, this one among them. */
  left: number;
}

/**
 * Runs the slots of a session's first minutes, up to an hour, against the calls of a sliding minute, first come, first
 * served as in the budget.
 * @returns by job, the longest time between two answers in intervals: 1 where no slot has to wait. A slot that comes
 * before the run before it has ended is lost; each counts as one interval more.
 */
export function longestWaits(polls: readonly TimedPolls[], windowCalls: number): number[] {
  const queue = requestsOf(polls);
  const granted: number[] = [];
  const endsAt = polls.map(() => 0);
  const answeredAt = polls.map((): number | null => null);
  const longest = polls.map(({ intervalMs }) => intervalMs);
  for (let index = 0; index < queue.length; index++) {
    const { at, job, left } = queue[index]!;
    const { calls, intervalMs } = polls[job]!;
    if (left === calls && endsAt[job]! > at) {
      longest[job]! += intervalMs;
      continue;
    }
    const blocking = granted[granted.length - windowCalls];
    const free = blocking === undefined ? at : blocking + windowMs;
    const call = Math.max(at, free, granted.at(-1) ?? at);
    granted.push(call);
    const end = call + answerMs;
    if (left > 1) {
      endsAt[job] = Number.POSITIVE_INFINITY;
      insert(queue, index + 1, { at: end, job, left: left - 1 });
      continue;
    }
    endsAt[job] = end;
    const before = answeredAt[job]!;
    if (before !== null) longest[job] = Math.max(longest[job]!, end - before);
    answeredAt[job] = end;
  }
  return longest.map((ms, job) => ms / polls[job]!.intervalMs);
}

/** Of all jobs, the first request of each run, by time. */
function requestsOf(polls: readonly TimedPolls[]): Request[] {
  const horizon = horizonOf(polls);
  return polls
    .flatMap(({ intervalMs, offsetMs, calls }, job) => {
      const runs = Math.max(0, Math.ceil((horizon - offsetMs) / intervalMs));
      return Array.from({ length: runs }, (_, run) => ({
        at: offsetMs + run * intervalMs,
        job,
        left: calls,
      }));
    })
    .sort((a, b) => a.at - b.at || a.job - b.job);
}

/** Twice the time after which all slots lie as at the start. */
function horizonOf(polls: readonly TimedPolls[]): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  let period = 1;
  for (const { intervalMs } of polls) {
    period = Math.min(maxHorizonMs, (period / divisor(period, intervalMs)) * intervalMs);
  }
  const latest = Math.max(...polls.map(({ offsetMs, intervalMs }) => offsetMs + intervalMs));
  return Math.min(maxHorizonMs, Math.max(minHorizonMs, latest + 2 * period));
}

function insert(queue: Request[], from: number, request: Request): void {
  let at = from;
  while (at < queue.length && queue[at]!.at <= request.at) at += 1;
  queue.splice(at, 0, request);
}
