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

/** What the log of calls knows of the last hour; see `Usage` for what else is shown with it. */
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

/** The log of requests to the vendor. */
export interface ApiLog {
  /** Adds a request. An error text longer than 500 characters is cut; milliseconds are rounded. */
  record(call: ApiCall): void;
  /** Requests after an instant and up to `asOf`, oldest first. */
  since(timestamp: number, asOf: number): ApiCall[];
  /** The latest requests up to `asOf`, latest first. */
  last(count: number, asOf: number): ApiCall[];
  /**
   * Over the hour up to `now`: counts, response times at the median and the 95th percentile of the calls that were
   * answered, each endpoint's (busiest first), and calls, errors and median in each of the last 30 minutes, oldest first. An error is a
   * call without an answer or with a status of 400 or more.
   */
  usage(now: number): LoggedUsage;
  /** Failed requests of the hour up to `now`, alike ones together. */
  failures(now: number): { statusCode: number | null; error: string | null; count: number }[];
  /** Requests from one instant to another, both included. */
  count(from: number, to: number): number;
  /** When a request succeeded last, up to `now`; `null` if none ever did. */
  lastSuccessAt(now: number): number | null;
}
