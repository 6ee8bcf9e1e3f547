import type { Entitlements } from '../entitlement.ts';
import { bodyLimits } from '../http/body-limits.ts';
import type { Http } from '../http/http.ts';
import { UpstreamError } from '../http/upstream-error.ts';
import { type EndpointName, templates } from './endpoint-names.ts';
import { notEntitled } from './plan-needs.ts';
import type { Asking } from './queries.ts';

/** Asks one endpoint once, and learns from the answer what the plan includes. @throws UpstreamError */
export type Ask = (name: EndpointName, target: string, asking: Asking) => Promise<unknown>;

/** Every answer goes through `entitlements`, so that a plan that includes nothing of an endpoint is asked rarely. */
export function createAsk(http: Http, entitlements: Entitlements): Ask {
  return async (name, target, { priority, signal, onProgress }) => {
    const endpoint = templates[name];
    try {
      return await entitlements.learn(endpoint, () =>
        http.getJson({ endpoint, target, priority, signal, onProgress, limits: bodyLimits[name] }),
      );
    } catch (error) {
      const isDenied = error instanceof UpstreamError && error.failure === 'not-entitled';
      throw isDenied ? notEntitled(name, error) : error;
    }
  };
}
