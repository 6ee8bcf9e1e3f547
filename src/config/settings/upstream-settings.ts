import { baseUrl, secret, whole } from './setting-kinds.ts';
import { setting, unset } from './setting-spec.ts';

/** The API: whom to ask, with which key, and how much. */
export const upstreamSettings = {
  apiKey: unset({
    path: 'upstream.api_key',
    schema: secret,
    default: null,
    env: ['MASSIVE_API_KEY', 'POLYGON_API_KEY'],
    summary: 'API key; without one the simulated market is shown',
    isSecret: true,
  }),
  baseUrl: setting({
    path: 'upstream.base_url',
    isNeverQuoted: true,
    schema: baseUrl,
    default: 'https://api.massive.com',
    env: ['SPYGLASS_BASE_URL'],
    summary: 'address of the API; plain http only on this machine',
  }),
  callsPerMinute: unset({
    path: 'upstream.calls_per_minute',
    schema: whole(1, 6000),
    default: null,
    env: ['SPYGLASS_CALLS_PER_MINUTE'],
    summary:
      'requests that the plan allows a minute; unset: 5 until an answer shows that the plan is a paid one, then 100',
  }),
  timeoutSeconds: setting({
    path: 'upstream.timeout_seconds',
    schema: whole(1, 300),
    default: 30,
    env: ['SPYGLASS_TIMEOUT_SECONDS'],
    summary: 'patience with one request, its retries included',
  }),
  retries: setting({
    path: 'upstream.retries',
    schema: whole(0, 10),
    default: 3,
    env: ['SPYGLASS_RETRIES'],
    summary: 'further tries after an answer that may be better next time (429, 5xx, network)',
  }),
} as const;
