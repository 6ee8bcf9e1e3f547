import { backgroundQuestion } from './input/background-reply.ts';
import { type Instance, type RenderOptions, render } from 'ink';
import { App } from './app.tsx';
import { createCharts } from './charts/charts.ts';
import type { CommandContext } from './commands/command.ts';
import { pressKey } from './commands/dispatch.ts';
import { noticeMs } from './commands/toast-times.ts';
import type { DashboardOptions } from './dashboard-options.ts';
import { type DashboardInput, type Ending, openInput } from './input/open-input.ts';
import { withoutResizes } from './input/without-resizes.ts';
import { upstreamText } from './present/upstream-text.ts';
import { CellBufferContext } from './render/cell-buffer-context.ts';
import { createTerminalWriter } from './render/terminal-writer.ts';
import { createPacedText } from './screen-reader/paced-text.ts';
import { ScreenReaderApp } from './screen-reader/screen-reader-app.tsx';
import { startUpdates } from './start-updates.ts';
import { initialState } from './state/state.ts';
import { createStore, type Store } from './state/store.ts';

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
  const { clock, stdout, stdin } = options;
  const store = createStore(
    initialState(sizeOf(stdout), clock.now(), options.appearance, options.keys, options.calendar),
  );
  const ending = createEnding();
  const input = openInput(options, store, ending);
  const { context, mouse } = input;
  const picture = createPicture(options, store, input, ending);

  // Rendering again lays out and commits in the same turn, so that one picture of the new size is drawn.
  const resized = () => {
    store.dispatch({ type: 'resized', ...sizeOf(stdout) });
    ending.app?.rerender(picture.tree);
    picture.resized();
  };
  stdout.on('resize', resized);
  const stopUpdates = startUpdates(options, store, context);
  let stopSignals = () => {};
  try {
    // Ink does so after the first frame. A key typed before would be echoed into that frame and never painted over.
    stdin.setRawMode(true);
    if (store.getState().ui.followsBackground && !options.isScreenReader) stdout.write(backgroundQuestion);
    const app = render(picture.tree, inkOptions(options, input));
    ending.app = app;
    stopSignals = listenToSignals(options, context, ending);
    options.started?.catch(ending.fail);
    if (options.notice) context.toast(upstreamText(options.notice), 'text', noticeMs);
    await app.waitUntilExit();
  } finally {
    stopSignals();
    stopUpdates();
    stdout.off('resize', resized);
    ending.quit();
    mouse?.off();
    stdin.setRawMode(false);
    picture.close();
    input.close();
  }
  if (ending.failure) throw ending.failure.thrown;
}

interface RunningEnding extends Ending {
  /** `null` until Ink has rendered. */
  app: Instance | null;
  /** The first failure. */
  failure: { thrown: unknown } | null;
}

function createEnding(): RunningEnding {
  const ending: RunningEnding = {
    app: null,
    failure: null,
    quit: () => ending.app?.unmount(),
    fail(thrown) {
      ending.failure ??= { thrown };
      ending.quit();
    },
  };
  return ending;
}

/** The tree for Ink: panes drawn into a cell buffer, or sentences for a screen reader. */
function createPicture(options: DashboardOptions, store: Store, input: DashboardInput, { fail }: Ending) {
  const { clock, stdout } = options;
  const { context, mouse, onHandOver, onDrawn, onShown } = input;
  if (options.isScreenReader) {
    const text = createPacedText(store, clock);
    onShown(() => ({ kind: 'sentences', lines: text.get() }));
    return {
      tree: <ScreenReaderApp {...{ text, context, onHandOver, fail }} />,
      resized: () => {},
      close() {
        // Ink leaves the cursor after the last sentence; the shell begins on a line of its own.
        if (!stdout.destroyed && !stdout.writableEnded) stdout.write('\n');
        text.close();
      },
    };
  }
  const charts = createCharts();
  const size = () => {
    const { columns, rows } = store.getState().ui;
    return { columns, rows };
  };
  const screen = createTerminalWriter({ stdout, onDrawn, size });
  const { cellBuffer } = screen;
  onShown(() => ({
    kind: 'cells',
    drawn: { frame: cellBuffer.frame(size()), styles: cellBuffer.styles },
  }));
  const { isAscii = false, isEmbedded, host, pid = null } = options;
  const tree = (
    <CellBufferContext value={cellBuffer}>
      <App
        {...{ store, charts, context, mouse, screen, onHandOver, fail, isAscii, isEmbedded, pid }}
        {...(host && { host })}
        colorLevel={options.colors.level}
      />
    </CellBufferContext>
  );
  return { tree, resized: screen.resized, close: charts.close };
}

function inkOptions(options: DashboardOptions, { stdin, onDrawn }: DashboardInput): RenderOptions {
  const { stdout, stderr, isScreenReader = false } = options;
  return {
    stdout: isScreenReader ? stdout : withoutResizes(stdout),
    stdin,
    stderr,
    // What was written for a screen reader stays, so that it can be read again.
    alternateScreen: !isScreenReader,
    isScreenReaderEnabled: isScreenReader,
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: false,
    // Ink draws the screen reader's sentences; panes are drawn by the terminal writer.
    ...(isScreenReader && { onRender: onDrawn }),
  };
}

/** Acts on what comes from outside the terminal: an abort, a stop, an interrupt. */
function listenToSignals(
  options: DashboardOptions,
  context: CommandContext,
  { quit, fail }: Ending,
): () => void {
  const { signal } = options;
  signal?.addEventListener('abort', quit, { once: true });
  if (signal?.aborted) quit();
  const ignoreStops = options.onStop?.(() => void context.suspend?.().catch(fail));
  const ignoreInterrupts = options.onInterrupt?.(() => void pressKey(context, 'ctrl-c').catch(fail));
  return () => {
    signal?.removeEventListener('abort', quit);
    ignoreStops?.();
    ignoreInterrupts?.();
  };
}
