import { formatNewYorkTime, newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { DeskHandOver, DeskStatus } from '../../protocol/desk/desk-state.ts';

const at = (instant: number) => `${newYorkDate(instant)} ${formatNewYorkTime(instant, true)}`;

/** Who records on the shared store, and how the recorder came to it. */
export function deskLines(desk: DeskStatus | undefined): string[] {
  if (!desk) return [];
  return [whoRecords(desk), ...(desk.lastHandOver ? [handOverText(desk.lastHandOver)] : [])];
}

function whoRecords({ role, recorder, self, since, remainingMs, token }: DeskStatus): string {
  if (recorder === null) return `desk: nobody records at the moment; this is ${self}`;
  const until = `lease ${token}, ${Math.max(0, Math.ceil(remainingMs / 1000))} s left`;
  const records = `${recorder} records${since === null ? '' : ` since ${at(since)}`} (${until})`;
  return role === 'recorder' ? `desk: ${records}; this is the recorder` : `desk: ${records}; ${self} follows`;
}

function handOverText({ at: endedAt, from, to, isPlanned }: DeskHandOver): string {
  if (from === to) return `last hand-over ${at(endedAt)}: the lease of ${to} ended; it got it again`;
  const how = isPlanned ? 'handed over to' : 'ended without a word; it was followed by';
  return `last hand-over ${at(endedAt)}: ${from} ${how} ${to}`;
}
