import type { OnQuit } from '../config/look.ts';

/** A recording that would end with the dashboard's process. */
export interface EmbeddedRecording {
  onQuit: OnQuit;
  /** Whether it still records. */
  isAlive(): boolean;
  /**
   * Moves it to a process of its own.
   * @throws SpyglassError why that failed; it goes on in this process then
   */
  moveToBackground(): Promise<void>;
}
