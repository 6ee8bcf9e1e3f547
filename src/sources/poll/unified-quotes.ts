import { type SteadyTime, steadyTime } from '../../base/steady-time.ts';
import { askAgainAfterMs } from '../polygon/entitlement.ts';
import { UpstreamError } from '../polygon/http/upstream-error.ts';
import { quoteOfUnified, readUnifiedSnapshot } from '../polygon/parse/parse-unified-snapshot.ts';
import type { PollRequest } from '../request.ts';
import type { FetchedQuote } from '../source.ts';
import { maxAgeMs } from './max-age.ts';
import { inItsSession } from './night-quote.ts';
import type { PollContext } from './poll-context.ts';
import { parseContext, quoteTtlMs } from './quote-ways.ts';

/** What an answer says of one symbol: its quote, or why it has none. */
export type QuoteAnswer = ({ symbol: string } & FetchedQuote) | { symbol: string; error: UpstreamError };

/** Quotes of several symbols in one request, where the plan has the unified snapshot. */
export interface UnifiedQuotes {
  /** Whether the plan may answer about several symbols at once; a forced request always asks again. */
  isWorthAsking(isForced: boolean): boolean;
  /**
   * One answer for each symbol, in the order of the symbols; `null` where the plan does not answer about them at once.
   * @throws UpstreamError what is wrong with the answer as a whole
   */
  latest(symbols: readonly string[], request: PollRequest): Promise<readonly QuoteAnswer[] | null>;
}

type Context = Omit<PollContext, 'symbol'>;

/** @param context read at each request, since it may be completed after this is created */
export function createUnifiedQuotes(context: () => Context): UnifiedQuotes {
  let time: SteadyTime | null = null;
  const steadyNow = () => {
    time ??= steadyTime(context().clock);
    return time.now();
  };
  /** When the plan last denied every symbol of a request. */
  let deniedAt: number | null = null;

  return {
    isWorthAsking(isForced) {
      const isDenied = deniedAt !== null && steadyNow() - deniedAt < askAgainAfterMs;
      return context().endpoints.isWorthAsking('unifiedSnapshot', isForced) && (isForced || !isDenied);
    },
    async latest(symbols, request) {
      let answers: readonly QuoteAnswer[];
      try {
        answers = await fetchUnified(context(), symbols, request);
      } catch (error) {
        if (isDenial(error)) return null;
        throw error;
      }
      const failures = answers.flatMap((answer) => ('error' in answer ? [answer.error] : []));
      const isWhole = failures.length === answers.length;
      if (isWhole && failures.every(isDenial)) {
        deniedAt = steadyNow();
        return null;
      }
      deniedAt = null;
      if (isWhole) throwIfSame(failures);
      return answers;
    },
  };
}

const isDenial = (error: unknown) => error instanceof UpstreamError && error.failure === 'not-entitled';

/** One fault of the whole body is reported once, and not as a fault of each symbol. */
function throwIfSame(failures: readonly UpstreamError[]): void {
  const [failure] = failures;
  if (!failure || failure.failure === 'not-found') return;
  if (failures.every(({ message }) => message === failure.message)) throw failure;
}

async function fetchUnified(
  context: Context,
  symbols: readonly string[],
  request: PollRequest,
): Promise<QuoteAnswer[]> {
  const { clock, cached, pollIntervals, endpoints } = context;
  const { intervalMs } = pollIntervals.next('quote', clock.now(), clock.now(), 'secondary');
  const { value } = await cached(
    {
      key: `unifiedSnapshot:${symbols.join(',')}`,
      dataType: 'quote',
      ttlMs: quoteTtlMs,
      priority: request.priority,
      maxAgeMs: maxAgeMs(request, quoteTtlMs, intervalMs),
      slotAt: request.slotAt,
    },
    () => endpoints.unifiedSnapshot(symbols.join(','), request),
    (body, receivedAt) => parseEach(context, symbols, body, { receivedAt, slotAt: request.slotAt }),
  );
  return await Promise.all(
    value.map(async (answer) =>
      'quote' in answer ? { ...answer, quote: await inItsSession(context, answer.quote) } : answer,
    ),
  );
}

function parseEach(
  context: Context,
  symbols: readonly string[],
  body: unknown,
  { receivedAt, slotAt }: { receivedAt: number; slotAt: number | null },
): QuoteAnswer[] {
  const rows = readUnifiedSnapshot(body);
  return symbols.map((symbol) => {
    try {
      const quote = quoteOfUnified(rows, parseContext({ ...context, symbol }, receivedAt));
      return { symbol, quote: { ...quote, slotAt }, isOnceADay: false };
    } catch (error) {
      if (error instanceof UpstreamError) return { symbol, error };
      throw error;
    }
  });
}
