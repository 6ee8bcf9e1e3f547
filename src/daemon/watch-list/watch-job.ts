import { type SteadyTime, steadyTime } from '../../base/steady-time.ts';
import { priceText } from '../../market/quotes/price-text.ts';
import { onceADay } from '../schedule/once-a-day.ts';
import type { Job } from '../schedule/job.ts';
import type { PollRequest } from '../../sources/request.ts';
import { askAgainAfterMs } from '../../sources/polygon/entitlement.ts';
import { quoteOfUnified, readUnifiedSnapshot } from '../../sources/polygon/parse/parse-unified-snapshot.ts';
import { UpstreamError } from '../../sources/polygon/http/upstream-error.ts';
import { fetchQuote } from '../../sources/poll/fetch-quote.ts';
import type { FetchedQuote } from '../../sources/source.ts';
import type { JobContext } from '../underlyings/job-context.ts';
import { maxAgeMs } from '../../sources/poll/max-age.ts';
import { inItsSession } from '../../sources/poll/night-quote.ts';
import { parseContext, quoteTtlMs } from '../../sources/poll/quote-ways.ts';
import { createWatchProblems, isOfSymbol, SymbolsFailed } from './watch-problems.ts';

export interface WatchJob extends Job {
  /** Whether there is anything to poll. */
  isNeeded(): boolean;
  /** Requests that a poll takes; 0 while there is nothing to poll. */
  calls(): number;
  /** The watch list may be another one now. */
  configure(): void;
}

export interface WatchedSymbols {
  /** The settings' watch list without the main symbol. */
  listed(): readonly string[];
  /** What clients look at besides the main symbol. */
  lookedAt(): readonly string[];
}

type Answer = ({ symbol: string } & FetchedQuote) | { symbol: string; error: UpstreamError };

/**
 * Quotes of the symbols that are watched besides the main one: all in one request where the plan has the unified
 * snapshot, else one symbol a slot in turns. The main symbol keeps a request of its own: what is always recorded must
 * not depend on a misspelt symbol of the list, and its snapshot says more.
 */
