import * as z from 'zod';
import type { HandOver } from '../../hand-over.ts';

/** What is not looked at here is as the same version wrote it. */
const noteShape = z.looseObject({
  jobs: z.array(z.object({ name: z.string(), lastSlot: z.number() })),
  chainCalls: z.number(),
  clock: z.null(),
});

/** What the recorder before has left; `null` where that is nothing, or of an unknown shape. */
export function readNote(text: string | null): HandOver | null {
  if (text === null) return null;
  try {
    const note = noteShape.safeParse(JSON.parse(text));
    return note.success ? (note.data as unknown as HandOver) : null;
  } catch {
    return null;
  }
}

/** What goes with the lease. A moved clock is each daemon's own. */
export function noteOf(handOver: HandOver): string {
  return JSON.stringify({ ...handOver, clock: null });
}
