import type { Clock } from '../../base/clock.ts';
import type { Recording } from '../../recordings/recording.ts';

/** Watches that the database's files stay in their place. */
export interface DatabaseWatch {
  /** Looks now, for whoever is about to say how the database is. */
  look(): void;
  close(): void;
}

/** The database to watch, and who is notified. */
export interface DatabaseWatchOptions {
  db: Pick<Recording, 'checkFiles'>;
  clock: Clock;
  /** The database's files are not where they were, called once for each thing that is wrong. */
  onGone: (error: unknown) => void;
  /** They are back. */
  onBack: () => void;
}

/** Real milliseconds between two looks: three questions to the file system, no file is opened. */
const lookEveryMs = 5000;

/** Finds out that a database was taken away also while nothing is written, as at night. */
export function startDatabaseWatch({ db, clock, onGone, onBack }: DatabaseWatchOptions): DatabaseWatch {
  let problem: string | null = null;
  let cancel = () => {};
  const look = () => {
    try {
      db.checkFiles();
      if (problem !== null) onBack();
      problem = null;
    } catch (error) {
      const found = String(error);
      if (found !== problem) onGone(error);
      problem = found;
    }
  };
  const lookLater = () => {
    cancel = clock.after(lookEveryMs * clock.speed, () => {
      look();
      lookLater();
    });
  };
  lookLater();
  return { look, close: () => cancel() };
}
