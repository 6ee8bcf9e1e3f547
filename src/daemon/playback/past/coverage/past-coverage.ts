import type { Session } from '../../../../market/calendar/session.ts';
import type { JobCoverage } from '../../../../protocol/state.ts';
import { nearestExpiration } from '../../../../market/products/expirations.ts';
import { rebuiltField, rebuiltShare } from '../../../rebuild/shown/rebuilt-share.ts';
import { createShownMinutes } from '../../../rebuild/shown/shown-minutes.ts';
import { optionHours } from '../../../market-days/option-hours.ts';
import { namedCoverage } from '../../../recording/gaps/gap-ledger.ts';
import { jobCoverage } from '../../../recording/gaps/job-coverage.ts';
import { coveredSession } from '../../../recording/gaps/session-stretches.ts';
import { lastNearest } from '../polls/nearest-polls.ts';
import type { PastContext } from '../past-context.ts';
import { keepersAt, keyOf, type PastKeeper } from '../past-expirations.ts';
import type { NoticedGap } from '../../../../recordings/gaps.ts';
import { gapsKnownAt, type SeenOf } from './past-gaps.ts';

/** What is known of one session of a keeper: enough for its coverage at any instant of it up to the one that it was read for. */
export interface SessionFacts {
  session: Session;
  gaps: readonly NoticedGap[];
  /** When its chain was polled first while options traded; `null` where it was not. */
  firstChainAt: number | null;
  /** Whether its chain had been polled before the opening bell, on whatever day. */
  hadChain: boolean;
  /** Whether anything of the symbol had been recorded when the options closed. */
  isKnown: boolean;
  /** Ends of the minutes that are shown rebuilt; see `ShownMinutes`. */
  rebuilt: readonly number[];
}

/** A chain that is polled has been by this time after the opening bell, however few calls there are. */
export const firstPollMs = 10 * 60_000;

/** Reads the coverage of sessions at instants up to one; what it has read of a session it keeps. */
export interface PastCoverage {
  /** Of one keeper's jobs. @param seen which of its polls of that very instant had failed, if they did; all by default */
  of(keeper: PastKeeper, at: number, seen?: SeenOf): Promise<JobCoverage[]>;
  /** Of all that is recorded. */
  all(at: number): Promise<JobCoverage[]>;
  factsOf(keeper: PastKeeper, at: number): Promise<SessionFacts>;
}

/** @param asOf what began later is not read; no coverage of a later instant can be asked for */
export function createPastCoverage(context: PastContext, asOf: number): PastCoverage {
  const known = new Map<string, Promise<SessionFacts>>();
  const sessionOf = async ({ symbol, expiration }: PastKeeper, at: number) => {
    const { hours } = await context.marketAt(at);
    return coveredSession(optionHours({ underlying: symbol, expiration }, hours).scheduled, at);
  };
  const factsOf = async (keeper: PastKeeper, at: number) => {
    const session = await sessionOf(keeper, at);
    const key = `${keyOf(keeper)} ${session.date}`;
    const facts = known.get(key) ?? readFacts(context, keeper, session, asOf);
    known.set(key, facts);
    return facts;
  };
  const of: PastCoverage['of'] = async (keeper, at, seen = () => true) =>
    coverageBy(await factsOf(keeper, at), keeper, at, seen);
  return {
    ...{ of, factsOf },
    async all(at) {
      const coverage: JobCoverage[] = [];
      for (const keeper of await keepersAt(context, at)) coverage.push(...(await of(keeper, at)));
      return coverage;
    },
  };
}

async function readFacts(
  { recorded: recording, marketAt }: PastContext,
  { symbol, expiration }: PastKeeper,
  session: Session,
  asOf: number,
): Promise<SessionFacts> {
  const { date, open, optionClose } = session;
  const { calendar } = (await marketAt(asOf)).hours;
  const to = Math.min(asOf, optionClose - 1);
  const nearest = await lastNearest(recording, calendar, symbol, to);
  const gaps = await recording.gaps.noticed(symbol, date, asOf);
  const own = expiration ?? nearest?.expiration;
  const [first = null] = own === undefined ? [] : await recording.chains.polledAt(symbol, own, open, to);
  // Retention leaves the levels of a chain that it takes.
  const levelsAt = expiration === null && nearest && nearest.at >= open ? open : null;
  const before =
    expiration === null
      ? await lastNearest(recording, calendar, symbol, open)
      : await recording.chains.lastPollAt(symbol, expiration, open);
  const shown = createShownMinutes(recording);
  return {
    session,
    rebuilt: await shown.of(symbol, expiration ?? nearestExpiration(symbol, calendar, open), open, to + 1),
    gaps: gaps.filter(({ job }) => (job === 'quote' || job === 'chain') === (expiration === null)),
    firstChainAt: first ?? levelsAt,
    hadChain: before !== null,
    isKnown: nearest !== null || (await recording.quotes.latest(symbol, to)) !== null,
  };
}

function coverageBy(
  { session, gaps, firstChainAt, hadChain, isKnown, rebuilt }: SessionFacts,
  keeper: PastKeeper,
  at: number,
  seen: SeenOf,
): JobCoverage[] {
  const { open, optionClose } = session;
  const { jobs, expiration, symbol, isOneSymbol } = keeper;
  const isPolled = firstChainAt !== null && firstChainAt <= at;
  const names = expiration === null ? ['quote', 'chain'] : [`chain ${expiration}`];
  return names.map((job) => {
    const own = gapsKnownAt(gaps, { at, optionClose, seen }).filter((gap) => gap.job === job);
    // A plan without chains leaves neither polls nor gaps.
    const isDenied = job !== 'quote' && own.length === 0 && (!hadChain || at >= open + firstPollMs);
    const jobGaps = {
      ...{ job, deniedSince: isDenied ? open : null },
      hasRecorded: () => job === 'quote' || isPolled,
      all: () => own,
      lasting: () => own.findLast(({ endedAt }) => endedAt === null) ?? null,
    };
    const knownFrom = isKnown || own.length > 0 ? open : optionClose;
    const share = job === 'quote' ? 0 : rebuiltShare(rebuilt, open, Math.min(at, optionClose));
    return namedCoverage(
      { ...jobCoverage(jobGaps, session, { now: at, knownFrom }), ...rebuiltField(share) },
      { symbol, jobs },
      isOneSymbol,
    );
  });
}
