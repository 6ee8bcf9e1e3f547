import { tooManyRequests, unavailable } from '../answer.ts';
import type { Fault } from './fault.ts';

const html = { 'content-type': 'text/html; charset=utf-8' };

function errorPage(title: string): string {
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
}

export const statusFaults = {
  'rate-limited': {
    kind: 'status',
    summary: 'every request gets 429 with the vendor’s text and no Retry-After',
    apply: { replace: ({ requestId }) => tooManyRequests(requestId) },
  },
  'rate-limited-retry-after': {
    kind: 'status',
    summary: 'every request gets 429 with Retry-After: 7 (seconds)',
    apply: {
      replace: ({ requestId }) => ({ ...tooManyRequests(requestId), headers: { 'retry-after': '7' } }),
    },
  },
  'rate-limited-retry-after-date': {
    kind: 'status',
    summary: 'every request gets 429 with Retry-After as a date 20 seconds ahead',
    apply: {
      replace: ({ requestId, now }) => ({
        ...tooManyRequests(requestId),
        headers: { 'retry-after': new Date(now + 20_000).toUTCString() },
      }),
    },
  },
  'rate-limited-empty': {
    kind: 'status',
    summary: 'every request gets 429 with an empty body',
    apply: { replace: () => ({ status: 429 }) },
  },
  'server-error': {
    kind: 'status',
    summary: 'every request gets 500 with a JSON error',
    apply: {
      replace: ({ requestId }) => ({
        status: 500,
        json: { status: 'ERROR', request_id: requestId, error: 'Internal server error' },
      }),
    },
  },
  'bad-gateway': {
    kind: 'status',
    summary: 'every request gets 502 with a page of HTML',
    apply: { replace: () => ({ status: 502, text: errorPage('502 Bad Gateway'), headers: html }) },
  },
  unavailable: {
    kind: 'status',
    summary: 'every request gets 503 with plain text',
    apply: { replace: () => unavailable() },
  },
  'unavailable-retry-after': {
    kind: 'status',
    summary: 'every request gets 503 with Retry-After: 3600 (an hour)',
    apply: { replace: () => ({ ...unavailable(), headers: { 'retry-after': '3600' } }) },
  },
  'gateway-timeout': {
    kind: 'status',
    summary: 'every request gets 504 with an empty body',
    apply: { replace: () => ({ status: 504 }) },
  },
  flaky: {
    kind: 'status',
    summary: 'every other request gets 503, the ones between succeed',
    apply: {
      replace: ({ faultyRequest }) => (faultyRequest % 2 === 1 ? unavailable() : null),
    },
  },
  'url-too-long': {
    kind: 'status',
    summary: 'every request gets 414, as for too many tickers in the address',
    apply: { replace: () => ({ status: 414, text: errorPage('414 Request-URI Too Large'), headers: html }) },
  },
} as const satisfies Record<string, Fault>;
