import type { Source } from '../market/quotes/quote.ts';

export const archiveModes = ['live', 'demo'] as const;
/** Of which market a session is. A reader of one refuses the files of the other. */
export type ArchiveMode = (typeof archiveModes)[number];

/** What each file of a session says of where it is from, as whoever writes it knows it. */
export interface SessionFacts {
  mode: ArchiveMode;
  source: Exclude<Source, 'unknown'>;
  /** The plan of the key, as it is configured or was learnt; `null` where nobody knows. */
  plan: string | null;
  /** Version of the model that made the levels last. */
  modelVersion: number;
  /** Version of the program that writes. */
  appVersion: string;
}

/** The facts of a session in an archive. */
export interface ArchivedFacts extends SessionFacts {
  /** Version of the files' schema (`schemaVersion`). */
  schema: number;
  /** Epoch ms. */
  writtenAt: number;
}
