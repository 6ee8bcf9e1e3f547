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

export function ok(json: unknown): Answer {
  return { status: 200, json };
}

export function badRequest(requestId: string, error: string): Answer {
  return { status: 400, json: { status: 'ERROR', request_id: requestId, error } };
}

export function unknownKey(requestId: string): Answer {
  return { status: 401, json: { status: 'ERROR', request_id: requestId, error: 'Unknown API Key' } };
}

export function missingKey(requestId: string): Answer {
  return { status: 401, json: { status: 'ERROR', request_id: requestId, error: 'API Key was not provided' } };
}

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

export function notFound(requestId: string, message = 'Data not found.'): Answer {
  return { status: 404, json: { status: 'NOT_FOUND', request_id: requestId, message } };
}

export function unknownPath(): Answer {
  return { status: 404, text: '404 page not found\n' };
}

export function tooManyRequests(requestId: string): Answer {
  const error = `You've exceeded the maximum requests per minute, please wait or upgrade your subscription to continue. ${pricing}`;
  return { status: 429, json: { status: 'ERROR', request_id: requestId, error } };
}

export function unavailable(): Answer {
  return { status: 503, text: 'no healthy upstream' };
}
