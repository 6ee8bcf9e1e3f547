import type { Clock } from '../../base/clock.ts';
import type { HttpGet } from '../../sources/polygon/http/http-get.ts';

/** The API server's own time, as its answers give it. */
export interface ServerDate {
  /** The `httpGet` given, with an eye on what each answer's `Date` header says. */
  httpGet: HttpGet;
  /** By how many milliseconds our clock is ahead of the server's, to the header's second; `null` before an answer. */
  skewMs(): number | null;
}

/** Wraps an HTTP client, so that the `Date` of its answers is noted. */
export function watchServerDate(httpGet: HttpGet, clock: Clock): ServerDate {
  let skewMs: number | null = null;
  return {
    skewMs: () => skewMs,
    async httpGet(...request) {
      const before = clock.now();
      const response = await httpGet(...request);
      const at = Date.parse(response.headers.get('date') ?? '');
      // The header names the second in which the answer was made, somewhere between asking and hearing.
      if (Number.isFinite(at)) skewMs = Math.round((before + clock.now()) / 2 - (at + 500));
      return response;
    },
  };
}
