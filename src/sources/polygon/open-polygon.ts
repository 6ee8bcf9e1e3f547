import type { Clock } from '../../base/clock.ts';
import type { ApiCall, ApiLog } from '../../recordings/usage.ts';
import { type Budget, createBudget } from './budget.ts';
import { type Entitlements, createEntitlements, isPaidOnly } from './entitlement.ts';
import { createEndpoints, type Endpoints } from './endpoints/endpoints.ts';
import { createHttp } from './http/http.ts';
import type { OnCall, Reserve } from './http/attempt.ts';
import type { HttpGet } from './http/http-get.ts';

/** What the API is asked with. */
export interface UpstreamOptions {
  /** The calls that were made before, oldest first: what they have taught, and spent of the minute. See `loggedCalls`. */
  loggedCalls: readonly ApiCall[];
  clock: Clock;
  /** The calls a minute are read anew by `configure`. */
  settings: { callsPerMinute: number | null; timeoutSeconds: number; retries: number };
  httpGet: HttpGet;
  baseUrl: string;
  apiKey: string;
  appVersion: string;
  random: () => number;
  /** Aborts when the daemon closes: nothing waits for a call any more. */
  closing?: AbortSignal;
  /** Takes every request that went out, for the log. */
  onCall: OnCall;
  /** Makes a call known before it is sent, where others spend the same budget. */
  reserve?: Reserve | undefined;
}

/** The API, ready to be asked. */
export interface Upstream {
  budget: Budget;
  entitlements: Entitlements;
  endpoints: Endpoints;
  /** Takes over the calls a minute as they are set now; where they are not, those that the plan has shown to allow. */
  configure(): void;
}

/** Calls a minute while nothing is known of the plan, and a polite ceiling once a paid one has shown itself. */
const unknownPlanCalls = 5;
/** Calls a minute that a paid plan is taken to allow. */
export const paidPlanCalls = 100;

const hourMs = 3_600_000;

/** The calls of the last day, as `openUpstream` takes them. */
export async function loggedCalls(apiLog: Pick<ApiLog, 'since'>, now: number): Promise<ApiCall[]> {
  return await apiLog.since(now - 24 * hourMs, now);
}

/** The client of the API, with what earlier processes learnt of the key and spent of the minute, as the log tells. */
export function openUpstream(options: UpstreamOptions): Upstream {
  const {
    loggedCalls: log,
    clock,
    settings,
    httpGet,
    baseUrl,
    apiKey,
    appVersion,
    random,
    onCall,
    reserve,
  } = options;
  const now = clock.now();
  const entitlements = createEntitlements({ clock, log, onPaidPlan: () => configure() });
  const isPaid = () =>
    entitlements.list().some(({ endpoint, state }) => state === 'allowed' && isPaidOnly(endpoint));
  const callsPerMinute = () => settings.callsPerMinute ?? (isPaid() ? paidPlanCalls : unknownPlanCalls);
  const budget = createBudget({
    clock,
    callsPerMinute: callsPerMinute(),
    recentCalls: log
      .filter(({ timestamp }) => timestamp > now - hourMs)
      .map(({ timestamp, statusCode }) => ({ at: timestamp, isThrottled: statusCode === 429 })),
  });
  const configure = () => budget.setCallsPerMinute(callsPerMinute());
  const http = createHttp({
    ...{ httpGet, baseUrl, apiKey, appVersion, clock, budget, random, onCall, reserve },
    timeoutMs: settings.timeoutSeconds * 1000,
    retries: settings.retries,
    ...(options.closing && { closing: options.closing }),
  });
  return { budget, entitlements, endpoints: createEndpoints(http, entitlements), configure };
}
