import type { Clock } from '../../base/clock.ts';

export interface ServerDate {
  /** The `fetch` given, with an eye on what each answer's `Date` header says. */
  fetch: typeof globalThis.fetch;
  /** By how many milliseconds our clock is ahead of the server's, to the header's second; `null` before an answer. */
  skewMs(): number | null;
}

export function watchServerDate(fetch: typeof globalThis.fetch, clock: Clock): ServerDate {
  let skewMs: number | null = null;
  return {
    skewMs: () => skewMs,
    async fetch(...request) {
      const before = clock.now();
      const response = await fetch(...request);
      const at = Date.parse(response.headers.get('date') ?? '');
      // The header names the second in which the answer was made, somewhere between asking and hearing.
      if (Number.isFinite(at)) skewMs = Math.round((before + clock.now()) / 2 - (at + 500));
      return response;
    },
  };
}
