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
