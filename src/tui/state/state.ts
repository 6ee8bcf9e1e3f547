import type { KeyOverrides } from '../../config/key-names.ts';
import { type Calendar, createCalendar } from '../../market/calendar/calendar.ts';
import type { AlertsReport } from '../../protocol/alerts.ts';
import type { Missed } from '../../protocol/missed.ts';
import type { DeskState } from '../../protocol/desk/desk-state.ts';
import type { Snapshot } from '../../protocol/events.ts';
import type { Hello } from '../../protocol/state.ts';
import type { ChainSubscription } from '../../protocol/chain-subscription.ts';
import type { ConnectionState } from '../../protocol/connection/connection.ts';
import { type AlertsAction, noAlerts, reduceAlerts } from './alerts.ts';
import { type Answers, type AnswersAction, noAnswers, reduceAnswers } from './answers.ts';
import { type Connected, momentAt, reanchored, reduceConnection, withDesk } from './connected.ts';
import { notScrolled } from './chain/chain-scroll.ts';
import { emptyPicture, type Picture, pictureOf } from './picture/picture.ts';
import { reducePicture } from './picture/reduce-picture.ts';
import { columnsByMark } from './playback/mark.ts';
import type { Playback } from './playback/playback.ts';
import { type PlaybackAction, reducePlayback } from './playback/reduce-playback.ts';
import type { EventBatch } from './picture/event-batch.ts';
import { tickFlash } from './chain/price-moves.ts';
import { type Appearance, initialUi, type Ui } from './ui/ui.ts';
import { reduceUi } from './ui/reduce-ui.ts';
import type { UiAction } from './ui/ui-action.ts';
import { caughtUp } from './market-clock.ts';

/** Everything that the dashboard knows. It is replaced and never changed in place. */
export interface DashboardState extends Connected {
  picture: Picture;
  /** Answers to what single screens asked for. */
  answers: Answers;
  /** The alert rules as they stand, and the latest alerts. */
  alerts: AlertsReport;
  /** What happened since a dashboard was open last; `null` where that was not asked. */
  missed: Missed | null;
  /** The frozen picture; recording goes on meanwhile. */
  frozen: { picture: Picture; answers: Answers; at: number } | null;
  /** The recording that is played in place of `picture`, which goes on; `null` while the market is shown as it is. */
  playback: Playback | null;
  /** The subscription that was asked for and has not arrived yet. */
  switching: ChainSubscription | null;
  ui: Ui;
  /** The user's own keys, in place of those of the command table. */
  keys: KeyOverrides;
  /** Trading days and their hours, by the rules and the settings: what typed times are read by. */
  calendar: Calendar;
}

/** Everything that can change the state. */
export type Action =
  | { type: 'ticked'; real: number }
  /** A reading of the daemon's clock has come. */
  | { type: 'clock-heard'; market: number; real: number }
  | { type: 'connection-changed'; state: ConnectionState; real: number }
  /** Another daemon records on the shared store. */
  | { type: 'desk-changed'; desk: DeskState }
  | { type: 'snapshot-taken'; snapshot: Snapshot; hello: Hello; real: number }
  /** `real`: the machine's time, if the second on screen has changed too. */
  | { type: 'events-arrived'; batch: EventBatch; real?: number }
  | { type: 'missed-answered'; missed: Missed }
  | { type: 'froze'; isFrozen: boolean }
  | { type: 'subscription-wanted'; subscription: ChainSubscription }
  /** It has arrived or failed; the answer to an earlier request changes nothing. */
  | { type: 'subscription-settled'; subscription: ChainSubscription }
  | AnswersAction
  | AlertsAction
  | PlaybackAction
  | UiAction;

export function initialState(
  size: { columns: number; rows: number },
  real: number,
  appearance?: Appearance,
  keys: KeyOverrides = new Map(),
  calendar: Calendar = createCalendar(),
): DashboardState {
  return {
    picture: emptyPicture,
    answers: noAnswers,
    alerts: noAlerts,
    missed: null,
    frozen: null,
    playback: null,
    switching: null,
    connection: { status: 'connecting', hello: null, message: null, attempt: 0, retryAt: null, lostAt: null },
    anchor: null,
    now: { market: real, real },
    ui: initialUi(size.columns, size.rows, appearance),
    keys,
    calendar,
  };
}

