import type { PastEvent, PastReader } from '../../../src/daemon/playback/past-reader.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';

/** A Monday, in New York's time. */
export const instantAt = (time: string, date = '2026-11-23') => newYorkInstant(date, time);

/** A chain polled at each of these instants, each with a payload of its own. */
export const pollsAt = (...instants: number[]): PastEvent[] =>
  instants.map((at) => ({ name: 'chain', at, json: JSON.stringify({ polledAt: at }) }));

/** A reader of a recording that is a list of events. */
export function inventedPast(
  recorded: readonly PastEvent[],
): PastReader & { reads: number; failWith: Error | null } {
  const countTo = (at: number) => recorded.filter((event) => event.at <= at).length;
  const placeAt = (at: number) => ({
    date: '2026-11-23',
    poll: countTo(at),
    polls: recorded.length,
    missing: null,
  });
  return {
    reads: 0,
    failWith: null,
    lastReceivedAt: async (_, asOf) => recorded.findLast(({ at }) => at <= asOf)?.at ?? null,
    picture: async (_, at) => ({ json: JSON.stringify({ pictureOf: at }), place: placeAt(at) }),
    async events({ from, to, maxPolls }) {
      this.reads += 1;
      if (this.failWith) throw this.failWith;
      const all = recorded.filter(({ at }) => at > from && at <= to);
      const events = all.slice(0, maxPolls);
      return { events, to: events.length < all.length ? events.at(-1)!.at : to };
    },
    place: async (_, at) => placeAt(at),
    ask: async (method, _params, _subscription, asOf) => JSON.stringify({ method, asOf }),
    days: async () => [],
    session: async () => null,
    find: async () => ({ at: null, searchedTo: 0 }),
    chain: async () => null,
    polledAt: async () => [],
    missed: async ({ since, until }) => ({
      ...{ since, until, alerts: [], alertCount: 0, sessions: 0, sessionMs: 0, ratio: null },
      ...{ missing: { gaps: 0, ms: 0, reasons: [] }, jobs: [], gaps: [], gapCount: 0 },
    }),
    openExport: async () => ({ symbol: 'SPY', columns: [] }),
    readExport: async () => ({ json: '{}', isEnd: true }),
    closeExport: async () => {},
    close: async () => {},
  };
}
