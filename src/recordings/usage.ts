/** One request to the vendor, as it is logged. */
export interface ApiCall {
  /** Path template without query or key, e.g. `/v3/snapshot/options/{underlying}`. */
  endpoint: string;
  method: string;
  /** `null` when no answer came. */
  statusCode: number | null;
  responseTimeMs: number | null;
  error: string | null;
  timestamp: number;
}

/** What the plan allows, and what of it was spent. */
export interface BudgetState {
  callsPerMinute: number;
  /** Calls in the last 60 seconds. */
  used: number;
  /** Calls kept back for the user's own refresh. */
  reserve: number;
  /** When the oldest call of the window leaves it; `null` while the window is empty. */
  nextFreeAt: number | null;
}

/** The calls to one endpoint over the last hour. */
export interface EndpointUsage {
  endpoint: string;
  calls: number;
  errors: number;
  p50Ms: number | null;
  p95Ms: number | null;
}

/** What the calls of the last hour say; see `Usage` for what else is shown with it. */
export interface LoggedUsage {
  calls: number;
  errors: number;
  p50Ms: number | null;
  p95Ms: number | null;
  /** Calls in each of the last 30 minutes, oldest first. */
  callsPerMinute: number[];
  /** Of these, the calls that failed. */
  errorsPerMinute: number[];
  /** Median response time of the calls of each of these minutes that were answered; `null` in one without any. */
  medianMsPerMinute: (number | null)[];
  /** Busiest first. */
  endpoints: EndpointUsage[];
}

/** An error text longer than this is cut. */
const longestError = 500;

/** A request as it is logged: an error text of more than 500 characters is cut, milliseconds are rounded. */
export function loggedCall(call: ApiCall): ApiCall {
  const { responseTimeMs, error } = call;
  return {
    ...call,
    responseTimeMs: responseTimeMs === null ? null : Math.round(responseTimeMs),
    error: error?.slice(0, longestError) ?? null,
  };
}

/** The log of requests to the vendor. */
export interface ApiLog {
  /** Adds a request, as `loggedCall` has it, or completes the row that was reserved for it. */
  record(call: ApiCall, reserved?: number): Promise<void>;
  /**
   * Adds a request before it is sent, so that whoever records next counts it whatever becomes of this process; its number is
   * for `record`. Absent where one process alone spends the budget.
   */
  reserve?(call: Pick<ApiCall, 'endpoint' | 'method' | 'timestamp'>): Promise<number>;
  /** Requests after an instant and up to `asOf`, oldest first. */
  since(timestamp: number, asOf: number): Promise<ApiCall[]>;
  /** The latest requests up to `asOf`, latest first. */
  last(count: number, asOf: number): Promise<ApiCall[]>;
  /** Requests from one instant to another, both included. */
  count(from: number, to: number): Promise<number>;
  /**
   * When a request succeeded last, up to `now`; `null` if none ever did. An error is a call without an answer or with a
   * status of 400 or more.
   */
  lastSuccessAt(now: number): Promise<number | null>;
}
