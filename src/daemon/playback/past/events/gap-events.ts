import type { JobCoverage } from '../../../../protocol/state.ts';
import { coverageFigures } from '../../../recording/gaps/job-coverage.ts';
import { looksAtGaps, startsOf } from '../coverage/coverage-looks.ts';
import { createPastCoverage, type PastCoverage, type SessionFacts } from '../coverage/past-coverage.ts';
import type { PollKind } from '../coverage/past-gaps.ts';
import type { PastContext } from '../past-context.ts';
import { keepersAt, keyOf, type PastKeeper } from '../past-expirations.ts';
import type { Span } from '../past-reads.ts';
import { lastNearest } from '../polls/nearest-polls.ts';
import { beforePolls, pastItem, type PastItem, placeOf } from './past-item.ts';
import type { PollOrder } from './poll-order.ts';

/** The polls of a span that were kept, epoch ms. */
export interface KeptPolls {
  /** Of a recorded symbol's quotes, as far as they changed. */
  quotes(symbol: string): readonly number[];
  /** Of a recorded symbol's nearest chain, or of one expiration. */
  chains(symbol: string, expiration: string | null): readonly number[];
}

/** A look at the coverage of one keeper. */
interface Look {
  at: number;
  keeper: PastKeeper;
  /** Place of the poll that it followed. */
  poll: number;
}

/**
 * What the daemon said of its coverage in a span: where a look at it showed something new. What a start finds is first said
 * after the first poll.
 */
export async function gapItems(
  context: PastContext,
  span: Span,
  kept: KeptPolls,
  order: PollOrder,
): Promise<PastItem[]> {
  const coverage = createPastCoverage(context, span.to);
  const keepersOf = keepersByPhase(context);
  const { looks, starts } = await looksIn(coverage, keepersOf, span, { kept, order });
  const items: PastItem[] = [];
  let shown = new Map<string, string>();
  let hasStarted = false;
  let before = span.after;
  for (const { at, keeper, poll } of looks) {
    // A daemon that has just started has said nothing yet.
    if (starts.some((start) => start > before && start <= at)) {
      shown = new Map();
      hasStarted = true;
    }
    before = at;
    const seenOf = (of: PastKeeper) => (kind: PollKind) => pollOf(of, kind, order) <= poll;
    const figures = coverageFigures(await coverage.of(keeper, at, seenOf(keeper)));
    const last =
      shown.get(keyOf(keeper)) ?? (hasStarted ? '' : await figuresAt(context, coverage, keeper, span.after));
    shown.set(keyOf(keeper), figures);
    if (figures === last) continue;
    const all: JobCoverage[] = [];
    for (const each of await keepersOf(at)) {
      all.push(...(await coverage.of(each, at, seenOf(each))));
    }
    items.push(pastItem('gap', at, placeOf(poll, 'gap'), all));
  }
  return items;
}

type KeepersOf = (at: number) => Promise<readonly PastKeeper[]>;

/** Which expirations are recorded changes with the phase. */
function keepersByPhase(context: PastContext): KeepersOf {
  const known = new Map<object, Promise<readonly PastKeeper[]>>();
  return async (at) => {
    const phase = (await context.marketAt(at)).hours.calendar.phaseAt(at);
    const keepers = known.get(phase) ?? keepersAt(context, at);
    known.set(phase, keepers);
    return keepers;
  };
}

async function looksIn(
  coverage: PastCoverage,
  keepersOf: KeepersOf,
  span: Span,
  polls: { kept: KeptPolls; order: PollOrder },
): Promise<{ looks: Look[]; starts: number[] }> {
  const looks = new Map<string, Look>();
  const starts: number[] = [];
  const isIn = (at: number) => at > span.after && at <= span.to;
  for (const edge of [span.after, span.to]) {
    for (const keeper of await keepersOf(edge)) {
      const facts = await coverage.factsOf(keeper, edge);
      starts.push(...startsOf(facts.gaps).filter(isIn));
      for (const look of looksOf(keeper, facts, polls)) {
        const { at, poll } = look;
        const isKept = isIn(at) && (await keepersOf(at)).some((one) => keyOf(one) === keyOf(keeper));
        if (isKept) looks.set(`${at} ${poll} ${keyOf(keeper)}`, look);
      }
    }
  }
  const inOrder = [...looks.values()].sort((one, other) => one.at - other.at || one.poll - other.poll);
  return { looks: inOrder, starts };
}

/** Place of a keeper's poll among those of one instant. */
function pollOf({ symbol, expiration }: PastKeeper, kind: PollKind, order: PollOrder): number {
  return kind === 'quote' ? order.quote(symbol) : order.chain({ symbol, expiration });
}

function looksOf(
  keeper: PastKeeper,
  facts: SessionFacts,
  { kept, order }: { kept: KeptPolls; order: PollOrder },
): Look[] {
  const { symbol, expiration } = keeper;
  const quote = pollOf(keeper, 'quote', order);
  const chain = pollOf(keeper, 'chain', order);
  return [
    ...(expiration === null ? kept.quotes(symbol).map((at) => ({ at, keeper, poll: quote })) : []),
    ...kept.chains(symbol, expiration).map((at) => ({ at, keeper, poll: chain })),
    ...looksAtGaps(facts).map(({ at, of }) => ({
      ...{ at, keeper },
      poll: of === null ? beforePolls : of === 'quote' ? quote : chain,
    })),
  ];
}

/** What was shown at an instant, which is what the last look up to it saw; empty where a start has said nothing yet. */
async function figuresAt(
  { recording, marketAt }: PastContext,
  coverage: PastCoverage,
  keeper: PastKeeper,
  at: number,
): Promise<string> {
  const { symbol, expiration } = keeper;
  const { calendar } = (await marketAt(at)).hours;
  const facts = await coverage.factsOf(keeper, at);
  const polls =
    expiration === null
      ? [
          (await lastNearest(recording, calendar, symbol, at))?.at,
          (await recording.quotes.latest(symbol, at))?.receivedAt,
        ]
      : [await recording.chains.lastPollAt(symbol, expiration, at)];
  const looks = [...polls, ...looksAtGaps(facts).map((look) => look.at)];
  const last = looks.reduce<number>(
    (newest, look) => (look != null && look <= at ? Math.max(newest, look) : newest),
    0,
  );
  const hasStartedSince = startsOf(facts.gaps).some((start) => start <= at && start > last);
  return last === 0 || hasStartedSince ? '' : coverageFigures(await coverage.of(keeper, last));
}
