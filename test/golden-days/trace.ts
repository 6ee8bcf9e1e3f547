import { formatNewYorkTime, newYorkDate } from '../../src/market/calendar/new-york-time.ts';
import { createCanonical, type SeenText, shortHash } from './canonical.ts';
import type { Renames } from './renames.ts';
import type { WireMessage } from './socket-client.ts';
import { telling } from './telling.ts';

/** What a client was sent at one instant, in the form that is compared. */
export interface TraceEntry {
  /** Start of the step in which it came. */
  at: number;
  /** Start of the stretch that has a line of its own for each kind of event. */
  slice: number;
  /** Event, answer (`answer status`) or, where there are several of one event, event and symbol. */
  name: string;
  payload: unknown;
}

/** Each of these counts; of all others a client needs only the last one. */
const unmerged = new Set(['alert', 'prune']);
/** Sent after each request, by a timer of their own: the last one of a slice counts. */
export const meters = new Set(['usage']);
const minuteMs = 60_000;
/** Of a slice with more minutes, one hash has to do. */
const maxHashes = 5;

type Step = Pick<TraceEntry, 'at' | 'slice'>;

export interface Trace {
  /** Takes in what came in a step. */
  add(step: Step, messages: readonly WireMessage[]): void;
  /** Takes in what a request was answered with. */
  answer(step: Step, name: string, payload: unknown): void;
  entries(): readonly TraceEntry[];
  /** Texts, each where it was seen first. */
  texts(): readonly string[];
}

export function createTrace(renames: Renames): Trace {
  const entries: TraceEntry[] = [];
  const texts = new Map<string, string>();
  let now = 0;
  const onText = ({ field, text }: SeenText) => {
    const key = `${field}: ${text}`;
    if (!texts.has(key)) texts.set(key, `${newYorkDate(now)} ${formatNewYorkTime(now, true)} ${key}`);
  };
  const canonical = createCanonical(renames, onText);
  return {
    add(step, messages) {
      now = step.at;
      const ofStep = new Map<string, TraceEntry>();
      for (const { method, params } of messages) {
        const message = canonical.messageName(method);
        const payload = canonical.payload(message, params.payload);
        const symbol = (payload as { symbol?: string } | null)?.symbol;
        const name = symbol === undefined || message === 'alert' ? message : `${message} ${symbol}`;
        const key = unmerged.has(message) ? `${name} ${JSON.stringify(payload)}` : name;
        ofStep.set(key, { ...step, name, payload });
      }
      for (const [, entry] of [...ofStep].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const before = entries.findLastIndex(
          ({ name, slice }) => name === entry.name && slice === step.slice,
        );
        if (meters.has(entry.name) && before >= 0) entries.splice(before, 1);
        entries.push(entry);
      }
    },
    answer(step, name, result) {
      now = step.at;
      const message = canonical.messageName(name);
      entries.push({ ...step, name: `answer ${message}`, payload: canonical.payload(message, result) });
    },
    entries: () => entries,
    // Those of one instant may come in any order.
    texts: () => [...texts.values()].sort(),
  };
}

/** A line for each kind of event in each slice: how many there were, a hash of each minute, and what the last one says. */
export function traceLines(entries: readonly TraceEntry[]): string[] {
  const groups = [...Map.groupBy(entries, ({ slice, name }) => `${slice} ${name}`).values()];
  const order = ({ slice, name }: TraceEntry) => `${slice} ${name}`;
  groups.sort(([a], [b]) => (order(a!) < order(b!) ? -1 : 1));
  return groups.map(lineOf);
}

function lineOf(group: readonly TraceEntry[]): string {
  const { slice, name, payload } = group.at(-1)!;
  const minutes = Map.groupBy(group, ({ at }) => Math.floor(at / minuteMs) * minuteMs);
  const hashes = [...minutes].map(([minute, ofMinute]) => {
    const hash = shortHash(ofMinute.map((entry) => JSON.stringify([entry.at, entry.payload])).join('\n'));
    return { minute, hash };
  });
  const heard =
    hashes.length > maxHashes
      ? shortHash(hashes.map(({ hash }) => hash).join())
      : hashes.map(({ minute, hash }) => `${formatNewYorkTime(minute)}=${hash}`).join(' ');
  const instant = `${newYorkDate(slice)} ${formatNewYorkTime(slice)}`;
  return `${instant} ${name}: ${group.length}× ${heard} | ${telling(name, payload)}`.replace(/ \| $/, '');
}

/** One of each kind in full, long lists cut, so that a reader sees what the hashes stand for. */
export function traceSample(entries: readonly TraceEntry[]): string {
  const firsts = new Map<string, unknown>();
  for (const { name, payload } of entries) if (!firsts.has(name)) firsts.set(name, cut(payload));
  return `${JSON.stringify(Object.fromEntries(firsts), null, 1)}\n`;
}

function cut(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.length > 2 ? [cut(value[0]), `… ${value.length - 1} more`] : value.map(cut);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, cut(inner)]));
}
