import type { Clock } from '../../../base/clock.ts';
import { type SpyglassError, toSpyglassError } from '../../../base/errors.ts';
import type { Logger } from '../../../base/log.ts';
import type { EventJournal, SequencedEntry } from '../../../recordings/shared/event-journal.ts';
import { journalMarks } from '../journal/journal-marks.ts';
import { startWokenLoop, type WokenLoop } from '../woken-loop.ts';
import type { RecorderEvent } from './apply-event.ts';
import { eventOf, picturesOf, type ReceivedPictures } from './received.ts';

/** Whom the journal is read for. */
export interface FollowJournalOptions {
  journal: Pick<EventJournal, 'after' | 'snapshots'>;
  clock: Clock;
  log: Pick<Logger, 'warn'>;
  /** @param isNews see `Mirror.take` */
  onPictures: (received: ReceivedPictures, isNews: boolean) => void;
  onEvent: (event: RecorderEvent) => void;
  /** Epoch ms by the recorder's clock of what has come last. */
  onHeard: (at: number) => void;
  /** The store cannot be read; `null`: it can again. */
  onProblem: (error: SpyglassError | null) => void;
}

/** Real ms after which the journal is read also where nobody has said that there is more. */
const readEveryMs = 1000;
const maxTogether = 500;

/**
 * Reads the recorder's events in order, from `first` on. Where some of them are gone, and where another recorder begins, what
 * the recorder keeps is taken over in their place.
 */
export function followJournal(first: ReceivedPictures, options: FollowJournalOptions): WokenLoop {
  const { journal, clock, onPictures, onHeard, onProblem } = options;
  let position = first.sequence;
  /** Events are missing, or another recorder begins: what it keeps is taken over next. */
  let isBehind = false;

  const takePictures = async () => {
    const received = picturesOf(await journal.snapshots());
    if (!received || received.sequence < position) return;
    // Whoever lags behind is sent its events first: among them may be alerts.
    if (!isBehind && received.sequence !== position) return;
    const isNews = isBehind;
    isBehind = false;
    position = received.sequence;
    onPictures(received, isNews);
    onHeard(received.at);
  };
  const handle = async (entry: SequencedEntry) => {
    if (entry.sequence <= position) return;
    onHeard(entry.at);
    if (entry.name === journalMarks.begins) isBehind = true;
    else if (entry.name === journalMarks.snapshots) await takePictures();
    else passOn(entry, options);
    position = Math.max(position, entry.sequence);
  };
  const readAll = async (signal: AbortSignal) => {
    for (;;) {
      const entries = await journal.after(position, maxTogether);
      if (entries.length > 0 && entries[0]!.sequence > position + 1) {
        isBehind = true;
        await takePictures();
        if (isBehind) return;
        continue;
      }
      for (const entry of entries) if (!signal.aborted) await handle(entry);
      if (entries.length < maxTogether || signal.aborted) return;
    }
  };
  return startWokenLoop(clock, async (signal) => {
    try {
      await readAll(signal);
      onProblem(null);
    } catch (thrown) {
      if (!signal.aborted) onProblem(toSpyglassError(thrown));
    }
    return readEveryMs;
  });
}

function passOn(entry: SequencedEntry, { onEvent, log }: FollowJournalOptions): void {
  const event = eventOf(entry);
  if (event) onEvent(event);
  else log.warn({ event: entry.name }, 'an event of the recorder is of an unknown shape');
}
