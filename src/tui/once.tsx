import type { Clock } from '../base/clock.ts';
import { SpyglassError } from '../base/errors.ts';
import type { Health } from '../protocol/state.ts';
import { App } from './app.tsx';
import { createCharts } from './charts/charts.ts';
import { createContext } from './commands/context.ts';
import type { Connection } from '../protocol/connection/connection.ts';
import { screenReaderSentences } from './screen-reader/sentences.ts';
import { startFeed } from './state/picture/feed.ts';
import { layoutOf, shownSubscription } from './state/selectors.ts';
import { type DashboardState, initialState } from './state/state.ts';
import { createStore, type Store } from './state/store.ts';
import type { Appearance } from './state/ui/ui.ts';
import { beginPlayback, type FirstPlayback } from './playback/first-playback.ts';
import type { OpenPlayback } from './playback/playback-controls.ts';
import { drawOnce } from './render/draw-once.tsx';
import type { ColorLevel } from '../config/look.ts';

/** What `renderOnce` needs. */
export interface OnceOptions {
  connection: Connection;
  /** The machine's clock. */
  clock: Clock;
  columns: number;
  rows: number;
  /** At level 0 there is no escape sequence at all. */
  colors: { level: ColorLevel };
  isAscii: boolean;
  isEmbedded: boolean;
  appearance?: Appearance;
  /** Sentences in place of drawn panes. */
  isScreenReader?: boolean;
  /** The recording at an instant in place of the market as it is, and how it is opened beside that. */
  playback?: { open: OpenPlayback; first: FirstPlayback };
  /** Real milliseconds to wait for quote and chain; what is there by then is drawn. */
  patienceMs: number;
}

/** One picture of the dashboard. */
export interface Once {
  text: string;
  /** The symbol in it. */
  symbol: string;
  /** The problems in the daemon's health at that moment. */
  problems: Health['problems'];
}

/** Without colours a terminal still gets bold and dim text; a file or a pipe gets none of it. */
const styles = /\u001b\[[\d;]*m/g;

const isComplete = ({ picture }: DashboardState) =>
  picture.quote !== null && picture.chain !== null && picture.usage !== null;

/** All of an instant comes at once, and the outline of its session after it. */
const isPast = ({ anchor, playback }: DashboardState) =>
  anchor !== null && playback?.state != null && (playback.state.polls === 0 || playback.session !== null);

/** Resolves when the picture is complete, or after `patienceMs`. */
function settled(store: Store, { clock, patienceMs, playback }: OnceOptions): Promise<void> {
  const isThere = playback ? isPast : isComplete;
  return new Promise((resolve) => {
    const finish = () => {
      stop();
      cancel();
      resolve();
    };
    const look = () => {
      if (isThere(store.getState())) finish();
    };
    const stop = store.subscribe(look);
    const cancel = clock.after(patienceMs, finish);
    look();
  });
}

/**
 * One picture of the overview as text, without the lines that name keys: they mean nothing on paper.
 * @throws SpyglassError `not_running` when no daemon answered in time
 */
export async function renderOnce(options: OnceOptions): Promise<Once> {
  const { connection, clock, columns, rows, colors, isAscii, isEmbedded } = options;
  const store = createStore(initialState({ columns, rows }, clock.now(), options.appearance));
  const charts = createCharts();
  const context = createContext({
    ...{ store, connection, clock, openPlayback: options.playback?.open ?? null },
    quit: () => {},
    fail: () => {},
    suspend: null,
  });
  const stopFeed = startFeed(connection, store, clock, () => {});
  const { first } = options.playback ?? {};
  const stopPlaying = beginPlayback({ connection, store, controls: context.playback, first });
  try {
    await settled(store, options);
    const state = store.getState();
    if (state.anchor === null || (options.playback && !isPast(state))) {
      throw new SpyglassError('not_running', state.connection.message ?? 'The daemon did not answer.');
    }
    // Those of now are none of a past instant's.
    const problems = options.playback ? [] : state.picture.health.problems;
    const { symbol } = shownSubscription(state);
    if (options.isScreenReader) {
      return { text: `${screenReaderSentences(state).join('\n')}\n`, symbol, problems };
    }
    const painted = drawOnce(
      <App
        {...{ store, charts, isEmbedded, isAscii, context }}
        colorLevel={colors.level}
        mouse={null}
        screen={null}
        onHandOver={() => {}}
        fail={() => {}}
      />,
      { columns, rows },
    );
    const layout = layoutOf(state);
    const hidden = layout.kind === 'panes' ? [layout.tabs?.y, layout.footer.y] : [];
    const lines = painted.filter((_, row) => !hidden.includes(row));
    const isPlain = colors.level === 0;
    const drawn = lines.map((line) => (isPlain ? line.replaceAll(styles, '') : line).trimEnd());
    return { text: `${drawn.join('\n')}\n`, symbol, problems };
  } finally {
    stopPlaying();
    stopFeed();
    context.close();
    charts.close();
  }
}
