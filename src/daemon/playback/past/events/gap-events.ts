import type { JobCoverage } from '../../../../protocol/state.ts';
import { gapReasons } from '../../../recording/gaps/gap-reasons.ts';
import { missingLookMs } from '../../../recording/gaps/gap-news.ts';
import { coverageFigures } from '../../../recording/gaps/job-coverage.ts';
import { lastNearest } from '../polls/nearest-polls.ts';
import type { PastContext } from '../past-context.ts';
import { createPastCoverage, type PastCoverage, type SessionFacts } from '../coverage/past-coverage.ts';
import { keepersAt, type PastKeeper } from '../past-expirations.ts';
import type { NoticedGap } from '../../../../recordings/gaps.ts';
import { beforePolls, pastItem, type PastItem, placeOf } from './past-item.ts';
import type { Span } from '../past-reads.ts';
import type { PollOrder } from './poll-order.ts';

/** The polls of a span that were kept, epoch ms. */
export interface KeptPolls {
  /** Of a recorded symbol's quotes, as far as they changed. */
  quotes(symbol: string): readonly number[];
  /** Of a recorded symbol's nearest chain, or of one expiration. */
  chains(symbol: string, expiration: string | null): readonly number[];
}

/** An instant at which the daemon looked whether the coverage shows something new. */
interface Look {
  at: number;
  keeper: PastKeeper;
  /** Place of the poll that it looked after. */
  poll: number;
}

/**
 * What the daemon said of its coverage in a span: after a poll that was kept, and when it noticed a gap or its end, if that
 * changed what is shown. What a start finds is first sent after the first poll.
 */
export async function gapItems(
  context: PastContext,
  span: Span,
  kept: KeptPolls,
  order: PollOrder,
): Promise<PastItem[]> {
  const coverage = createPastCoverage(context, span.to);
  const keepers = await keepersAt(context, span.to);
  const starts: number[] = [];
  const looks: Look[] = [];
  for (const keeper of keepers) {
    const facts = await coverage.factsOf(keeper, span.to);
    const isIn = (at: number) => at > span.after && at <= span.to;
    starts.push(...startsOf(facts.gaps).filter(isIn));
    looks.push(...looksOf(keeper, facts, kept, order).filter(({ at }) => isIn(at)));
  }
  looks.sort((one, other) => one.at - other.at || one.poll - other.poll);
  const items: PastItem[] = [];
  const shown = new Map<PastKeeper, string>();
  let before = span.after;
  for (const { at, keeper, poll } of looks) {
    // A daemon that has just started has sent nothing yet.
    if (starts.some((start) => start > before && start <= at)) for (const one of keepers) shown.set(one, '');
    before = at;
    const figures = coverageFigures(await coverage.of(keeper, at));
    const last = shown.get(keeper) ?? (await figuresBefore(context, coverage, keeper, span.after));
    shown.set(keeper, figures);
    if (figures === last) continue;
    items.push(pastItem('gap', at, placeOf(poll, 'gap'), await allOf(coverage, keepers, at)));
  }
  return items;
}

async function allOf(coverage: PastCoverage, keepers: readonly PastKeeper[], at: number) {
  const all: JobCoverage[] = [];
  for (const keeper of keepers) all.push(...(await coverage.of(keeper, at)));
  return all;
}

function looksOf(
  keeper: PastKeeper,
  { gaps, session: { optionClose } }: SessionFacts,
  kept: KeptPolls,
  order: PollOrder,
): Look[] {
  const { symbol, expiration } = keeper;
  const quote = order.quote(symbol);
  const chain = order.chain({ symbol, expiration });
  const polls = [
    ...(expiration === null ? kept.quotes(symbol).map((at) => ({ at, poll: quote })) : []),
    ...kept.chains(symbol, expiration).map((at) => ({ at, poll: chain })),
  ];
  const noticed = gaps.flatMap((gap) =>
    noticedOf(gap, gaps).map((at) => ({ at, poll: gap.job === 'quote' ? quote : chain })),
  );
  const whileMissing = missingLooks(gaps, optionClose).map((at) => ({ at, poll: beforePolls }));
  const all = [...polls, ...noticed, ...whileMissing].map((look) => ({ ...look, keeper }));
  const isFirst = ({ at, poll }: Look, index: number) =>
    all.findIndex((look) => look.at === at && look.poll === poll) === index;
  return all.filter(isFirst);
}

/** When a daemon started that found the polls before it missing. */
function startsOf(gaps: readonly NoticedGap[]): number[] {
  return gaps.filter(isOfStart).map(({ noticedAt }) => noticedAt);
}

function isOfStart({ reason }: NoticedGap): boolean {
  return reason === gapReasons.down || reason === gapReasons.notYet;
}

/** The instants at which a gap and its end were noticed, without those of a start or of the end of a daemon. */
function noticedOf(gap: NoticedGap, gaps: readonly NoticedGap[]): number[] {
  const starts = startsOf(gaps);
  const isEndOfDaemon = gaps.some(
    (other) => isOfStart(other) && other.job === gap.job && other.startedAt === gap.endedAt,
  );
  const noticed = isEndOfDaemon ? [gap.noticedAt] : [gap.noticedAt, gap.endNoticedAt];
  return noticed.filter((at) => at !== null).filter((at) => !starts.includes(at));
}

/** Instants at which the daemon looked because something was missing: once a minute from when that was noticed. */
function missingLooks(gaps: readonly NoticedGap[], optionClose: number): number[] {
  const starts = startsOf(gaps);
  const endOf = ({ endedAt, endNoticedAt }: NoticedGap) => {
    // What lasts ends with the session, which the first look after it shows.
    if (endedAt === null || endNoticedAt === null || endedAt >= optionClose)
      return optionClose + missingLookMs;
    // A daemon that was killed looked no more.
    return starts.includes(endNoticedAt) ? endedAt : endNoticedAt;
  };
  const looks: number[] = [];
  let stretch = { from: 0, to: 0 };
  const missing = gaps.map((gap) => ({ from: gap.noticedAt, to: endOf(gap) }));
  const add = ({ from, to }: typeof stretch) => {
    for (let at = from + missingLookMs; at < to; at += missingLookMs) looks.push(at);
  };
  for (const next of missing.sort((one, other) => one.from - other.from)) {
    if (next.from <= stretch.to) stretch.to = Math.max(stretch.to, next.to);
    else {
      add(stretch);
      stretch = next;
    }
  }
  add(stretch);
  return looks;
}

/** What was shown when the daemon looked last, up to an instant; empty where it had not since its start. */
async function figuresBefore(
  { recording, marketAt }: PastContext,
  coverage: PastCoverage,
  keeper: PastKeeper,
  at: number,
): Promise<string> {
  const { symbol, expiration } = keeper;
  const { calendar } = (await marketAt(at)).hours;
  const { gaps, session } = await coverage.factsOf(keeper, at);
  const chainAt =
    expiration === null
      ? (await lastNearest(recording, calendar, symbol, at))?.at
      : await recording.chains.lastPollAt(symbol, expiration, at);
  const quoteAt = expiration === null ? (await recording.quotes.latest(symbol, at))?.receivedAt : null;
  const looks = [
    ...[chainAt, quoteAt, ...gaps.flatMap((gap) => noticedOf(gap, gaps))],
    ...missingLooks(gaps, session.optionClose),
  ].filter((look): look is number => look != null && look <= at);
  const last = Math.max(...looks);
  const hasStartedSince = startsOf(gaps).some((start) => start <= at && start > last);
  if (looks.length === 0 || hasStartedSince) return '';
  return coverageFigures(await coverage.of(keeper, last));
}
