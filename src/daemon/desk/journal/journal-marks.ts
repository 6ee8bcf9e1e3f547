/** What the recorder writes into the journal beside its events; no client gets it. */
export const journalMarks = {
  /** A recorder begins, or could not write some of its events: the next snapshots are to be taken over with all that is new. */
  begins: 'recorder',
  /** Snapshots were kept as of the entry before. It comes with every minute: a recorder that lives is heard of. */
  snapshots: 'snapshots',
} as const;

/** Under this name the snapshots hold who records; no symbol is called like it. */
export const recorderKey = 'recorder:';

/** How often snapshots are kept, in real ms. */
export const snapshotEveryMs = 60_000;
