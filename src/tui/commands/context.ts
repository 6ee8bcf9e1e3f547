import type { Clock } from '../../base/clock.ts';
import type { Connection } from '../../protocol/connection/connection.ts';
import { createPlaybackControls, type OpenPlayback } from '../playback/playback-controls.ts';
import { withKeys } from '../keys/named-keys.ts';
import type { Shown } from '../saved-picture/save-picture.ts';
import type { SavedPictures } from '../saved-picture/saved-files.ts';
import type { EmbeddedRecording } from '../recording.ts';
import type { Store } from '../state/store.ts';
import type { Token } from '../theme/tokens.ts';
import type { CommandContext } from './command.ts';
import { commandsOf } from './commands-table.ts';
import { runCommand } from './dispatch.ts';
import { toastMs } from './toast-times.ts';

/** What `createContext` needs. Functions that cannot be offered are `null`. */
export interface ContextOptions {
  store: Store;
  connection: Connection;
  clock: Clock;
  quit(): void;
  suspend: (() => Promise<void>) | null;
  recording?: EmbeddedRecording | null;
  startDaemon?: (() => Promise<void>) | null;
  openPlayback?: OpenPlayback | null;
  pictures?: SavedPictures | null;
  /** Default: nothing is. */
  shown?: () => Shown | null;
  /** Default: always `true`. */
  isAfterQuestion?: () => boolean;
  fail(thrown: unknown): void;
}

/** Makes the context of commands. Toasts end by its clock; `close` ends the pending one and an open playback. */
export function createContext(options: ContextOptions): CommandContext & { close(): void } {
  const { store, connection, clock, quit, suspend, fail, isAfterQuestion = () => true } = options;
  const { recording = null, startDaemon = null, openPlayback = null } = options;
  const { pictures = null, shown = () => null } = options;
  let endToast = () => {};
  let lastId = 0;
  let hasActed = false;
  const nextId = () => {
    lastId += 1;
    return lastId;
  };
  const toast = (text: string, token: Token = 'text', forMs = toastMs) => {
    const id = nextId();
    store.dispatch({ type: 'toast-shown', toast: { id, text, token } });
    endToast();
    endToast = clock.after(forMs, () => store.dispatch({ type: 'toast-ended', id }));
  };
  const playback = openPlayback && createPlaybackControls({ store, clock, open: openPlayback, toast });
  const context = {
    store,
    connection,
    clock,
    nextId,
    quit,
    suspend,
    recording,
    startDaemon,
    isAfterQuestion,
    hasActed: () => hasActed,
    noteInput() {
      hasActed = true;
      if (store.getState().ui.dialog?.kind === 'tour') store.dispatch({ type: 'dialog-closed' });
    },
    playback,
    pictures,
    shown,
    toast,
    withKeys: (text: string) => withKeys(text, store.getState()),
    runCommand(id: string) {
      const command = commandsOf(store.getState()).find((entry) => entry.id === id);
      if (command) runCommand(context, command).catch(fail);
    },
    close() {
      playback?.close();
      endToast();
    },
  };
  return context;
}
