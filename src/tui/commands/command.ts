import type { Clock } from '../../base/clock.ts';
import type { KeyName } from '../../config/key-names.ts';
import type { Connection } from '../../protocol/connection/connection.ts';
import type { Recording } from '../recording.ts';
import type { DashboardState } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { Dialog } from '../state/ui/dialog.ts';
import type { Token } from '../theme/tokens.ts';

export interface CommandContext {
  store: Store;
  connection: Connection;
  clock: Clock;
  /** A line in place of the footer for some seconds. */
  toast(text: string, token?: Token, forMs?: number): void;
  /** A number that no other question has. */
  nextId(): number;
  /** Puts a command's key press through the table, as the help does with the selected one. */
  runCommand(id: string): void;
  quit(): void;
  /** What quitting would end; `null` where it ends nothing. */
  recording: Recording | null;
  /** Starts a daemon in the background; `null` where that cannot be done. */
  startDaemon: (() => Promise<void>) | null;
  /** Whether the input that is acted on arrived after the open question was drawn. */
  isAfterQuestion(): boolean;
  /** Gives the terminal back to the shell until the user returns; `null` where that cannot be done. */
  suspend: (() => Promise<void>) | null;
}

/** Where a key means this command: on the panes, or inside one of the dialogs. */
export type CommandScope = 'panes' | Dialog['kind'];

export interface Command {
  id: string;
  scope: CommandScope;
  keys: readonly KeyName[];
  /** Shown in the footer in place of the first key, for a command that stands for its neighbours, too. */
  footerKey?: string;
  /** A word or two, for the footer. */
  label: string;
  /** One sentence, for the help and the docs. */
  summary: string;
  /** Order in the footer, where lower numbers stay longest as it gets narrow; `null` for the help only. */
  footer: number | null;
  /** Whether what the label says is what it does now: a yes where there is no question only closes. */
  isHinted?(state: DashboardState): boolean;
  /** `true`, or why it cannot be done now, in words to show; `{id}` in them is the key of that command. */
  isEnabled(state: DashboardState): true | string;
  /** What it does cannot be taken back: it counts only from input that arrived after its question was drawn. */
  confirmsLoss?: true;
  run(context: CommandContext): void | Promise<void>;
}
