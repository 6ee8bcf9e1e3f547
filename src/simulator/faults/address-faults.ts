import type { Fault } from './fault.ts';

/** Faults that lie before the first byte of HTTP: the client meets them at another address. */
export const addressFaults = {
  'name-not-found': {
    kind: 'address',
    summary: 'the host’s name does not exist',
    baseUrl: () => 'https://does-not-exist.invalid',
    apply: {},
  },
  'tls-failure': {
    kind: 'address',
    summary: 'the port does not speak TLS',
    baseUrl: (port) => `https://127.0.0.1:${port}`,
    apply: {},
  },
  'connection-refused': {
    kind: 'address',
    summary: 'nobody listens on the port',
    baseUrl: () => 'http://127.0.0.1:1',
    apply: {},
  },
} as const satisfies Record<string, Fault>;
