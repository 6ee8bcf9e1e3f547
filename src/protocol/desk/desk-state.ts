/** Who records on a shared store, as one of its daemons knows it. */
export interface DeskState {
  /** What the daemon that answers does: it records, or follows the one that does. */
  role: 'recorder' | 'follower' | 'unknown';
  /** Name of the daemon that records, by host and process: `server1 (4711)`. `null` while nobody does. */
  recorder: string | null;
  /** Name of the daemon that answers. */
  self: string;
  /** The store, without user and password: `postgres://server1:5432/spyglass`. */
  store: string;
}

/** How the recorder before came to its end. */
export interface DeskHandOver {
  /** When it let go, or its lease ended; epoch ms by the store's clock. */
  at: number;
  from: string;
  to: string;
  /** Whether it let go by itself, so that no slot was missed. */
  isPlanned: boolean;
}

/** Who records, and for how long as things stand. Instants are by the store's clock. */
export interface DeskStatus extends DeskState {
  /** Rises with every change of hands. */
  token: number;
  /** Epoch ms since which the recorder records; `null` while nobody does. */
  since: number | null;
  /** Until its lease ends unless it holds it again; 0 or less once it has. */
  remainingMs: number;
  /** `null` where the recorder is the first one, and while a follower does not know it. */
  lastHandOver: DeskHandOver | null;
}

/** The roles that a daemon can have. */
export const deskRoles = ['recorder', 'follower'] as const;
