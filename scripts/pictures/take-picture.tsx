import type { ColorLevel, ThemeName } from '../../src/config/look.ts';
import { App } from '../../src/tui/app.tsx';
import { createCharts } from '../../src/tui/charts/charts.ts';
import type { ChartRange, ChartStyle } from '../../src/tui/charts/range.ts';
import { createContext } from '../../src/tui/commands/context.ts';
import type { Connection } from '../../src/protocol/connection/connection.ts';
import type { ScreenId } from '../../src/tui/layout/screens.ts';
import { type Action, initialState } from '../../src/tui/state/state.ts';
import { createStore } from '../../src/tui/state/store.ts';
import { drawFrame } from '../../src/tui/render/draw-once.tsx';
import { frameSvg } from '../../src/tui/render/svg/frame-svg.ts';
import type { PlayedInstant } from './recorded-days.ts';
import type { RecordedMarket } from './recorded-market.ts';
import { steppedClock } from './stepped-clock.ts';

export interface Shot {
  columns: number;
  rows: number;
  screen: ScreenId;
  theme?: ThemeName;
  range?: ChartRange;
  style?: ChartStyle;
  level?: ColorLevel;
  isAscii?: boolean;
  /** The calendar of recorded days lies over a playback. */
  isCalendarOpen?: boolean;
}

/** Nobody is there to be asked: everything has been told already. */
const noConnection: Connection = {
  onState: () => () => {},
  onSnapshot: () => () => {},
  onEvent: () => () => {},
  onUnknownEvent: () => () => {},
  unknownEvents: () => new Map(),
  look: () => Promise.resolve(),
  subscribe: () => Promise.resolve(),
  request: () => new Promise(() => {}),
  retryNow: () => {},
  close: async () => {},
};

function actionsOf(market: RecordedMarket, shot: Shot, real: number): Action[] {
  const { hello, snapshot, status, retention, bars } = market;
  const state = { status: 'connected', hello, message: null, attempt: 0, retryAt: null } as const;
  return [
    { type: 'connection-changed', state, real },
    { type: 'snapshot-taken', snapshot, hello, real },
    { type: 'status-answered', status },
    { type: 'retention-answered', report: retention },
    ...[...bars].map(([range, answer]): Action => ({ type: 'bars-answered', range, answer })),
    { type: 'screen-chosen', screen: shot.screen },
    { type: 'range-chosen', range: shot.range ?? '1D' },
    { type: 'chart-style-chosen', style: shot.style ?? 'line' },
  ];
}

/** What a playback was told, in the order in which it is. */
function playbackActions({ snapshot, session, days, bars }: PlayedInstant, real: number): Action[] {
  const state = snapshot.playback!;
  return [
    { type: 'playback-opened', now: state.at, real },
    { type: 'playback-snapshot-taken', snapshot, state, real },
    { type: 'playback-session-answered', session },
    { type: 'playback-days-answered', days },
    ...[...bars].map(
      ([range, answer]): Action => ({
        type: 'playback-answered',
        answer: { type: 'bars-answered', range, answer },
      }),
    ),
  ];
}

/**
 * The dashboard's own frame of that moment, on a terminal that nobody sees, as SVG.
 * @param played the recorded instant that it shows in place of the market
 */
export function takePicture(market: RecordedMarket, shot: Shot, played: PlayedInstant | null = null): string {
  const { columns, rows, theme = 'dark', level = 3, isAscii = false } = shot;
  const clock = steppedClock(market.hello.now);
  const store = createStore(initialState({ columns, rows }, clock.now(), { theme, isMotionReduced: true }));
  const actions = [
    ...actionsOf(market, shot, clock.now()),
    ...(played ? playbackActions(played, clock.now()) : []),
  ];
  for (const action of actions) store.dispatch(action);
  if (shot.isCalendarOpen && played?.session) {
    const { date: selected } = played.session;
    store.dispatch({ type: 'dialog-opened', dialog: { kind: 'days', selected } });
  }
  const charts = createCharts();
  const context = createContext({
    ...{ store, connection: noConnection, clock },
    quit: () => {},
    fail: (thrown) => {
      throw thrown;
    },
    suspend: null,
  });
  try {
    const drawn = drawFrame(
      <App
        {...{ store, charts, isAscii, context }}
        colorLevel={level}
        isEmbedded={true}
        mouse={null}
        screen={null}
        onHandOver={() => {}}
        fail={() => {}}
      />,
      { columns, rows },
    );
    return frameSvg(drawn, { look: theme === 'light' ? 'light' : 'dark' });
  } finally {
    context.close();
    charts.close();
  }
}
