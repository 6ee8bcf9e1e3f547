import type { PlannedPoll } from '../protocol/recorded.ts';
import type { Budget } from '../sources/polygon/budget.ts';
import { type CachedFetch, createCachedFetch } from '../sources/polygon/cache.ts';
import type { Endpoints } from '../sources/polygon/endpoints/endpoints.ts';
import type { Entitlements } from '../sources/polygon/entitlement.ts';
import { loggedCalls, openUpstream } from '../sources/polygon/open-polygon.ts';
import type { DaemonCore } from './core.ts';
import { type ServerDate, watchServerDate } from './doctor/server-date.ts';
import type { MarketDays } from './market-days/market-hours.ts';
import { createPollIntervals, type SharedIntervals } from './schedule/intervals/poll-intervals.ts';
import { createAnswerProblems } from './usage/answer-problems.ts';
import { type CallLog, createCallLog } from './usage/call-log.ts';
import { reserveCalls } from './usage/reserve-calls.ts';
import { loadRecentCalls } from './usage/recent-calls.ts';
import { createUsageRecorder, type UsageRecorder } from './usage/usage-recorder.ts';

/** The vendor's API as the daemon uses it: within the budget, through the cache, every call logged. */
export interface Vendor {
  readonly budget: Budget;
  readonly entitlements: Entitlements;
  readonly endpoints: Endpoints;
  readonly cached: CachedFetch;
  readonly calls: CallLog;
  readonly usage: UsageRecorder;
  readonly intervals: SharedIntervals;
  readonly serverDate: ServerDate;
  /** Takes over the calls a minute as they are set now. */
  configure(): void;
}

/** Opens the API's client, with what earlier processes learnt of the key and spent of the minute. */
export async function openVendor(core: DaemonCore, hours: MarketDays): Promise<Vendor> {
  const { deps, clock, settings, lifecycle, db, bus, startedAt, onStoreError } = core;
  const calls = createCallLog({ log: db.apiLog, clock, onError: onStoreError });
  const recent = await loadRecentCalls(db.apiLog, clock.now(), onStoreError);
  const answers = createAnswerProblems(calls.lastError);
  // What the daemon before has polled serves no slot of this one.
  const servedUntil = deps.takesOver ? startedAt : undefined;
  const cached = createCachedFetch(db.cache, clock, onStoreError, answers.onFailure, servedUntil);
  const serverDate = watchServerDate(deps.httpGet, clock);
  const { budget, entitlements, endpoints, configure } = openUpstream({
    ...{ clock, settings },
    loggedCalls: await loggedCalls(db.apiLog, clock.now()),
    httpGet: serverDate.httpGet,
    baseUrl: deps.baseUrl,
    apiKey: deps.apiKey,
    appVersion: deps.appVersion,
    random: deps.random,
    closing: lifecycle.signal,
    onCall(call, reserved) {
      recent.add(call);
      calls.record(call, reserved);
    },
    reserve: reserveCalls(db.apiLog, deps.mayPollUnreserved),
  });
  const intervals = createPollIntervals({ settings, hours, budget });
  budget.expect(intervals.planned);
  const usage = createUsageRecorder({
    ...{ cache: db.cache, clock, bus, calls, recent, answers, budget, cached, onStoreError },
    restOfDay() {
      const now = clock.now();
      const { phase } = hours.calendar.phaseAt(now);
      const until = intervals.optionsEnd(now);
      if (phase === 'closed' || phase === 'overnight' || now >= until) return null;
      return { until, calls: intervals.callsUntil(now, until) };
    },
    plan: () => planToShow(intervals),
  });
  lifecycle.add('usage', usage.close);
  return { budget, entitlements, endpoints, cached, calls, usage, intervals, serverDate, configure };
}

/** Quote and chain of one underlying say themselves how often they are polled. */
function planToShow(intervals: SharedIntervals): { plan: PlannedPoll[] } | null {
  const plan = intervals.plan();
  return plan.length > 2 ? { plan } : null;
}
