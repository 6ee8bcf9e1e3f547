import type { KeyOverrides } from '../../config/key-names.ts';
import type { AlertsReport } from '../../protocol/alerts.ts';
import type { Snapshot } from '../../protocol/events.ts';
import type { Hello } from '../../protocol/state.ts';
import type { ChainSubscription } from '../../protocol/chain-subscription.ts';
import type { ConnectionState } from '../../protocol/connection/connection.ts';
import { type AlertsAction, noAlerts, reduceAlerts } from './alerts.ts';
import { type Answers, type AnswersAction, noAnswers, reduceAnswers } from './answers.ts';
import { notScrolled } from './chain/chain-scroll.ts';
import { emptyPicture, type Picture, pictureOf } from './picture/picture.ts';
import { reducePicture } from './picture/reduce-picture.ts';
import type { EventBatch } from './picture/event-batch.ts';
import { tickFlash } from './chain/price-moves.ts';
import { type Appearance, initialUi, type Ui } from './ui/ui.ts';
import { reduceUi } from './ui/reduce-ui.ts';
import type { UiAction } from './ui/ui-action.ts';
import { caughtUp, type MarketClockAnchor, marketTimeAt } from './market-clock.ts';

/** The connection to the daemon, and since when it is lost. */
export interface ConnectionSlice extends ConnectionState {
  /**
   * Market time of the last moment that the picture was known to be current; `null` while it still is, and while there
   * has never been one.
   */
  lostAt: number | null;
}

/** One instant on both clocks. */
export interface Moment {
  /** Epoch ms by the daemon's clock. */
  market: number;
  /** Epoch ms by the machine's clock. */
  real: number;
}

/** Everything that the dashboard knows. It is replaced and never changed in place. */
export interface DashboardState {
  picture: Picture;
  /** Answers to what single screens asked for. */
  answers: Answers;
  /** The alert rules as they stand, and the latest alerts. */
  alerts: AlertsReport;
  /** The frozen picture; recording goes on meanwhile. */
  frozen: { picture: Picture; answers: Answers; at: number } | null;
  /** The subscription that was asked for and has not arrived yet. */
  switching: ChainSubscription | null;
  connection: ConnectionSlice;
  anchor: MarketClockAnchor | null;
  /** As of the last tick. */
  now: Moment;
  ui: Ui;
  /** The user's own keys, in place of those of the command table. */
  keys: KeyOverrides;
}

/** Everything that can change the state. */
export type Action =
  | { type: 'ticked'; real: number }
  /** A reading of the daemon's clock has come. */
  | { type: 'clock-heard'; market: number; real: number }
  | { type: 'connection-changed'; state: ConnectionState; real: number }
  | { type: 'snapshot-taken'; snapshot: Snapshot; hello: Hello; real: number }
  /** `real`: the machine's time, if the second on screen has changed too. */
  | { type: 'events-arrived'; batch: EventBatch; real?: number }
  | { type: 'froze'; isFrozen: boolean }
  | { type: 'subscription-wanted'; subscription: ChainSubscription }
  /** It has arrived or failed; the answer to an earlier request changes nothing. */
  | { type: 'subscription-settled'; subscription: ChainSubscription }
  | AnswersAction
  | AlertsAction
  | UiAction;

export function initialState(
  size: { columns: number; rows: number },
  real: number,
  appearance?: Appearance,
  keys: KeyOverrides = new Map(),
): DashboardState {
  return {
    picture: emptyPicture,
    answers: noAnswers,
    alerts: noAlerts,
    frozen: null,
    switching: null,
    connection: { status: 'connecting', hello: null, message: null, attempt: 0, retryAt: null, lostAt: null },
    anchor: null,
    now: { market: real, real },
    ui: initialUi(size.columns, size.rows, appearance),
    keys,
  };
}

const momentAt = (anchor: MarketClockAnchor | null, real: number): Moment => ({
  market: marketTimeAt(anchor, real),
  real,
});

const anchorOf = (hello: Hello, real: number): MarketClockAnchor => ({
  market: hello.now,
  speed: hello.clockSpeed,
  real,
});

/**
 * The clock is set once for each daemon. Every hello takes another time to arrive, and a clock that steps by some
 * milliseconds with each reconnect would make ages jump.
 */
function reanchored(state: DashboardState, hello: Hello, real: number): MarketClockAnchor {
  const isSameDaemon = state.anchor && state.connection.hello?.epoch === hello.epoch;
  return isSameDaemon ? state.anchor! : anchorOf(hello, real);
}

function reduceConnection(state: DashboardState, next: ConnectionState, real: number): DashboardState {
  const anchor =
    next.hello && next.status === 'connected' ? reanchored(state, next.hello, real) : state.anchor;
  const now = momentAt(anchor, real);
  const wasLost = state.connection.lostAt;
  // Before the first picture there was no connection to lose.
  const lostSince = wasLost ?? (state.anchor ? now.market : null);
  const lostAt = next.status === 'lost' ? lostSince : next.status === 'connected' ? null : wasLost;
  return { ...state, anchor, now, connection: { ...next, lostAt } };
}

/** Strikes of another symbol differ, so what the user chose among them is dropped. */
function uiOnView({ ui, picture }: DashboardState, next: ChainSubscription): Ui {
  if (!picture.subscription || picture.subscription.symbol === next.symbol) return ui;
  return { ...ui, chainScroll: notScrolled, chainFilter: '', exposureCentre: null };
}

function ticked(state: DashboardState, real: number): DashboardState {
  const { picture } = state;
  const now = momentAt(state.anchor, real);
  if (picture.flash === null) return { ...state, now };
  return { ...state, now, picture: { ...picture, flash: tickFlash(picture.flash) } };
}

export function reduce(state: DashboardState, action: Action): DashboardState {
  switch (action.type) {
    case 'ticked':
      return ticked(state, action.real);
    case 'clock-heard': {
      const anchor = state.anchor && caughtUp(state.anchor, action.market, action.real);
      return anchor === state.anchor ? state : { ...state, anchor };
    }
    case 'connection-changed':
      return reduceConnection(state, action.state, action.real);
    case 'snapshot-taken': {
      const anchor = reanchored(state, action.hello, action.real);
      return {
        ...state,
        ui: uiOnView(state, action.snapshot.subscription),
        anchor,
        now: momentAt(anchor, action.real),
        picture: pictureOf(action.snapshot),
        answers: noAnswers,
        alerts: action.snapshot.alerts,
      };
    }
    case 'events-arrived': {
      const timed = action.real === undefined ? state : ticked(state, action.real);
      return { ...timed, picture: reducePicture(timed.picture, action.batch) };
    }
    case 'subscription-wanted':
      return { ...state, switching: action.subscription };
    case 'subscription-settled':
      return state.switching === action.subscription ? { ...state, switching: null } : state;
    case 'froze':
      return {
        ...state,
        frozen: action.isFrozen
          ? { picture: state.picture, answers: state.answers, at: state.now.market }
          : null,
      };
    case 'alert-arrived':
    case 'rules-changed':
      return { ...state, alerts: reduceAlerts(state.alerts, action) };
    case 'status-answered':
    case 'retention-answered':
    case 'bars-answered':
    case 'sum-answered':
    case 'question-failed':
      return { ...state, answers: reduceAnswers(state.answers, action) };
    default: {
      const ui = reduceUi(state.ui, action);
      return ui === state.ui ? state : { ...state, ui };
    }
  }
}
