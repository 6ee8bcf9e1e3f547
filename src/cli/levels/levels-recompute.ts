import { once } from 'node:events';
import { systemClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { Instance } from '../../config/instance.ts';
import { assumptionsOf } from '../../config/settings/model/model-assumptions.ts';
import { lastInstant } from '../../market/calendar/instants.ts';
import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import { modelVersion } from '../../market/pricing/model-version.ts';
import type { RecomputeStep } from '../../protocol/state.ts';
import { candidates, findDaemon } from '../daemon/find-daemon.ts';
import { ignoreMissing } from '../invocation/answer-source.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { watchInterruption } from '../invocation/interruption.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { symbolGiven } from '../invocation/symbol-argument.ts';
import { dateArgument } from '../invocation/time-argument.ts';
import { note, printJson, printLine } from '../output/output.ts';
import { progressLine, shareText } from '../output/progress-line.ts';

interface RecomputeFlags extends GlobalFlags {
  symbol?: string;
  json?: boolean;
}

interface Request {
  symbol: string;
  date: string;
  from?: number;
}

type Step = (request: Request) => Promise<RecomputeStep>;

/** What came of a day. */
interface Outcome {
  polls: number;
  stored: number;
  missing: number;
  refused: string[];
  modelVersion: number;
  /** Epoch ms of the poll to go on from; `null` when all are done. */
  nextFrom: number | null;
}

/**
 * Computes the levels of a day's recorded chains again, some polls at a time, through the daemon when one runs, else as the
 * database's owner. Ended by Ctrl-C it keeps what is done; run again it begins anew and replaces it. Throws
 * `SpyglassError` (`usage`, `no_data`, `not_running`).
 */
export async function levelsRecompute(
  invocation: Invocation,
  flags: RecomputeFlags,
  args: string[],
): Promise<number> {
  const { environment, loaded } = invocation;
  const symbol = symbolGiven(flags) ?? loaded.settings.symbol;
  const date = dateArgument(args[0]!);
  const interruption = watchInterruption();
  const progress = progressLine(environment.stderr, progressText(environment.stderr.isTTY));
  let outcome: Outcome | null = null;
  let isPastDay = true;
  try {
    outcome = await withSteps(invocation, symbol, (step, now) => {
      isPastDay = date < newYorkDate(now);
      return recomputeDay(step, { symbol, date }, interruption.signal, progress.show);
    });
  } finally {
    progress.end();
    interruption.stop();
  }
  if (outcome.polls === 0 && outcome.nextFrom === null) {
    throw new SpyglassError('no_data', `No chain of ${symbol} was recorded on ${date}.`);
  }
  if (flags.json) printJson(environment, { symbol, date, ...outcome });
  else printLine(environment, describe({ symbol, date, isPastDay }, outcome));
  if (outcome.nextFrom !== null) {
    note(environment, 'Stopped before the end of the day. Run the same command again for all of it.');
  }
  return interruption.exitCode();
}

/** On a terminal of each step; elsewhere of each tenth of the day. */
function progressText(isTTY: boolean) {
  let tenths = 0;
  return ({ done, polls }: RecomputeStep): string | null => {
    const before = tenths;
    tenths = polls === 0 ? 0 : Math.floor((done / polls) * 10);
    if (polls === 0 || (!isTTY && tenths === before)) return null;
    return `${shareText(done / polls, isTTY)}  ${done} of ${polls} polls`;
  };
}

async function recomputeDay(
  step: Step,
  request: Request,
  signal: AbortSignal,
  show: (step: RecomputeStep) => void,
): Promise<Outcome> {
  const outcome: Outcome = {
    ...{ polls: 0, stored: 0, missing: 0, refused: [], modelVersion, nextFrom: 0 },
  };
  const interrupted = once(signal, 'abort').then(() => null);
  while (outcome.nextFrom !== null && !signal.aborted) {
    const asked = step({ ...request, ...(outcome.nextFrom > 0 && { from: outcome.nextFrom }) });
    const done = await Promise.race([asked, interrupted]);
    if (done === null) break;
    outcome.polls = done.polls;
    outcome.stored += done.stored;
    outcome.missing += done.missing;
    outcome.refused.push(...done.refused);
    outcome.modelVersion = done.modelVersion;
    outcome.nextFrom = done.nextFrom;
    show(done);
  }
  return outcome;
}

function describe(
  { symbol, date, isPastDay }: { symbol: string; date: string; isPastDay: boolean },
  { stored, missing, refused, ...outcome }: Outcome,
): string {
  const polls = (count: number) => `${count} ${count === 1 ? 'poll' : 'polls'}`;
  return [
    `Levels of ${polls(stored)} of ${symbol} on ${date} computed again by version ${outcome.modelVersion} of the model; those of the time stay beside them.`,
    ...(missing > 0 ? [`Of ${polls(missing)} the chain is no longer kept.`] : []),
    ...(refused.length > 0 ? [`Of ${polls(refused.length)} they broke a rule: ${refused[0]}`] : []),
    // Noon may lie in the future of a day that is not over.
    `See them with \`spyglass levels ${symbol}${isPastDay ? ` --at "${date} 12:00"` : ''} --recomputed\`.`,
  ].join('\n');
}

async function withSteps<T>(
  invocation: Invocation,
  symbol: string,
  use: (step: Step, now: number) => Promise<T>,
): Promise<T> {
  const found = await findDaemon(invocation, 'levels recompute');
  if (found) {
    try {
      return await use((request) => found.link.request('levels.recompute', request), found.link.hello.now);
    } finally {
      found.link.close();
    }
  }
  const { openStoreForReading } = await import('../../db/open-store.ts');
  for (const instance of candidates(invocation)) {
    const existing = await openStoreForReading(instance).catch(ignoreMissing);
    if (!existing) continue;
    await existing.close();
    return await withDatabase(invocation, instance, symbol, use);
  }
  throw new SpyglassError('not_running', 'No daemon is running, and nothing has been recorded yet.');
}

/** Without a daemon: as the owner of the database for as long as this takes. */
async function withDatabase<T>(
  { environment, loaded }: Invocation,
  instance: Instance,
  symbol: string,
  use: (step: Step, now: number) => Promise<T>,
): Promise<T> {
  const [{ openStoreAsOwner }, { pastRecording }, { readMarketDays }, { recomputeStep }, { recordingNow }] =
    await Promise.all([
      import('../../db/open-store.ts'),
      import('../../daemon/playback/past-recording.ts'),
      import('../../daemon/market-days/open-market-days.ts'),
      import('../../daemon/history/recompute-levels.ts'),
      import('../../daemon/history/recording-now.ts'),
    ]);
  const clock = systemClock();
  const { archiveDir: directory, mode } = instance;
  const db = await openStoreAsOwner(instance, { clock, pid: environment.pid });
  const stop = new AbortController();
  let underWay: Promise<unknown> = Promise.resolve();
  try {
    const { settings } = loaded;
    const { calendar } = await readMarketDays(settings, db.exchangeDays, clock.now());
    const now = await recordingNow(db, symbol, clock.now());
    const assumptions = assumptionsOf(settings, calendar);
    const deps = {
      db: { ...db, chains: pastRecording(db, { directory, mode }).chains },
      assumptions,
      dealerSign: settings.dealerSign,
      asOf: lastInstant,
      clock,
      recomputedAt: now,
      signal: stop.signal,
    };
    return await use((request) => {
      const step = recomputeStep(deps, request);
      underWay = step;
      return step;
    }, now);
  } finally {
    stop.abort();
    // Whoever asked has its outcome; here only its end counts, after which nothing is written any more.
    await Promise.allSettled([underWay]);
    await db.close();
  }
}
