import type { Settings } from '../../config/settings/settings-table.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import { optionHours } from '../market-days/option-hours.ts';
import { type GapKeeper, openGapKeeper } from '../recording/gaps/gap-keeper.ts';
import type { Scheduler } from '../schedule/job.ts';
import type { SharedIntervals } from '../schedule/intervals/poll-intervals.ts';
import { unlessGivenUp } from '../schedule/yielding-job.ts';
import type { OpenChain } from './chains/open-chains.ts';
import type { Expirations } from './expirations/expirations.ts';
import { recordedExpirations } from './expirations/recorded-expirations.ts';
import { chainJobName } from './job-names.ts';
import type { PriceLines } from './price-lines.ts';
import type { RecordedUnderlyings } from './recorded-underlyings.ts';
import { openSecondaryChain, type SecondaryChain } from './secondary/secondary-chain.ts';
import type { Underlying } from './underlying.ts';

/** Chains of later expirations than the nearest, which are recorded as the settings want it. */
export interface LaterChains {
  all(): readonly OpenChain[];
  /**
   * Begins and ends to record expirations, as settings, calendar and lists are now. One that a client looks at stays until
   * it does not.
   */
  configure(): Promise<void>;
  /** Ends their gaps; on a hand-over, those that last go on. The jobs end with the scheduler, which says how far they came. */
  close(options: { isHandedOver: boolean }): Promise<void>;
}

/** The parts of the daemon that later expirations are recorded with. */
export interface LaterChainsDeps {
  underlyings: RecordedUnderlyings;
  /** Read anew each time: it may change meanwhile. */
  settings: Pick<Settings, 'recordExpirations'>;
  expirations: Pick<Expirations, 'of'>;
  intervals: SharedIntervals;
  scheduler: Scheduler;
  lines: PriceLines;
  /** Whether a client looks at a chain. */
  isLookedAt: (chain: OpenChain) => boolean;
  /** The coverage of one of them shows something new. */
  onCoverage: () => void;
  /** Whether a first start counts the session up to it as missed. */
  countsFirstSession: boolean;
  /** Whether another daemon has handed over its recording. */
  continues: boolean;
  /** Why nothing was recorded before this start; by default no daemon was running. */
  downReason: string | null;
  onStoreError: (error: unknown) => void;
}

interface LaterChain {
  chain: SecondaryChain;
  gaps: GapKeeper;
  end(): Promise<void>;
}

/** Records nothing until `configure` is called. */
export function createLaterChains(deps: LaterChainsDeps): LaterChains {
  const { underlyings, settings, expirations, isLookedAt, onStoreError } = deps;
  const open = new Map<string, LaterChain>();
  let isClosed = false;
  let turn: Promise<void> = Promise.resolve();

  const wanted = () =>
    underlyings.all.flatMap((underlying) => {
      const { symbol, context } = underlying;
      const today = newYorkDate(context.clock.now());
      return recordedExpirations(settings.recordExpirations, expirations.of(symbol), today)
        .slice(1)
        .map((expiration) => ({ underlying, expiration, name: chainJobName({ symbol, expiration }) }));
    });
  let isStart = true;
  const apply = async () => {
    const lastAliveAt = isStart ? underlyings.first.lastAliveAt : null;
    isStart = false;
    const all = isClosed ? [] : wanted();
    for (const [name, { chain, end }] of open) {
      if (all.some((one) => one.name === name) || isLookedAt(chain)) continue;
      open.delete(name);
      await end();
    }
    for (const { underlying, expiration, name } of all) {
      if (!open.has(name)) open.set(name, await openLater(underlying, expiration, lastAliveAt, deps));
    }
  };

  return {
    all: () => [...open.values()].map(({ chain }) => chain),
    configure() {
      turn = turn.then(apply).catch(onStoreError);
      return turn;
    },
    async close({ isHandedOver }) {
      isClosed = true;
      await turn;
      await Promise.all([...open.values()].map(({ gaps }) => gaps.close({ isHandedOver })));
    },
  };
}

/**
 * Takes up one expiration: its share of the calls, its gaps, its job.
 * @param lastAliveAt the sign of life of the daemon before; `null` once this one has started
 */
async function openLater(
  { symbol, context: of }: Underlying,
  expiration: string,
  lastAliveAt: number | null,
  deps: LaterChainsDeps,
): Promise<LaterChain> {
  const { underlyings, intervals, scheduler, lines, onStoreError } = deps;
  const name = chainJobName({ symbol, expiration });
  let calls = of.feed.chains.calls;
  const endShare = intervals.add({ name, symbol, kind: 'chain', rank: 'later', calls: () => calls() });
  const pollIntervals = intervals.ofJobs({ quote: of.jobs.quote, chain: name }, symbol);
  const context = { ...of, pollIntervals };
  const gaps = await openGaps(context, expiration, lastAliveAt, deps);
  const endGaps = underlyings.ledger.add({ symbol, gaps, jobs: { chain: name } });
  const giveUp = () => pollIntervals.givenUp('chain');
  const chain = openSecondaryChain(
    { symbol, expiration },
    {
      ...{ context, scheduler, lines, onStoreError },
      kept: { gaps, yields: (job) => unlessGivenUp(job, giveUp, () => gaps.givenUp('chain')) },
    },
  );
  calls = chain.chainCalls;
  return {
    ...{ chain, gaps },
    async end() {
      chain.close();
      endShare();
      endGaps();
      await gaps.close();
    },
  };
}

async function openGaps(
  { symbol, db, clock, hours, pollIntervals }: Underlying['context'],
  expiration: string,
  lastAliveAt: number | null,
  { onCoverage, onStoreError, countsFirstSession, continues, downReason }: LaterChainsDeps,
): Promise<GapKeeper> {
  const now = clock.now();
  const lastAt = await db.chains.lastPollAt(symbol, expiration, now).catch((error: unknown) => {
    onStoreError(error);
    return null;
  });
  return await openGapKeeper({
    ...{ underlying: symbol, store: db.gaps, clock, onStoreError, countsFirstSession, continues, downReason },
    // On its last day it may stop before others.
    hours: optionHours({ underlying: symbol, expiration }, hours),
    jobs: ['chain'],
    nameOf: () => `chain ${expiration}`,
    onNews: onCoverage,
    intervalOf: () => pollIntervals.of('chain').tradingMs ?? 60_000,
    nextSlotAfter: (job, at) => pollIntervals.next(job, at, at).at ?? at,
    // What it has missed while a daemon lived is in the ledger, if it was to be recorded at all.
    lastRecordedAt: { quote: null, chain: lastAt === null ? null : Math.max(lastAt, lastAliveAt ?? now) },
    ...{ knownFrom: null, lastAliveAt, isNew: lastAt === null },
  });
}
