import { UpstreamError } from '../../sources/polygon/http/upstream-error.ts';
import { fetchQuote } from '../../sources/poll/fetch-quote.ts';
import { createUnifiedQuotes, type QuoteAnswer } from '../../sources/poll/unified-quotes.ts';
import type { PollRequest } from '../../sources/request.ts';
import type { Job } from '../schedule/job.ts';
import { onceADay } from '../schedule/once-a-day.ts';
import type { JobContext } from '../underlyings/job-context.ts';
import { createWatchAnswers } from './watch-answers.ts';
import { createWatchProblems } from './watch-problems.ts';

/** The job that polls the quotes of the watch list and of the symbols that clients subscribe to. */
export interface WatchJob extends Job {
  /** Whether there is anything to poll. */
  isNeeded(): boolean;
  /** Requests that a poll takes; 0 while there is nothing to poll. */
  calls(): number;
  /** Call it when the settings' watch list has changed. */
  configure(): void;
}

/** Symbols to poll; a symbol may be in both lists. */
export interface WatchedSymbols {
  /** The settings' watch list without the main symbol. */
  listed(): readonly string[];
  /** Symbols other than the main one that clients subscribe to. */
  subscribed(): readonly string[];
}

/**
 * Polls the quotes of all watched symbols but the main one: all in one request where the plan has the unified snapshot,
 * else one symbol a slot in turns. The main symbol keeps a request of its own: what is always recorded must not depend on
 * a misspelt symbol of the list, and its snapshot says more.
 * @param context read at each run, since it may be completed after the job is created
 */
export function createWatchJob(context: () => JobContext, watched: WatchedSymbols): WatchJob {
  const { listed, subscribed } = watched;
  const problems = createWatchProblems(() => context().health, listed);
  const answers = createWatchAnswers({ context, subscribed, problems });
  const unified = createUnifiedQuotes(context);
  const symbols = () => [...new Set([...subscribed(), ...listed()])];
  const isEndOfDay = () => answers.areOnceADay(symbols());
  const nextSymbols = createTurns({ symbols, subscribed, isEndOfDay });

  return {
    name: 'watch',
    runsAtStart: true,
    configure: problems.keepListed,
    isNeeded: () => symbols().length > 0,
    calls: () => (symbols().length === 0 || isEndOfDay() ? 0 : 1),
    next(now, after) {
      if (!isEndOfDay()) return context().pollIntervals.next('quote', now, after, 'secondary');
      return onceADay(context().hours, after, 'this plan has closing prices only');
    },
    async run(given) {
      if (symbols().length === 0) return 'no other symbol is watched';
      const request: PollRequest = given.priority === 'user' ? given : { ...given, priority: 'secondary' };
      const all = unified.isWorthAsking(request.isForced) ? await unified.latest(symbols(), request) : null;
      return answers.settle(
        all ?? (await pollEach(context(), nextSymbols(request), request)),
        request.signal,
      );
    },
  };
}

interface TurnsOptions {
  symbols: () => readonly string[];
  subscribed: () => readonly string[];
  isEndOfDay: () => boolean;
}

/** A user's refresh polls what is subscribed to; a slot polls the next symbol, or all where prices come once a day. */
function createTurns({ symbols, subscribed, isEndOfDay }: TurnsOptions) {
  let turn = 0;
  return ({ priority }: PollRequest): readonly string[] => {
    const wanted = subscribed();
    if (priority === 'user' && wanted.length > 0) return wanted;
    const all = symbols();
    const next = all[turn % all.length]!;
    turn += 1;
    return isEndOfDay() ? all : [next];
  };
}

async function pollEach(
  context: JobContext,
  symbols: readonly string[],
  request: PollRequest,
): Promise<QuoteAnswer[]> {
  const answers: QuoteAnswer[] = [];
  for (const symbol of symbols) {
    try {
      answers.push({ symbol, ...(await fetchQuote({ ...context, symbol }, request)) });
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      answers.push({ symbol, error });
    }
  }
  return answers;
}
