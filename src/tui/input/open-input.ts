import { systemClock } from '../../base/clock.ts';
import type { CommandContext } from '../commands/command.ts';
import { createContext } from '../commands/context.ts';
import { createConfirmation } from '../commands/dialogs/confirmation.ts';
import { pressKey } from '../commands/dispatch.ts';
import { actOnMouse } from '../commands/mouse.ts';
import { pasteText } from '../commands/paste.ts';
import type { DashboardOptions } from '../dashboard-options.ts';
import type { Store } from '../state/store.ts';
import type { Shown } from '../saved-picture/save-picture.ts';
import { filteredStdin } from './filtered-stdin.ts';
import { createInputPieces } from './input-pieces.ts';
import { createMouseMode, type MouseMode } from './mouse-mode.ts';
import type { TerminalHandOver } from './terminal-input.tsx';

/** The user's input, and what commands act on. */
export interface DashboardInput {
  context: CommandContext;
  /** `null` where the mouse is left to the terminal. */
  mouse: MouseMode | null;
  /** What Ink reads: typed characters only. Named keys, pastes and mouse reports are acted on here. */
  stdin: NodeJS.ReadStream;
  /** To be called after each picture that was drawn. */
  onDrawn(): void;
  /** To be called with the way to hand over the terminal, once it is known. */
  onHandOver(handOver: TerminalHandOver): void;
  /** To be called with the way to take what is on screen, once there is a picture. */
  onShown(shown: () => Shown | null): void;
  close(): void;
}

/** How the dashboard is ended. */
export interface Ending {
  quit(): void;
  /** Ends it with an error, which is thrown once the terminal was restored. */
  fail(thrown: unknown): void;
}

/** The theme follows the terminal's background until the user chooses one. */
function followBackground(store: Store, isLight: boolean): void {
  const { theme, followsBackground } = store.getState().ui;
  const wanted = isLight ? 'light' : 'dark';
  if (followsBackground && theme !== wanted) store.dispatch({ type: 'background-known', theme: wanted });
}

/** Reads the terminal's input and turns it into commands. */
export function openInput(options: DashboardOptions, store: Store, { quit, fail }: Ending): DashboardInput {
  const { connection, clock, stdout, suspend } = options;
  const mouse = options.isMouseOn && !options.isScreenReader ? createMouseMode(stdout) : null;
  const pieces = createInputPieces(mouse !== null);
  let framesDrawn = 0;
  const confirmation = createConfirmation(store, () => framesDrawn);
  let shown: () => Shown | null = () => null;
  let handOver: TerminalHandOver = (during) => during();
  const context = createContext({
    ...{ store, connection, clock, quit, fail },
    suspend: suspend ? () => handOver(suspend) : null,
    recording: options.recording ?? null,
    startDaemon: options.startDaemon ?? null,
    openPlayback: options.openPlayback ?? null,
    pictures: options.pictures ?? null,
    shown: () => shown(),
    isAfterQuestion: confirmation.isAfterQuestion,
  });
  const stdin = filteredStdin({
    ...{ stdin: options.stdin, pieces, onArrived: confirmation.arrived },
    // How soon the rest of a sequence arrives depends on the terminal, and not on the clock that the dashboard shows.
    clock: systemClock(),
    take: (piece) => {
      if (piece.kind === 'paste') return pasteText(context, piece.text);
      if (piece.kind === 'background') return followBackground(store, piece.isLight);
      const done = piece.kind === 'key' ? pressKey(context, piece.key) : actOnMouse(context, piece.report);
      done.catch(fail);
    },
  });
  return {
    ...{ context, mouse, stdin },
    onDrawn() {
      framesDrawn += 1;
    },
    onHandOver(given) {
      handOver = (during) => {
        pieces.reset();
        return given(during);
      };
    },
    onShown(given) {
      shown = given;
    },
    close() {
      confirmation.close();
      context.close();
    },
  };
}
