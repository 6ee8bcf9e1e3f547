import type { Alert } from '../../../market/alerts/alert.ts';
import type { Snapshot } from '../../../protocol/events.ts';
import type { PlaybackSession, PlaybackState, RecordedDay } from '../../../protocol/playback.ts';
import { reduceAlerts } from '../alerts.ts';
import { type Answers, type AnswersAction, noAnswers, reduceAnswers } from '../answers.ts';
import { tickFlash } from '../chain/price-moves.ts';
import type { EventBatch } from '../picture/event-batch.ts';
import { pictureOf } from '../picture/picture.ts';
import { reducePicture } from '../picture/reduce-picture.ts';
import type { ColumnSet } from '../../panes/chain/column-sets.ts';
import type { Mark, MarkedValues } from './mark.ts';
import { type Playback, openingPlayback, type Seek } from './playback.ts';
import { playbackAnchor, playbackNow } from './playback-clock.ts';

/** Events of a playback that were received since the last frame. */
export interface PlaybackBatch {
  events: EventBatch;
  alerts: readonly Alert[];
  /** As it was said last; `null` where nothing changed. */
  state: PlaybackState | null;
  /** Of the newest event; epoch ms. */
  at: number;
}

/** What changes a playback. `real` is the machine's time. */
export type PlaybackAction =
  | { type: 'playback-opened'; now: number; real: number }
  | { type: 'playback-seeking'; seek: Seek | null }
  | { type: 'playback-snapshot-taken'; snapshot: Snapshot; state: PlaybackState; real: number }
  | { type: 'playback-events-arrived'; batch: PlaybackBatch; real: number }
  | { type: 'playback-ticked'; real: number }
  | { type: 'playback-session-answered'; session: PlaybackSession | null }
  | { type: 'playback-days-answered'; days: readonly RecordedDay[] }
  | { type: 'playback-answered'; answer: AnswersAction }
  /** The instant on screen becomes the mark; `columns`: those that the chain has. */
  | { type: 'playback-marked'; columns: ColumnSet }
  | { type: 'playback-mark-cleared' }
  | { type: 'playback-mark-answered'; at: number; values: MarkedValues }
  | { type: 'playback-closed' };

/** A playback after an action; `null` where none is open. */
export function reducePlayback(playback: Playback | null, action: PlaybackAction): Playback | null {
  if (action.type === 'playback-opened') return openingPlayback(action.now, action.real);
  if (playback === null || action.type === 'playback-closed') return null;
  switch (action.type) {
    case 'playback-seeking':
      return { ...playback, seeking: action.seek };
    case 'playback-snapshot-taken':
      return withSnapshot(playback, action);
    case 'playback-events-arrived':
      return withEvents(playback, action.batch, action.real);
    case 'playback-ticked':
      return ticked(playback, action.real);
    case 'playback-session-answered':
      return { ...playback, session: action.session, outlined: playback.state?.date ?? null };
    case 'playback-days-answered':
      return { ...playback, days: action.days };
    case 'playback-marked':
      return { ...playback, mark: markAt(playback, action.columns) };
    case 'playback-mark-cleared':
      return { ...playback, mark: null };
    case 'playback-mark-answered': {
      const { mark } = playback;
      return mark?.at === action.at ? { ...playback, mark: { ...mark, values: action.values } } : playback;
    }
    case 'playback-answered':
      return { ...playback, answers: reduceAnswers(playback.answers, action.answer) };
  }
}

function withSnapshot(
  playback: Playback,
  { snapshot, state, real }: Extract<PlaybackAction, { type: 'playback-snapshot-taken' }>,
): Playback {
  const { picture: before, session, days } = playback;
  const picture = pictureOf(snapshot);
  const isSameSymbol = before.subscription?.symbol === snapshot.subscription.symbol;
  const isSameSession = isSameSymbol && session?.date === state.date;
  return {
    ...playback,
    picture,
    state,
    alerts: snapshot.alerts,
    answers: isSameSymbol ? knownBy(playback, state.at, picture.priceLine?.date) : noAnswers,
    session: isSameSession ? session : null,
    outlined: isSameSymbol ? playback.outlined : null,
    days: isSameSymbol ? days : null,
    anchor: playbackAnchor(state, state.at, real),
    now: state.at,
  };
}

/** What is on screen is what is compared with: it need not be asked for. */
function markAt({ picture, now, mark }: Playback, columns: ColumnSet): Mark {
  const chain = picture.chain?.chain ?? null;
  const { levels } = picture;
  const values = chain && { symbol: chain.underlying, expiration: chain.expiration, chain, levels };
  return { at: now, values, columns: mark?.columns ?? columns };
}

/** Answers given at a later instant hold what was not known yet; those of another day are no use. */
function knownBy({ answers, now }: Playback, at: number, date: string | undefined): Answers {
  const bars = Object.entries(answers.bars).filter(([, answer]) => answer.at <= at && answer.until === date);
  return {
    ...noAnswers,
    bars: Object.fromEntries(bars),
    sum: at >= now ? answers.sum : null,
  };
}

function withEvents(playback: Playback, batch: PlaybackBatch, real: number): Playback {
  const state = batch.state ?? playback.state;
  if (state === null) return playback;
  const at = Math.max(batch.at, batch.state?.at ?? batch.at);
  return {
    ...playback,
    state,
    picture: reducePicture(playback.picture, batch.events),
    alerts: batch.alerts.reduce(
      (alerts, alert) => reduceAlerts(alerts, { type: 'alert-arrived', alert }),
      playback.alerts,
    ),
    session: playback.session?.date === state.date ? playback.session : null,
    anchor: playbackAnchor(state, at, real),
    // For a daemon that is behind the pace the time on screen waits, and does not go back; where it stops is the daemon's word.
    now: state.isPaused ? at : Math.max(playback.now, at),
  };
}

function ticked(playback: Playback, real: number): Playback {
  const { picture } = playback;
  const now = Math.max(playback.now, playbackNow(playback, real));
  const flash = tickFlash(picture.flash);
  return { ...playback, now, ...(flash !== picture.flash && { picture: { ...picture, flash } }) };
}
