import * as z from 'zod';
import { SpyglassError } from '../../../base/errors.ts';
import type { EventName, Snapshot } from '../../../protocol/events.ts';
import { eventShapes, resultShapes } from '../../../protocol/shapes/shapes.ts';
import type { JournalEntry, JournalSnapshot } from '../../../recordings/shared/event-journal.ts';
import { recorderKey } from '../journal/journal-marks.ts';
import type { RecorderFacts } from '../journal/record-journal.ts';
import type { RecorderEvent } from './apply-event.ts';

/** What the recorder has kept as of one event. */
export interface ReceivedPictures {
  /** Number of the last event that they hold. */
  sequence: number;
  /** Epoch ms by the recorder's clock. */
  at: number;
  facts: RecorderFacts;
  /** Of each recorded chain, the first symbol's nearest in front. */
  pictures: Snapshot[];
}

const factsShape = z.object({
  name: z.string(),
  symbols: z.array(z.string()).min(1),
  lastHandOver: z
    .object({ at: z.number(), from: z.string(), to: z.string(), isPlanned: z.boolean() })
    .nullable(),
});

/** An entry of the journal as an event; `null` for one that this version does not know. */
export function eventOf({ name, payload: text, subscription }: JournalEntry): RecorderEvent | null {
  const shape = Object.hasOwn(eventShapes, name) ? eventShapes[name as EventName] : null;
  const payload = parsed(text);
  // What is passed on is what the recorder sent: a client of another version reads more of it than this one.
  return shape?.safeParse(payload).success ? ({ name, payload, subscription } as RecorderEvent) : null;
}

/**
 * The kept snapshots; `null` while there are none.
 * @throws SpyglassError `store` where they are of an unknown shape
 */
export function picturesOf(kept: readonly JournalSnapshot[]): ReceivedPictures | null {
  const own = kept.find(({ subscription }) => subscription === recorderKey);
  if (!own) return null;
  const facts = factsShape.safeParse(parsed(own.snapshot));
  const pictures = kept.filter((one) => one !== own).map(({ snapshot }) => parsed(snapshot));
  const areRead = pictures.every((picture) => resultShapes.subscribe.safeParse(picture).success);
  if (!facts.success || !areRead || pictures.length === 0) {
    throw new SpyglassError('store', 'What the recorder keeps for its followers is of an unknown shape.', {
      hint: 'Give every daemon of the desk the same version of Spyglass.',
    });
  }
  const [first] = facts.data.symbols;
  const isMain = ({ subscription }: Snapshot) =>
    subscription.symbol === first && subscription.expiration === null;
  const all = pictures as Snapshot[];
  return {
    ...{ sequence: own.sequence, at: own.at, facts: facts.data },
    pictures: [...all.filter(isMain), ...all.filter((picture) => !isMain(picture))],
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
