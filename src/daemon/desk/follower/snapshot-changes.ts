import type { EventName, EventPayloads, Snapshot } from '../../../protocol/events.ts';
import type { RecorderEvent } from './apply-event.ts';

/** The parts of a snapshot that one event brings whole, as they are for every client. */
const common: { [N in EventName]?: (snapshot: Snapshot) => EventPayloads[N] | null | undefined } = {
  phase: ({ phase }) => phase,
  usage: ({ usage }) => usage,
  job: ({ jobs }) => jobs,
  gap: ({ coverage }) => coverage,
  health: ({ health }) => health,
  rules: ({ alerts }) => alerts.rules,
  'alert-channels': ({ alerts }) => alerts.channels,
  archive: ({ archive }) => archive,
  rebuild: ({ rebuild }) => rebuild,
};

/** The same of one chain. */
const own: typeof common = {
  'price-line': ({ priceLine }) => priceLine,
  chain: ({ chain }) => chain,
  'levels-history': ({ levelsHistory, subscription: { symbol } }) => ({ symbol, points: levelsHistory }),
  levels: ({ levels }) => levels,
};

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/**
 * The events that bring a client from one snapshot to another where those in between are not known. Where nothing is there
 * any more there is none.
 */
export function changesOfAll(before: Snapshot, after: Snapshot): RecorderEvent[] {
  return [...newQuotes(before, after), ...changed(common, before, after, null), ...newOf(before, after)];
}

/** The same of what is sent to those that look at the snapshots' chain. @param key see `chainKey` */
export function changesOfChain(before: Snapshot, after: Snapshot, key: string): RecorderEvent[] {
  return changed(own, before, after, key);
}

function changed(
  parts: typeof common,
  before: Snapshot,
  after: Snapshot,
  subscription: string | null,
): RecorderEvent[] {
  return Object.entries(parts).flatMap(([name, part]) => {
    const payload = part(after);
    if (payload === null || payload === undefined || isSame(payload, part(before))) return [];
    return [{ name, payload, subscription } as RecorderEvent];
  });
}

function newQuotes(before: Snapshot, after: Snapshot): RecorderEvent[] {
  const known = new Map(before.watch.map(({ symbol, quote }) => [symbol, quote]));
  return after.watch.flatMap(({ symbol, quote }) =>
    quote === null || isSame(quote, known.get(symbol))
      ? []
      : [{ name: 'quote', payload: quote, subscription: null }],
  );
}

/** Alerts that have come, oldest first, and the levels of recorded symbols. */
function newOf(before: Snapshot, after: Snapshot): RecorderEvent[] {
  const known = new Set(before.alerts.recent.map((alert) => JSON.stringify(alert)));
  const alerts = after.alerts.recent.filter((alert) => !known.has(JSON.stringify(alert))).reverse();
  const levels = (after.recorded ?? []).flatMap(({ symbol, levels: now, expirations }): RecorderEvent[] => {
    const then = before.recorded?.find((underlying) => underlying.symbol === symbol)?.levels;
    if (now === null || isSame(now, then)) return [];
    return [{ name: 'recorded-levels', payload: { symbol, levels: now, expirations }, subscription: null }];
  });
  return [
    ...levels,
    ...alerts.map((alert): RecorderEvent => ({ name: 'alert', payload: alert, subscription: null })),
  ];
}
