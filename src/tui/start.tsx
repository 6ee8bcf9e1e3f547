import { type Instance, render } from 'ink';
import { type Clock, systemClock } from '../base/clock.ts';
import { toSpyglassError } from '../base/errors.ts';
import type { KeyOverrides } from '../config/key-names.ts';
import type { Notify } from '../config/look.ts';
import { App, type HandOver } from './app.tsx';
import { createCharts } from './charts/charts.ts';
import { createConfirmation } from './commands/dialogs/confirmation.ts';
import { createContext } from './commands/context.ts';
import { pressKey } from './commands/dispatch.ts';
import { actOnMouse } from './commands/mouse.ts';
import { pasteText } from './commands/paste.ts';
import { noticeMs } from './commands/toast-times.ts';
import type { Connection } from './connection.ts';
import { upstreamText } from './present/upstream-text.ts';
import type { Recording } from './recording.ts';
import { createPacedText } from './screen-reader/paced-text.ts';
import { ReaderApp } from './screen-reader/screen-reader-app.tsx';
import { startFeed } from './state/feed.ts';
import { type KeptLimits, keepSeenLimits } from './state/keep-limits.ts';
import { startQuestions } from './state/questions.ts';
import { initialState } from './state/state.ts';
import { createStore } from './state/store.ts';
import type { Appearance } from './state/ui.ts';
import { createTerminalWriter } from './render/terminal-writer.ts';
import { CellBufferContext } from './render/cell-buffer-context.ts';
import { filteredStdin } from './input/filtered-stdin.ts';
import { createInputPieces } from './input/input-pieces.ts';
import { createMouseMode } from './input/mouse-mode.ts';
import { createNotifier } from './input/notifier.ts';
import { withoutResizes } from './input/without-resizes.ts';
import type { ColorLevel } from './theme/painter.ts';

export interface DashboardOptions {
  connection: Connection;
  /** The machine's clock; the world's time on screen comes from the daemon. */
  clock: Clock;
  stdout: NodeJS.WriteStream;
  stdin: NodeJS.ReadStream;
  stderr: NodeJS.WriteStream;
  colors: { level: ColorLevel };
  /** Draw without box, block and braille characters. */
  isAscii?: boolean;
  /** As the settings have it; keys may change it. */
  appearance?: Appearance;
  /** The user's own keys, checked. */
  keys?: KeyOverrides;
  /** How an alert calls for attention beyond the screen; not at all by default. */
  attention?: { notify: Notify; isTmux: boolean };
  /** Sentences in place of drawn panes. */
  isScreenReader?: boolean;
  /** Have the terminal report the mouse. */
  isMouseOn?: boolean;
  /** The daemon runs inside this process. */
  isEmbedded: boolean;
  /** Of this process, which a daemon inside it has, too. */
  pid?: number;
  /** What quitting would end, and how to keep it; absent or `null` where it ends nothing. */
  recording?: Recording | null;
  /** Starts a daemon in the background, where the one shown is gone. */
  startDaemon?: () => Promise<void>;
  /** A daemon that is being started: the dashboard ends with what this rejects with. */
  started?: Promise<unknown>;
  /** Said once in the footer, when the dashboard opens. */
  notice?: string;
  /** What of the plan's limits the user has been told before; without it, all of them are told. */
  keptLimits?: KeptLimits;
  /** Stops the process until the user brings it back (Ctrl-Z); the terminal has been handed over by then. */
  suspend?: () => Promise<void>;
  /** Told when somebody else asks for that (`kill -TSTP`). Returns how to end it. */
  onStop?: (listener: () => void) => () => void;
  /** Told when somebody sends this process INT, which means what Ctrl-C does. Returns how to end it. */
  onInterrupt?: (listener: () => void) => () => void;
  /** Ends the dashboard at once, without a question. */
  signal?: AbortSignal;
}

/** Windows consoles scroll when the last cell is written, so Ink clears the screen on every frame that fills it. */
const spareRows = process.platform === 'win32' ? 1 : 0;

const sizeOf = ({ columns, rows }: NodeJS.WriteStream) => ({
  columns: columns || 80,
  rows: (rows || 24) - spareRows,
});

/**
 * The dashboard, until the user quits. The terminal is as before when this resolves.
 *
 * @throws what a render or a command threw, after the terminal was restored
 */
