import type { Clock } from '../../base/clock.ts';
import type { KeyName } from '../../config/key-names.ts';
import type { Connection } from '../../protocol/connection/connection.ts';
import type { PlaybackControls } from '../playback/playback-controls.ts';
import type { Shown } from '../saved-picture/save-picture.ts';
import type { SavedPictures } from '../saved-picture/saved-files.ts';
import type { EmbeddedRecording } from '../recording.ts';
import type { DashboardState } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { Dialog } from '../state/ui/dialog.ts';
import type { Token } from '../theme/tokens.ts';

/** What a command may read and change. */
export interface CommandContext {
  store: Store;
  connection: Connection;
  clock: Clock;
  /** A line in place of the footer for some seconds. */
  toast(text: string, token?: Token, forMs?: number): void;
  /** The text with the keys in force in place of `{id}`. */
  withKeys(text: string): string;
  /** A new number for a question or a toast. */
  nextId(): number;
  /** Runs a command by its id, as its key would. */
  runCommand(id: string): void;
  quit(): void;
  /** The recording that quitting would end; `null` where it ends none. */
  recording: EmbeddedRecording | null;
  /** Starts a daemon in the background; `null` where that cannot be done. */
  startDaemon: (() => Promise<void>) | null;
  /** Plays recordings; `null` where that cannot be done. */
  playback: PlaybackControls | null;
  /** What is on screen; `null` before it is drawn. */
  shown(): Shown | null;
  /** Saves what is on screen; `null` where that cannot be done. */
  pictures: SavedPictures | null;
  /** The user has pressed a key, pasted, or used the mouse. */
  noteInput(): void;
  /** Whether the user has since the dashboard was opened. */
  hasActed(): boolean;
  /** Whether the current input arrived after the open question was drawn. */
  isAfterQuestion(): boolean;
  /** Gives the terminal back to the shell until the user returns; `null` where that cannot be done. */
  suspend: (() => Promise<void>) | null;
}

/**
 * Where the keys of a command hold: on the panes; on the panes while a recording is played, or while the chart has a cursor,
 * where they come before all others there; or inside one of the dialogs.
 */
export type CommandScope = 'panes' | 'playback' | 'cursor' | Exclude<Dialog['kind'], 'tour'>;

/** One thing that a user can do, with its keys and its texts. */
export interface Command {
  id: string;
  scope: CommandScope;
  keys: readonly KeyName[];
  /**
   * Those of `keys` that came with a later version: where the settings give one to another command, it is that command's.
   */
  yieldingKeys?: readonly KeyName[];
  /** Shown in the footer in place of the first key, where one hint stands for several commands. */
  footerKey?: string;
  /** A word or two, for the footer. */
  label: string;
  /** One sentence, for the help and the docs. */
  summary: string;
  /** Priority in the footer: the highest numbers are left out first; `null` for the help only. */
  footer: number | null;
  /** That priority where it depends on the state. */
  footerIn?(state: DashboardState): number;
  /** Whether the label fits what the command does now; the footer shows it only then. */
  isHinted?(state: DashboardState): boolean;
  /** `true`, or a sentence that says why it cannot be done now; `{id}` in it becomes the key of that command. */
  isEnabled(state: DashboardState): true | string;
  /** It cannot be undone, so it accepts only input that arrived after its question was drawn. */
  confirmsLoss?: true;
  run(context: CommandContext): void | Promise<void>;
}
