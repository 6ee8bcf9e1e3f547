/** What the server says to one request. Exactly one of `json`, `text` and `bytes` is set; none means an empty body. */
export interface Answer {
  status: number;
  json?: unknown;
  text?: string;
  bytes?: Uint8Array;
  /** Over the defaults of the delivery, e.g. another content type. */
  headers?: Record<string, string>;
}

const pricing = 'https://polygon.io/pricing';

/** 200 with a body. */
export function ok(json: unknown): Answer {
  return { status: 200, json };
}

/** 400: the query makes no sense. */
export function badRequest(requestId: string, error: string): Answer {
  return { status: 400, json: { status: 'ERROR', request_id: requestId, error } };
}

/** 401: nobody has this key. */
export function unknownKey(requestId: string): Answer {
  return { status: 401, json: { status: 'ERROR', request_id: requestId, error: 'Unknown API Key' } };
}

/** 401: there was no key. */
export function missingKey(requestId: string): Answer {
  return { status: 401, json: { status: 'ERROR', request_id: requestId, error: 'API Key was not provided' } };
}

/** 403: the plan does not include this. */
export function notEntitled(requestId: string): Answer {
  return refused(
    requestId,
    'You are not entitled to this data. Please upgrade your plan at https://massive.com/pricing',
  );
}

/** The dates asked are older than the plan reaches, or in the future. */
export function outsideTimeframe(requestId: string): Answer {
  return refused(
    requestId,
    `Your plan doesn't include this data timeframe. Please upgrade your plan at ${pricing}`,
  );
}

/** The free plan asked for the current date. */
export function beforeEndOfDay(requestId: string): Answer {
  return refused(
    requestId,
    `Attempted to request today's data before end of day. Please upgrade your plan at ${pricing}`,
  );
}

function refused(requestId: string, message: string): Answer {
  return { status: 403, json: { status: 'NOT_AUTHORIZED', request_id: requestId, message } };
}

/** 404 for a ticker or date that has nothing. */
export function notFound(requestId: string, message = 'Data not found.'): Answer {
  return { status: 404, json: { status: 'NOT_FOUND', request_id: requestId, message } };
}

/** 404 for a path without an endpoint. */
export function unknownPath(): Answer {
  return { status: 404, text: '404 page not found\n' };
}

/** 429: the minute is used up. */
export function tooManyRequests(requestId: string): Answer {
  const error = `You've exceeded the maximum requests per minute, please wait or upgrade your subscription to continue. ${pricing}`;
  return { status: 429, json: { status: 'ERROR', request_id: requestId, error } };
}

/** 503, as the load balancer writes it. */
export function unavailable(): Answer {
  return { status: 503, text: 'no healthy upstream' };
}
