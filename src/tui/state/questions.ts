import type { Clock } from '../../base/clock.ts';
import { SpyglassError, toSpyglassError } from '../../base/errors.ts';
import { addDays, newYorkDate, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import { type ChartRange, rangeTerms } from '../charts/range.ts';
import type { Connection } from '../../protocol/connection/connection.ts';
import type { Question } from './answers.ts';
import { askPastDay } from './chart/ask-past-day.ts';
import { pastDate } from './chart/past-day.ts';
import { isConnected, isSumShown, shownNow, shownPicture, shownSubscription } from './selectors.ts';
import type { DashboardState } from './state.ts';
import type { Store } from './store.ts';
import { failureText } from './failure-text.ts';

/** Real milliseconds after which the answer on screen is asked for again. */
const ageMs: Record<Question, number> = {
  status: 5000,
  retention: 60_000,
  sum: 20_000,
  day: 60_000,
  'bars 1D': 20_000,
  'bars 5D': 300_000,
  'bars 1M': 300_000,
  'bars 6M': 600_000,
  'bars 1Y': 600_000,
};
const retryMs = 3000;

/** What the screen needs from the daemon apart from events. */
function questionsOf(state: DashboardState): readonly Question[] {
  const { ui } = state;
  if (ui.screen === 'store') return ['status', 'retention'];
  if (ui.screen === 'levels') return isSumShown(state) ? ['sum'] : [];
  if (pastDate(state) !== null) return ['day'];
  return ui.screen === 'chart' ? [`bars ${ui.chartRange}`] : [];
}

type BarsQuestion = Extract<Question, `bars ${string}`>;

const rangeOf = (question: BarsQuestion) => question.slice('bars '.length) as ChartRange;

const isOfBars = (question: Question): question is BarsQuestion => question.startsWith('bars ');

/** What an answer is about, where something else makes a new one at once: the sum has the newest levels in it. */
function subjectOf(state: DashboardState, question: Question): number | string | null {
  const { picture } = state;
  if (question === 'day') return `${shownSubscription(state).symbol} ${pastDate(state)}`;
  if (question !== 'sum') return null;
  const symbol = picture.subscription?.symbol;
  const nearest = picture.recorded.find((each) => each.symbol === symbol)?.levels ?? null;
  return Math.max(nearest?.timestamp ?? 0, picture.levels?.timestamp ?? 0);
}

/** The day of the price line: today's session, or the last one while the market is closed. */
const lastDate = (state: DashboardState) =>
  shownPicture(state).priceLine?.date ?? newYorkDate(shownNow(state));

function isAnswered({ answers }: DashboardState, question: Question): boolean {
  if (!isOfBars(question)) return answers[question] !== null;
  return answers.bars[rangeOf(question)] !== undefined;
}

function patienceMs(state: DashboardState, question: Question): number {
  if (state.answers.failures[question]) return retryMs;
  if (!isAnswered(state, question)) return 0;
  return isEmpty(state, question) ? retryMs : ageMs[question];
}

/** After a switch to another symbol, its bars have not arrived yet. */
function isEmpty({ answers }: DashboardState, question: Question): boolean {
  if (!isOfBars(question)) return false;
  return answers.bars[rangeOf(question)]?.bars.length === 0;
}

async function ask(connection: Connection, store: Store, question: Question): Promise<void> {
  if (question === 'status') {
    const status = await connection.request('status', {});
    store.dispatch({ type: 'status-answered', status });
    return;
  }
  if (question === 'retention') {
    const report = await connection.request('prune', { dryRun: true });
    store.dispatch({ type: 'retention-answered', report });
    return;
  }
  if (question === 'sum') return await askSum(connection, store);
  if (question === 'day') return await askPastDay(connection, store);
  const range = rangeOf(question);
  const { timeframe, daysBack } = rangeTerms[range];
  const until = lastDate(store.getState());
  const { symbol } = shownSubscription(store.getState());
  const bars = await connection.request('bars.get', {
    symbol,
    timeframe,
    from: newYorkInstant(addDays(until, -daysBack), '00:00'),
    to: newYorkInstant(addDays(until, 1), '00:00'),
  });
  // An answer about the symbol before is dropped.
  if (shownSubscription(store.getState()).symbol !== symbol) return;
  store.dispatch({ type: 'bars-answered', range, answer: { bars, until, at: shownNow(store.getState()) } });
}

async function askSum(connection: Connection, store: Store): Promise<void> {
  const { symbol } = shownSubscription(store.getState());
  const sum = await connection.request('levels.sum', { symbol });
  // An answer about the symbol before is dropped.
  if (shownSubscription(store.getState()).symbol !== symbol) return;
  if (!sum) throw new SpyglassError('no_data', `${symbol} is not recorded, so there is nothing to add up.`);
  store.dispatch({ type: 'sum-answered', sum });
}

/**
 * Asks what the screen on view needs, when it is opened and again while it stays open. One question of a kind is open
 * at a time. Nothing is asked while the picture is frozen, a recording is
 * played, or the daemon is gone. Returns the function that ends it.
 */
export function startQuestions(connection: Connection, store: Store, clock: Clock): () => void {
  const askedAt = new Map<Question, number>();
  const askedOf = new Map<Question, number | string | null>();
  const underWay = new Set<Question>();
  let epoch: string | null = null;
  let hasEnded = false;

  const askOnce = (question: Question) => {
    askedAt.set(question, clock.monotonic());
    askedOf.set(question, subjectOf(store.getState(), question));
    underWay.add(question);
    ask(connection, store, question)
      .catch((thrown: unknown) => {
        if (hasEnded) return;
        store.dispatch({ type: 'question-failed', question, failure: failureText(toSpyglassError(thrown)) });
      })
      .finally(() => underWay.delete(question));
  };
  const look = () => {
    const state = store.getState();
    const daemon = state.connection.hello?.epoch ?? null;
    if (daemon !== epoch) askedAt.clear();
    epoch = daemon;
    if (state.frozen || state.playback || !isConnected(state) || state.anchor === null) return;
    for (const question of questionsOf(state)) {
      if (underWay.has(question)) continue;
      const isOfOther = subjectOf(state, question) !== askedOf.get(question);
      const since = clock.monotonic() - (askedAt.get(question) ?? Number.NEGATIVE_INFINITY);
      if (isOfOther || since >= patienceMs(state, question)) askOnce(question);
    }
  };
  const unsubscribe = store.subscribe(look);
  return () => {
    hasEnded = true;
    unsubscribe();
  };
}
