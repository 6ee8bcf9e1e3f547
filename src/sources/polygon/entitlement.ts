import type { Clock } from '../../base/clock.ts';
import type { ApiCall } from '../../recordings/usage.ts';
import { failureOfLogged } from './http/classify.ts';
import { UpstreamError, type UpstreamFailure } from './http/upstream-error.ts';

/** What an endpoint has answered to this key, as far as it decides whether to ask again. */
export interface Entitlement {
  endpoint: string;
  /** `not-yet`: not for today before the day has ended. `too-old`: not for dates so long ago. */
  state: 'allowed' | 'not-entitled' | 'not-yet' | 'too-old';
  /** When it was answered so last. */
  at: number;
  /** The API's own sentence, where the plan denies it. */
  message: string | null;
}

/** What the key’s plan allows, learnt from answers. */
export interface Entitlements {
  /**
   * Whether asking makes sense: always, but for an endpoint denied within the last day. With `isForced` whatever is
   * known; a plan may have been changed this minute.
   */
  isWorthAsking(endpoint: string, isForced?: boolean): boolean;
  of(endpoint: string): Entitlement | null;
  /** Runs a request and learns from how it ends. */
  learn<T>(endpoint: string, request: () => Promise<T>): Promise<T>;
  /** What an endpoint answered before counts no longer: it is asked the next time it is wanted. */
  forget(endpoint: string): void;
  list(): Entitlement[];
}

/** Only paid plans answer with snapshots, trades and quotes, and none of them counts calls per minute. */
export function isPaidOnly(endpoint: string): boolean {
  return endpoint.includes('/snapshot') || endpoint.includes('/last/');
}

/** Somewhat less than a day, so that a job that runs once a day asks on the next one. */
export const askAgainAfterMs = 20 * 3_600_000;

/** What entitlements start with, and whom they notify. */
export interface EntitlementsOptions {
  clock: Clock;
  onPaidPlan: () => void;
  /** Calls that earlier processes logged, oldest first: what they learnt holds until it is asked again. */
  log?: readonly ApiCall[];
}

/** Starts with what the log has taught. `onPaidPlan` is called when an answer shows a paid plan. */
export function createEntitlements({ clock, onPaidPlan, log = [] }: EntitlementsOptions): Entitlements {
  const known = new Map<string, Entitlement>();
  const set = (endpoint: string, state: Entitlement['state'], message: string | null, at = clock.now()) =>
    known.set(endpoint, { endpoint, state, at, message });
  const setDenied = (endpoint: string, failure: UpstreamFailure, message: string | null, at?: number) => {
    if (failure === 'not-entitled' || failure === 'not-yet' || failure === 'too-old')
      set(endpoint, failure, message, at);
  };
  for (const { endpoint, statusCode, error, timestamp } of log) {
    if (statusCode === 200 && error === null) set(endpoint, 'allowed', null, timestamp);
    else setDenied(endpoint, failureOfLogged({ statusCode, error }), error, timestamp);
  }

  return {
    isWorthAsking(endpoint, isForced = false) {
      const entitlement = known.get(endpoint);
      return (
        isForced ||
        entitlement?.state !== 'not-entitled' ||
        clock.now() - entitlement.at >= askAgainAfterMs ||
        entitlement.at > clock.now()
      );
    },
    of: (endpoint) => known.get(endpoint) ?? null,
    async learn(endpoint, request) {
      try {
        const answer = await request();
        set(endpoint, 'allowed', null);
        if (isPaidOnly(endpoint)) onPaidPlan();
        return answer;
      } catch (error) {
        if (error instanceof UpstreamError) setDenied(endpoint, error.failure, error.message);
        throw error;
      }
    },
    forget: (endpoint) => void known.delete(endpoint),
    list: () => [...known.values()],
  };
}