export async function startDashboard(options: DashboardOptions): Promise<void> {
  const { connection, clock, stdout, stdin, stderr, isEmbedded, signal } = options;
  const store = createStore(initialState(sizeOf(stdout), clock.now(), options.appearance, options.keys));
  const charts = createCharts();
  let app: Instance | null = null;
  let failure: { thrown: unknown } | null = null;
  const quit = () => app?.unmount();
  const fail = (thrown: unknown) => {
    failure ??= { thrown };
    quit();
  };

  let framesDrawn = 0;
  const onDrawn = () => {
    framesDrawn += 1;
  };
  const confirmation = createConfirmation(store, () => framesDrawn);
  let handOver: HandOver = (during) => during();
  const { suspend } = options;
  const context = createContext({
    store,
    connection,
    clock,
    quit,
    fail,
    suspend: suspend ? () => handOver(suspend) : null,
    recording: options.recording ?? null,
    startDaemon: options.startDaemon ?? null,
    isAfterQuestion: confirmation.isAfterQuestion,
  });
  const onHandOver = (given: HandOver) => {
    handOver = (during) => {
      pieces.reset();
      return given(during);
    };
  };
  const isReader = options.isScreenReader ?? false;
  const mouse = options.isMouseOn && !isReader ? createMouseMode(stdout) : null;
  const pieces = createInputPieces(mouse !== null);
  const filtered = filteredStdin({
    ...{ stdin, pieces, onArrived: confirmation.arrived },
    // How soon the rest of a sequence comes is the terminal's doing, whatever clock the dashboard is shown by.
    clock: systemClock(),
    take: (piece) => {
      if (piece.kind === 'paste') return pasteText(context, piece.text);
      const done = piece.kind === 'key' ? pressKey(context, piece.key) : actOnMouse(context, piece.report);
      done.catch(fail);
    },
  });
  const screen = createTerminalWriter({
    ...{ stdout, onDrawn },
    size: () => {
      const { columns, rows } = store.getState().ui;
      return { columns, rows };
    },
  });
  const text = isReader ? createPacedText(store, clock) : null;
  const tree = text ? (
    <ReaderApp text={text} context={context} onHandOver={onHandOver} fail={fail} />
  ) : (
    <CellBufferContext value={screen.surface}>
      <App
        store={store}
        charts={charts}
        colorLevel={options.colors.level}
        isAscii={options.isAscii ?? false}
        isEmbedded={isEmbedded}
        pid={options.pid ?? null}
        context={context}
        mouse={mouse}
        screen={screen}
        onHandOver={onHandOver}
        fail={fail}
      />
    </CellBufferContext>
  );

  // Rendering again lays out and commits in the same turn, so that one picture of the new size is drawn.
  const resized = () => {
    store.dispatch({ type: 'resized', ...sizeOf(stdout) });
    app?.rerender(tree);
    screen.resized();
  };
  stdout.on('resize', resized);
  const notify = createNotifier({
    stdout,
    clock,
    ...(options.attention ?? { notify: 'off', isTmux: false }),
  });
  const stopFeed = startFeed(connection, store, clock, (alert) => {
    context.toast(`▲ ${upstreamText(alert.message, 200)}`, 'warning');
    notify(alert);
  });
  const stopQuestions = startQuestions(connection, store, clock);
  const stopKeeping = options.keptLimits
    ? keepSeenLimits(store, options.keptLimits, (thrown) =>
        context.toast(upstreamText(toSpyglassError(thrown).message), 'warning'),
      )
    : () => {};
  let deafen = () => {};
  let ignoreInterrupts = () => {};
  try {
    // Ink does so once the first frame is out. A key typed until then would be echoed into that frame, where nothing
    // would ever paint over it.
    stdin.setRawMode(true);
    app = render(tree, {
      stdout: isReader ? stdout : withoutResizes(stdout),
      stdin: filtered,
      stderr,
      // What a reader has said stays where it can be read again.
      alternateScreen: !isReader,
      isScreenReaderEnabled: isReader,
      interactive: true,
      exitOnCtrlC: false,
      patchConsole: false,
      // The screen reader's sentences are Ink's; panes are drawn elsewhere.
      ...(isReader && { onRender: onDrawn }),
    });
    signal?.addEventListener('abort', quit, { once: true });
    if (signal?.aborted) quit();
    deafen = options.onStop?.(() => void context.suspend?.().catch(fail)) ?? deafen;
    ignoreInterrupts =
      options.onInterrupt?.(() => void pressKey(context, 'ctrl-c').catch(fail)) ?? ignoreInterrupts;
    options.started?.catch(fail);
    if (options.notice) context.toast(upstreamText(options.notice), 'text', noticeMs);
    await app.waitUntilExit();
  } finally {
    signal?.removeEventListener('abort', quit);
    deafen();
    ignoreInterrupts();
    stopKeeping();
    stopQuestions();
    stopFeed();
    stdout.off('resize', resized);
    app?.unmount();
    mouse?.off();
    stdin.setRawMode(false);
    // Ink leaves the cursor after the last sentence, and there the shell would begin.
    if (text && !stdout.destroyed && !stdout.writableEnded) stdout.write('\n');
    text?.close();
    confirmation.close();
    context.close();
    charts.close();
  }
  if (failure) throw (failure as { thrown: unknown }).thrown;
}
