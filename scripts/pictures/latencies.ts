import { seededRandom } from '../../src/base/random.ts';
import type { Usage } from '../../src/protocol/state.ts';

/**
 * The simulated market answers at once, and a clock that is stepped sees no time pass: the pictures show what a vendor
 * takes instead, the same for the same call.
 */
export function withLatencies(usage: Usage): Usage {
  const lastCalls = usage.lastCalls
    .map((call) => {
      const random = seededRandom(`${call.timestamp} ${call.endpoint}`);
      return { ...call, responseTimeMs: Math.round(70 + 60 * random.next() + 90 * random.next() ** 4) };
    })
    .sort((a, b) => b.timestamp - a.timestamp || (a.endpoint < b.endpoint ? -1 : 1));
  const percentile = (share: number, of = lastCalls) => {
    const sorted = of.map(({ responseTimeMs }) => responseTimeMs).sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null;
  };
  return {
    ...usage,
    p50Ms: percentile(0.5),
    p95Ms: percentile(0.95),
    lastCalls,
    medianMsPerMinute: usage.callsPerMinute.map((calls, minute) =>
      calls > 0 ? Math.round(95 + 40 * seededRandom(`minute ${minute}`).next()) : null,
    ),
    endpoints: [...usage.endpoints]
      .sort((a, b) => (a.endpoint < b.endpoint ? -1 : 1))
      .map((each) => {
        const own = lastCalls.filter(({ endpoint }) => endpoint === each.endpoint);
        // Of those whose calls are too long ago to be listed, an hour's figures are still known.
        const known = own.length > 0 ? own : lastCalls;
        return { ...each, p50Ms: percentile(0.5, known), p95Ms: percentile(0.95, known) };
      }),
  };
}
