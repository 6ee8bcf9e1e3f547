import type { Clock } from '../../base/clock.ts';
import { SpyglassError, toSpyglassError } from '../../base/errors.ts';
import { addDays, newYorkDate, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import type { Connection } from '../../protocol/connection/connection.ts';
import type { PlaybackState } from '../../protocol/playback.ts';
import { rangeTerms } from '../charts/range.ts';
import type { AnswersAction, Question } from '../state/answers.ts';
import { failureText } from '../state/failure-text.ts';
import { areOf } from '../state/playback/mark.ts';
import type { Playback } from '../state/playback/playback.ts';
import { isSumShown, shownPlayback, shownSubscription } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import type { Store } from '../state/store.ts';

type Name = 'session' | 'days' | 'bars' | 'sum' | 'mark';

/** What a playback asks beside its events. */
interface Asking {
  name: Name;
  /** Of what the answer is: of something else it is another question. */
  of: string;
  /** Real milliseconds after which it is asked again; `null` where the answer does not change. */
  ageMs: number | null;
}

/** Recording goes on meanwhile: the day that is recorded gets more polls. */
const recordingAgeMs = 15_000;
/** While an instant moves, what is drawn of it is asked for again no sooner than this. */
const movingMs = 2000;
const retryMs = 3000;

/** The chain on screen at the mark, where it is not known; not of a mark ahead, of which nothing may be known yet. */
function markAsking({ mark, picture: { chain }, now, seeking }: Playback): Asking[] {
  if (!mark || !chain || seeking || mark.at > now || areOf(mark.values, chain.chain)) return [];
  const { underlying, expiration } = chain.chain;
  return [{ name: 'mark', of: `${underlying} ${expiration} ${mark.at}`, ageMs: null }];
}

function askings(state: DashboardState, playback: Playback): Asking[] {
  const { state: place, now, picture } = playback;
  const { symbol } = shownSubscription(state);
  const date = place?.date ?? '';
  const isRecordedNow = date >= newYorkDate(state.now.market);
  const { screen, chartRange } = state.ui;
  // Another minute has other bars; at the same instant they stay as they are.
  const minute = Math.floor(now / 60_000);
  const bars: Asking = { name: 'bars', of: `${symbol} ${chartRange} ${minute}`, ageMs: null };
  const sum: Asking = { name: 'sum', of: `${symbol} ${picture.levels?.timestamp ?? date}`, ageMs: null };
  // A poll that the outline does not know could not be stepped to.
  const polls = isRecordedNow ? (place?.polls ?? '') : '';
  return [
    { name: 'session', of: `${symbol} ${date} ${polls}`, ageMs: isRecordedNow ? recordingAgeMs : null },
    { name: 'days', of: symbol, ageMs: state.ui.dialog?.kind === 'days' ? recordingAgeMs : null },
    ...markAsking(playback),
    ...(screen === 'chart' ? [bars] : []),
    ...(screen === 'levels' && isSumShown(state) ? [sum] : []),
  ];
}

/** The instant that a question is asked at. An answer counts while the same symbol, day or seek is shown. */
interface Asked {
  symbol: string;
  playback: Playback;
  place: PlaybackState;
}

/** Whether what was asked about is still shown. */
function isStill(store: Store, { symbol, place }: Asked, of: 'symbol' | 'date' | 'generation'): boolean {
  const state = store.getState();
  const now = shownPlayback(state)?.state;
  if (!now || shownSubscription(state).symbol !== symbol) return false;
  return of === 'symbol' || now[of] === place[of];
}

const ask: Record<Name, (connection: Connection, store: Store, asked: Asked) => Promise<void>> = {
  async days(connection, store, asked) {
    const days = await connection.request('playback.days', { symbol: asked.symbol });
    if (isStill(store, asked, 'symbol')) store.dispatch({ type: 'playback-days-answered', days });
  },
  async session(connection, store, asked) {
    const { symbol, place } = asked;
    const session = await connection.request('playback.session', { symbol, date: place.date });
    if (isStill(store, asked, 'date')) store.dispatch({ type: 'playback-session-answered', session });
  },
  async mark(connection, store, { symbol, playback: { mark, picture } }) {
    const expiration = picture.chain?.chain.expiration;
    if (!mark || expiration === undefined) return;
    const { at } = mark;
    const [chain, levels] = await Promise.all([
      connection.request('chain.get', { symbol, expiration, at }),
      connection.request('levels.get', { symbol, at }),
    ]);
    const values = { symbol, expiration, chain, levels };
    store.dispatch({ type: 'playback-mark-answered', at, values });
  },
  async sum(connection, store, asked) {
    await answer(store, asked, 'sum', async () => {
      const sum = await connection.request('levels.sum', { symbol: asked.symbol });
      if (sum) return { type: 'sum-answered', sum };
      throw new SpyglassError('no_data', `Of ${asked.symbol} nothing to add up was recorded by then.`);
    });
  },
  async bars(connection, store, asked) {
    const { symbol, playback } = asked;
    const { chartRange: range } = store.getState().ui;
    const { timeframe, daysBack } = rangeTerms[range];
    const until = playback.picture.priceLine?.date ?? newYorkDate(playback.now);
    await answer(store, asked, `bars ${range}`, async () => {
      const bars = await connection.request('bars.get', {
        ...{ symbol, timeframe },
        from: newYorkInstant(addDays(until, -daysBack), '00:00'),
        to: newYorkInstant(addDays(until, 1), '00:00'),
      });
      return { type: 'bars-answered', range, answer: { bars, until, at: playback.now } };
    });
  },
};

/** Brings an answer into the state, or why there is none; after a seek it is as of another instant and is dropped. */
async function answer(
  store: Store,
  asked: Asked,
  question: Question,
  get: () => Promise<AnswersAction>,
): Promise<void> {
  const answered = await get().catch((thrown: unknown): AnswersAction => {
    return { type: 'question-failed', question, failure: failureText(toSpyglassError(thrown)) };
  });
  if (isStill(store, asked, 'generation')) store.dispatch({ type: 'playback-answered', answer: answered });
}

/**
 * Asks for the outline of the session that is shown, the recorded days, and what the screen on view draws beside the
 * picture: as often as they can have changed, one question of a kind at a time. Returns the function that ends it.
 */
export function startPlaybackQuestions(connection: Connection, store: Store, clock: Clock): () => void {
  const asked = new Map<Name, { of: string; at: number; hasFailed: boolean }>();
  const underWay = new Set<Name>();

  const isDue = (asking: Asking, playback: Playback) => {
    const last = asked.get(asking.name);
    if (!last) return true;
    const since = clock.monotonic() - last.at;
    if (last.hasFailed) return since >= retryMs;
    const isOther = last.of !== asking.of;
    if (asking.name === 'session' || asking.name === 'days' || asking.name === 'mark') {
      return isOther || (asking.ageMs !== null && since >= asking.ageMs);
    }
    const drawn = drawnAnswer(store.getState(), asking.name, playback);
    if (drawn === 'failed') return since >= retryMs;
    return drawn === 'missing' || (isOther && since >= movingMs);
  };
  const look = () => {
    const state = store.getState();
    const playback = shownPlayback(state);
    if (!playback?.state || state.frozen || state.switching) return;
    for (const asking of askings(state, playback)) {
      const { name, of } = asking;
      if (underWay.has(name) || !isDue(asking, playback)) continue;
      const asks = { of, at: clock.monotonic(), hasFailed: false };
      asked.set(name, asks);
      underWay.add(name);
      const { symbol } = shownSubscription(state);
      ask[name](connection, store, { symbol, playback, place: playback.state })
        // Without an outline the keys that need one say so, until it has come.
        .catch(() => {
          asks.hasFailed = true;
        })
        .finally(() => underWay.delete(name));
    }
  };
  return store.subscribe(look);
}

/** Whether there is something to draw, though it may be of a moment ago. */
function drawnAnswer(
  { ui }: DashboardState,
  name: 'bars' | 'sum',
  { answers }: Playback,
): 'answered' | 'failed' | 'missing' {
  const question: Question = name === 'sum' ? 'sum' : `bars ${ui.chartRange}`;
  if (answers.failures[question]) return 'failed';
  const found = name === 'sum' ? answers.sum !== null : answers.bars[ui.chartRange] !== undefined;
  return found ? 'answered' : 'missing';
}
