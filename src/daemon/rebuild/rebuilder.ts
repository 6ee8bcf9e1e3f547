import { messageOf } from '../../base/errors.ts';
import type { RebuildStage, RebuildStep } from '../../protocol/rebuild.ts';
import type { RebuiltContract, RebuiltKey, RebuiltProgress } from '../../recordings/rebuilt.ts';
import { isIndexTicker } from '../../market/symbols/roots.ts';
import { UpstreamError } from '../../sources/polygon/http/upstream-error.ts';
import { fetchContractMinutes } from '../../sources/poll/past/past-day.ts';
import type { PollRequest } from '../../sources/request.ts';
import { fetchSpots, listContracts } from './list-day.ts';
import { modelMinutes } from './model-minutes.ts';
import type { RebuildContext, RebuildRequest } from './rebuild-context.ts';
import { endsRebuild, rebuildError } from './rebuild-failures.ts';
import { hoursOf, type RebuiltHours } from './rebuilt-hours.ts';

/** Puts chains of past days together, step by step. */
export interface Rebuilder {
  /**
   * Lists the contracts of a day, asks for the bars of one, or computes some minutes: whatever comes next. What is asked is
   * kept at once, so that whoever stops loses nothing, and nothing is asked twice. Steps run one after the other, whoever asks.
   * @throws UpstreamError, and SpyglassError `not_entitled` with what the plan lacks, `usage` for a day that cannot be rebuilt
   */
  step(request: RebuildRequest, signal: AbortSignal): Promise<RebuildStep>;
}

/** How long a step waits for a call before it answers. */
const pauseMs = 2000;
/** The calls of the minute are used up, by our own count or by the vendor's: it goes on once one is free. */
const hasNoCall = new Set(['budget', 'rate-limited']);
/** Real time after which a contract whose answer made no sense is asked again. */
const failedForMs = 10 * 60_000;

/** @param onStep called after each step that got on */
export function createRebuilder(context: RebuildContext, onStep?: (step: RebuildStep) => void): Rebuilder {
  const memory: Memory = { failedAt: new Map(), spotsAsked: new Set() };
  let last: Promise<unknown> = Promise.resolve();

  const next = async (request: RebuildRequest, signal: AbortSignal): Promise<RebuildStep> => {
    const hours = hoursOf(request, context.hours.calendar, context.clock.now());
    try {
      const step = await takeStep(context, { hours, request, memory }, signal);
      onStep?.(step);
      return step;
    } catch (error) {
      if (error instanceof UpstreamError && hasNoCall.has(error.failure)) {
        // It is known at once that no call gets free in time; whoever asks again must not ask at full speed.
        await context.clock.sleep(pauseMs, signal);
        return await stepOf(context, hours, { isWaiting: true });
      }
      throw rebuildError(error, hours.key);
    }
  };
  return {
    step(request, signal) {
      const turn = last.then(() => next(request, signal));
      last = Promise.allSettled([turn]);
      return turn;
    },
  };
}

interface Step {
  hours: RebuiltHours;
  request: RebuildRequest;
  memory: Memory;
}

/** What this process remembers next to what is stored. */
interface Memory {
  /** Contracts whose answer made no sense, and when (real time). */
  failedAt: Map<string, number>;
  /** Days of which the API has no minutes of the underlying. */
  spotsAsked: Set<string>;
}

const nameOf = ({ underlying, date }: RebuiltKey) => `${underlying} ${date}`;

function spotsOf({ db }: Pick<RebuildContext, 'db'>, { key, session }: RebuiltHours) {
  return db.rebuilt.spots(key.underlying, session.open, session.optionClose);
}