export function createWatchJob(context: () => JobContext, watched: WatchedSymbols): WatchJob {
  let time: SteadyTime | null = null;
  const steadyNow = () => {
    time ??= steadyTime(context().clock);
    return time.now();
  };
  /** When the plan last refused to answer about all at once. */
  let refusedAt: number | null = null;
  let turn = 0;
  /** Symbols whose plan gives a price once a day only, and is asked once a day. */
  const endOfDay = new Set<string>();

  const problems = createWatchProblems(() => context().health, watched.listed);

  const symbols = () => [...new Set([...watched.lookedAt(), ...watched.listed()])];
  const isEndOfDay = () =>
    endOfDay.size > 0 && symbols().every((symbol) => endOfDay.has(symbol) || problems.isUnknown(symbol));
  const asksForAll = (isForced = false) => {
    const { endpoints } = context();
    const isRefused = refusedAt !== null && steadyNow() - refusedAt < askAgainAfterMs;
    return endpoints.isWorthAsking('unifiedSnapshot', isForced) && (isForced || !isRefused);
  };
  const keep = ({ quote, isOnceADay }: FetchedQuote) => {
    const { recorder, quotes } = context();
    if (isOnceADay) endOfDay.add(quote.symbol);
    else endOfDay.delete(quote.symbol);
    recorder.secondary.quote(quote);
    quotes.set(quote);
    problems.works(quote.symbol);
    return `${quote.symbol} ${priceText(quote.price)}`;
  };

  /** What came of each symbol; a failure of one hides nothing of another. */
  const settle = (answers: readonly Answer[], { signal }: PollRequest): string => {
    // Given up meanwhile: the slot is another run's.
    signal.throwIfAborted();
    const told = answers.flatMap((answer) => ('quote' in answer ? [keep(answer)] : []));
    const failures = answers.flatMap((answer) =>
      'error' in answer && isOfSymbol(answer.error) ? [problems.failed(answer.symbol, answer.error)] : [],
    );
    const other = answers.find((answer) => 'error' in answer && !isOfSymbol(answer.error));
    if (other && 'error' in other) throw about(other.symbol, other.error);
    const lookedAt = failures.filter(({ symbol }) => watched.lookedAt().includes(symbol));
    if (lookedAt.length > 0) throw new SymbolsFailed(lookedAt);
    return [...told, ...failures.map(({ error }) => error.message)].join(', ');
  };

  const fetchAll = async (wanted: readonly string[], request: PollRequest): Promise<Answer[]> => {
    const { clock, cached, pollIntervals, endpoints } = context();
    const { priority } = request;
    const { intervalMs } = pollIntervals.next('quote', clock.now(), clock.now(), 'secondary');
    const { value } = await cached(
      {
        key: `unifiedSnapshot:${wanted.join(',')}`,
        dataType: 'quote',
        ttlMs: quoteTtlMs,
        priority,
        maxAgeMs: maxAgeMs(request, quoteTtlMs, intervalMs),
        slotAt: request.slotAt,
      },
      () => endpoints.unifiedSnapshot(wanted.join(','), request),
      (body, receivedAt) => {
        const rows = readUnifiedSnapshot(body);
        return wanted.map((symbol): Answer => {
          try {
            const terms = parseContext({ ...context(), symbol }, receivedAt);
            const quote = { ...quoteOfUnified(rows, terms), slotAt: request.slotAt };
            return { symbol, quote, isOnceADay: false };
          } catch (error) {
            if (error instanceof UpstreamError) return { symbol, error };
            throw error;
          }
        });
      },
    );
    return await Promise.all(
      value.map(async (answer) =>
        'quote' in answer ? { ...answer, quote: await inItsSession(context(), answer.quote) } : answer,
      ),
    );
  };

  /** `null` where the plan will not answer about all at once. */
  const pollAll = async (request: PollRequest): Promise<string | null> => {
    let answers: Answer[];
    try {
      answers = await fetchAll(symbols(), request);
    } catch (error) {
      if (error instanceof UpstreamError && error.failure === 'not-entitled') return null;
      throw error;
    }
    const failures = answers.flatMap((answer) => ('error' in answer ? [answer.error] : []));
    if (failures.length === answers.length && failures.every(({ failure }) => failure === 'not-entitled')) {
      refusedAt = steadyNow();
      return null;
    }
    refusedAt = null;
    const [failure] = failures;
    // What is wrong with the whole body is said once.
    const isWhole = failures.length === answers.length && failure && failure.failure !== 'not-found';
    if (isWhole && failures.every(({ message }) => message === failure.message)) throw failure;
    return settle(answers, request);
  };

  /** Whoever presses a key gets what is looked at; a slot takes the next symbol, but all where one a day is due. */
  const pollInTurns = async (request: PollRequest): Promise<string> => {
    const all = symbols();
    const lookedAt = watched.lookedAt();
    const next = all[turn % all.length]!;
    const isForUser = request.priority === 'user' && lookedAt.length > 0;
    const wanted = isForUser ? lookedAt : isEndOfDay() ? all : [next];
    if (!isForUser) turn += 1;
    const answers: Answer[] = [];
    for (const symbol of wanted) {
      try {
        answers.push({ symbol, ...(await fetchQuote({ ...context(), symbol }, request)) });
      } catch (error) {
        if (!(error instanceof UpstreamError)) throw error;
        answers.push({ symbol, error });
      }
    }
    return settle(answers, request);
  };

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
      const told = asksForAll(request.isForced) ? await pollAll(request) : null;
      return told ?? (await pollInTurns(request));
    },
  };
}

function about(symbol: string, error: UpstreamError): UpstreamError {
  return new UpstreamError(error.failure, `${symbol}: ${error.message}`, { cause: error });
}
