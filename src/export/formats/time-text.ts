import { formatNewYorkTime, newYorkDate } from '../../market/calendar/new-york-time.ts';

const hourMs = 3_600_000;
/** As many hours as a session's rows name: older quotes and trades, too. */
const keptHours = 4096;

/**
 * Writes instants as ISO 8601 with New York's offset: `2026-11-25T10:30:00.250-05:00`. Most instants of an export lie in few
 * hours, so that what is the same through an hour is kept; the clocks change on the hour.
 */
export function createTimeText(): (at: number) => string {
  const hours = new Map<number, { start: string; end: string }>();
  const partsOf = (hour: number) => {
    if (hours.size >= keptHours) hours.clear();
    const at = hour * hourMs;
    const date = newYorkDate(at);
    const time = formatNewYorkTime(at).slice(0, 2);
    const parts = { start: `${date}T${time}:`, end: offsetText(at) };
    hours.set(hour, parts);
    return parts;
  };
  return (at) => {
    const hour = Math.floor(at / hourMs);
    const { start, end } = hours.get(hour) ?? partsOf(hour);
    const ms = at - hour * hourMs;
    const second = Math.floor(ms / 1000);
    return start + seconds[second]! + milliseconds[ms - second * 1000]! + end;
  };
}

/** Of an hour, `MM:SS`. */
const seconds = Array.from(
  { length: 3600 },
  (_, second) => `${two(Math.floor(second / 60))}:${two(second % 60)}`,
);
/** Of a second, `.mmm`. */
const milliseconds = Array.from({ length: 1000 }, (_, ms) => `.${three(ms)}`);

/** Of a full hour: how far New York's clock is behind UTC. */
function offsetText(at: number): string {
  const wall = Date.parse(`${newYorkDate(at)}T${formatNewYorkTime(at)}:00Z`);
  return `-${two((at - wall) / hourMs)}:00`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

function three(value: number): string {
  return value < 10 ? `00${value}` : value < 100 ? `0${value}` : String(value);
}