/** Strikes of another symbol differ, so what the user chose among them is dropped. */
function uiOnView(ui: Ui, before: ChainSubscription | null, next: ChainSubscription | null): Ui {
  if (!before || !next || before.symbol === next.symbol) return ui;
  return { ...ui, chainScroll: notScrolled, chainFilter: '', exposureCentre: null };
}

function ticked(state: DashboardState, real: number): DashboardState {
  const { picture } = state;
  const now = momentAt(state.anchor, real);
  if (picture.flash === null) return { ...state, now };
  return { ...state, now, picture: { ...picture, flash: tickFlash(picture.flash) } };
}

const isOfPlayback = (action: Action): action is PlaybackAction => action.type.startsWith('playback-');

/** A held picture is let go where a playback begins or ends: what is on screen would be neither. */
function played(state: DashboardState, action: PlaybackAction): DashboardState {
  const playback = reducePlayback(state.playback, action);
  if (playback === state.playback) return state;
  const [was, is] = [state.playback?.mark ?? null, playback?.mark ?? null];
  const chainColumns = columnsByMark(state.ui.chainColumns, was, is);
  const shown = chainColumns === state.ui.chainColumns ? state.ui : { ...state.ui, chainColumns };
  const next = { ...state, playback, ui: shown };
  if (playback && state.playback) {
    const before = state.playback.picture.subscription ?? state.picture.subscription;
    return { ...next, ui: uiOnView(shown, before, playback.picture.subscription) };
  }
  const from = state.playback?.picture.subscription ?? null;
  const ui = playback ? shown : uiOnView(shown, from, state.picture.subscription);
  return { ...next, ui, frozen: null, switching: null };
}

/** A first picture, also after a switch or a new connection: answers about the one before are dropped. */
function withSnapshot(
  state: DashboardState,
  action: Extract<Action, { type: 'snapshot-taken' }>,
): DashboardState {
  const anchor = reanchored(state, action.hello, action.real);
  return {
    ...state,
    ui: state.playback
      ? state.ui
      : uiOnView(state.ui, state.picture.subscription, action.snapshot.subscription),
    anchor,
    now: momentAt(anchor, action.real),
    picture: pictureOf(action.snapshot),
    answers: noAnswers,
    alerts: action.snapshot.alerts,
  };
}

export function reduce(state: DashboardState, action: Action): DashboardState {
  if (isOfPlayback(action)) return played(state, action);
  switch (action.type) {
    case 'ticked':
      return ticked(state, action.real);
    case 'clock-heard': {
      const anchor = state.anchor && caughtUp(state.anchor, action.market, action.real);
      return anchor === state.anchor ? state : { ...state, anchor };
    }
    case 'desk-changed':
      return { ...state, connection: withDesk(state.connection, action.desk) };
    case 'connection-changed':
      return { ...state, ...reduceConnection(state, action.state, action.real) };
    case 'snapshot-taken':
      return withSnapshot(state, action);
    case 'events-arrived': {
      const timed = action.real === undefined ? state : ticked(state, action.real);
      return { ...timed, picture: reducePicture(timed.picture, action.batch) };
    }
    case 'subscription-wanted':
      return { ...state, switching: action.subscription };
    case 'subscription-settled':
      return state.switching === action.subscription ? { ...state, switching: null } : state;
    case 'missed-answered':
      return { ...state, missed: action.missed };
    case 'froze':
      return {
        ...state,
        frozen: action.isFrozen
          ? { picture: state.picture, answers: state.answers, at: state.now.market }
          : null,
      };
    case 'alert-arrived':
    case 'rules-changed':
    case 'channels-changed':
      return { ...state, alerts: reduceAlerts(state.alerts, action) };
    case 'status-answered':
    case 'retention-answered':
    case 'bars-answered':
    case 'day-answered':
    case 'sum-answered':
    case 'question-failed':
      return { ...state, answers: reduceAnswers(state.answers, action) };
    default: {
      const ui = reduceUi(state.ui, action);
      return ui === state.ui ? state : { ...state, ui };
    }
  }
}
