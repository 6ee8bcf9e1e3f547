import type { Priority } from './polygon/budget.ts';

/** What is asked of a source, by whom and until when. */
export interface PollRequest {
  priority: Priority;
  /** Past the cache. */
  isForced: boolean;
  /** Epoch ms of the slot that it was due at; `null` for a user's refresh, and for a run at the start. */
  slotAt: number | null;
  /** Aborts when the request is given up. What comes of it after that is not to be kept. */
  signal: AbortSignal;
  /** Says that it gets on: a request of many pages may take long, one that does nothing may not. */
  onProgress?: () => void;
}
