import type { Clock } from '../../base/clock.ts';
import { UpstreamError } from './upstream-error.ts';

/** What an endpoint has answered to this key, as far as it decides whether to ask again. */
export interface Capability {
  endpoint: string;
  state: 'allowed' | 'not-entitled' | 'not-yet';
  since: number;
  /** The API's own sentence, where it refused. */
  message: string | null;
}

export interface Capabilities {
  /** Whether asking makes sense: always, but for an endpoint refused less than an hour ago. */
  isWorthAsking(endpoint: string): boolean;
  /** Runs a request and learns from how it ends. */
  learn<T>(endpoint: string, request: () => Promise<T>): Promise<T>;
  list(): Capability[];
}

/** Only paid plans answer with snapshots, and none of them counts calls per minute. */
export function isPaidOnly(endpoint: string): boolean {
  return endpoint.includes('/snapshot');
}

/** A plan is upgraded now and then, and a refusal has also been seen to be a passing fault of the vendor. */
const askAgainAfterMs = 3_600_000;

export function createCapabilities(clock: Clock, onPaidPlan: () => void): Capabilities {
  const known = new Map<string, Capability>();
  const set = (endpoint: string, state: Capability['state'], message: string | null) => {
    if (known.get(endpoint)?.state !== state)
      known.set(endpoint, { endpoint, state, since: clock.now(), message });
  };
  return {
    isWorthAsking(endpoint) {
      const capability = known.get(endpoint);
      return capability?.state !== 'not-entitled' || clock.now() - capability.since >= askAgainAfterMs;
    },
    async learn(endpoint, request) {
      try {
        const answer = await request();
        set(endpoint, 'allowed', null);
        if (isPaidOnly(endpoint)) onPaidPlan();
        return answer;
      } catch (error) {
        if (error instanceof UpstreamError && error.failure === 'not-entitled') {
          known.delete(endpoint);
          set(endpoint, 'not-entitled', error.message);
        } else if (error instanceof UpstreamError && error.failure === 'not-yet') {
          set(endpoint, 'not-yet', error.message);
        }
        throw error;
      }
    },
    list: () => [...known.values()],
  };
}