async function takeStep(
  context: RebuildContext,
  { hours, request, memory: { failedAt, spotsAsked } }: Step,
  signal: AbortSignal,
): Promise<RebuildStep> {
  const { db, clock, source } = context;
  const { key } = hours;
  const strikesPercent = request.strikesPercent ?? null;
  await db.rebuilt.begin({ ...key, strikesPercent, source, tier: 'unknown', startedAt: clock.now() });
  const day = (await db.rebuilt.day(key))!;
  if (day.finishedAt !== null) return stepOf(context, hours);
  const polling: PollRequest = { priority: 'background', isForced: true, slotAt: null, signal };
  if (day.listedAt === null) {
    const spots = await spotsOf(context, hours);
    // One call a step, so that none is made twice where the next one has to wait.
    if (spots.length === 0 && !spotsAsked.has(nameOf(key))) {
      const found = await fetchSpots(context, key, polling);
      if (found === 0) spotsAsked.add(nameOf(key));
    } else await listContracts(context, { key, strikesPercent: day.strikesPercent, spots }, polling);
    return stepOf(context, hours);
  }
  const unasked = await unaskedOf(context, hours);
  if (unasked.length > 0) {
    const mayBring = ({ symbol }: RebuiltContract) =>
      clock.monotonic() - (failedAt.get(symbol) ?? Number.NEGATIVE_INFINITY) >= failedForMs;
    const contract = unasked.find(mayBring);
    if (!contract) return stepOf(context, hours, { isStuck: true });
    await askContract(context, { hours, contract: contract.symbol, failedAt }, polling);
    return stepOf(context, hours);
  }
  const until = await modelMinutes(context, hours, day, signal);
  if (until >= hours.session.optionClose) await db.rebuilt.finish(key, clock.now());
  return stepOf(context, hours);
}

async function askContract(
  context: RebuildContext,
  {
    hours: { key, session },
    contract,
    failedAt,
  }: { hours: RebuiltHours; contract: string; failedAt: Map<string, number> },
  polling: PollRequest,
): Promise<void> {
  const { db, clock } = context;
  try {
    const asked = { ...context, symbol: key.underlying };
    const { bars, rejected } = await fetchContractMinutes(asked, { contract, date: key.date }, polling);
    const traded = bars.filter(({ start }) => start >= session.open && start < session.optionClose);
    const { refused } = await db.rebuilt.answered(key, contract, traded, clock.now());
    // Options on indices also trade at night.
    const nightly = isIndexTicker(key.underlying) ? 0 : bars.length - traded.length;
    const left = rejected + nightly + refused.length;
    if (left > 0) await db.rebuilt.note(key, `${contract}: ${left} minutes made no sense and were left out.`);
  } catch (error) {
    if (endsRebuild(error) || (error as UpstreamError).failure === 'budget') throw error;
    failedAt.set(contract, clock.monotonic());
    await db.rebuilt.note(key, `${contract}: ${messageOf(error)}`);
  }
}

/** Those that have not been asked, the nearest to the day's prices first: what is there is of use before all is. */
async function unaskedOf({ db }: RebuildContext, { key, session }: RebuiltHours): Promise<RebuiltContract[]> {
  const unasked = (await db.rebuilt.contracts(key)).filter(({ askedAt }) => askedAt === null);
  const spots = await spotsOf({ db }, { key, session });
  const closes = spots.map(({ close }) => close).sort((one, other) => one - other);
  const middle = closes[closes.length >>> 1];
  if (middle === undefined) return unasked;
  return unasked.sort((one, other) => Math.abs(one.strike - middle) - Math.abs(other.strike - middle));
}

const minuteMs = 60_000;

async function stepOf(
  { db, budget }: RebuildContext,
  { key, session }: RebuiltHours,
  how: { isWaiting?: boolean; isStuck?: boolean } = {},
): Promise<RebuildStep> {
  const day = (await db.rebuilt.day(key))!;
  const callsLeft = day.listedAt === null ? null : day.contracts - day.asked;
  const { callsPerMinute, reserve } = budget.state();
  const waiting = Math.max(0, (callsLeft ?? 0) - budget.free('background'));
  const minutes = (day.modelledUntil ?? session.open) - session.open;
  return {
    ...{
      day,
      stage: stageOf(day),
      callsLeft,
      isWaiting: how.isWaiting ?? false,
      isStuck: how.isStuck ?? false,
    },
    expectedMs:
      callsLeft === null ? null : Math.ceil(waiting / Math.max(1, callsPerMinute - reserve)) * minuteMs,
    computed: Math.min(1, minutes / (session.optionClose - session.open)),
  };
}

function stageOf({ finishedAt, listedAt, asked, contracts }: RebuiltProgress): RebuildStage {
  if (finishedAt !== null) return 'done';
  if (listedAt === null) return 'listing';
  return asked < contracts ? 'asking' : 'computing';
}
