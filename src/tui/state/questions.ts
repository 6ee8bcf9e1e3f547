import type { Clock } from '../../base/clock.ts';
import { toSpyglassError } from '../../base/errors.ts';
import { addDays, newYorkDate, newYorkInstant } from '../../market/calendar/new-york-time.ts';
import { type ChartRange, rangeTerms } from '../charts/range.ts';
import type { Connection } from '../../protocol/connection/connection.ts';
import type { Question } from './answers.ts';
import { isConnected, shownSubscription } from './selectors.ts';
import type { DashboardState } from './state.ts';
import type { Store } from './store.ts';
import { failureText } from './failure-text.ts';

/** Real milliseconds after which the answer on screen is asked for again. */
const ageMs: Record<Question, number> = {
  status: 5000,
  retention: 60_000,
  'bars 1D': 20_000,
  'bars 5D': 300_000,
  'bars 1M': 300_000,
  'bars 6M': 600_000,
  'bars 1Y': 600_000,
};
const retryMs = 3000;

/** What the screen needs from the daemon apart from events. */
function questionsOf({ ui }: DashboardState): readonly Question[] {
  if (ui.screen === 'store') return ['status', 'retention'];
  return ui.screen === 'chart' ? [`bars ${ui.chartRange}`] : [];
}

const rangeOf = (question: Exclude<Question, 'status' | 'retention'>) =>
  question.slice('bars '.length) as ChartRange;

/** The day of the price line: today's session, or the last one while the market is closed. */
const lastDate = ({ picture, now }: DashboardState) => picture.priceLine?.date ?? newYorkDate(now.market);

function isAnswered({ answers }: DashboardState, question: Question): boolean {
  if (question === 'status' || question === 'retention') return answers[question] !== null;
  return answers.bars[rangeOf(question)] !== undefined;
}

function patienceMs(state: DashboardState, question: Question): number {
  if (state.answers.failures[question]) return retryMs;
  if (!isAnswered(state, question)) return 0;
  return isEmpty(state, question) ? retryMs : ageMs[question];
}

/** After a switch to another symbol, its bars have not arrived yet. */
function isEmpty({ answers }: DashboardState, question: Question): boolean {
  if (question === 'status' || question === 'retention') return false;
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
  store.dispatch({ type: 'bars-answered', range, answer: { bars, until, at: store.getState().now.market } });
}

/**
 * Asks what the screen on view needs, when it is opened and again while it stays open. One question of a kind is open
 * at a time. Nothing is asked while the picture is frozen or the daemon is gone. Returns the function that ends it.
 */
export function startQuestions(connection: Connection, store: Store, clock: Clock): () => void {
  const askedAt = new Map<Question, number>();
  const underWay = new Set<Question>();
  let epoch: string | null = null;
  let hasEnded = false;

  const askOnce = (question: Question) => {
    askedAt.set(question, clock.monotonic());
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
    if (state.frozen || !isConnected(state) || state.anchor === null) return;
    for (const question of questionsOf(state)) {
      if (underWay.has(question)) continue;
      const since = clock.monotonic() - (askedAt.get(question) ?? Number.NEGATIVE_INFINITY);
      if (since >= patienceMs(state, question)) askOnce(question);
    }
  };
  const unsubscribe = store.subscribe(look);
  return () => {
    hasEnded = true;
    unsubscribe();
  };
}
