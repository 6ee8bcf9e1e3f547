import { once } from 'node:events';
import { systemClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { RebuildStep } from '../../protocol/rebuild.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { watchInterruption } from '../invocation/interruption.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { patiently } from '../invocation/patiently.ts';
import { symbolGiven } from '../invocation/symbol-argument.ts';
import { dateArgument } from '../invocation/time-argument.ts';
import { note, printJson, printLine } from '../output/output.ts';
import { type RebuildArguments, removeRebuilt, withRebuild } from './rebuild-access.ts';
import { createRebuildProgress, estimateText } from './rebuild-progress.ts';

interface RebuildFlags extends GlobalFlags {
  strikes?: string;
  expiry?: string;
  symbol?: string;
  remove?: boolean;
  json?: boolean;
}

/**
 * Puts the chain of a past day together from the vendor's minute bars, through the daemon when one runs, else as the
 * database's owner. Ended by Ctrl-C it goes on where it was when it is run again. Throws `SpyglassError` (`usage`,
 * `not_entitled` with what the plan lacks, `not_running`, `upstream_*`).
 */
export async function rebuild(invocation: Invocation, flags: RebuildFlags, args: string[]): Promise<number> {
  const { loaded } = invocation;
  const request: RebuildArguments = {
    symbol: symbolGiven(flags) ?? loaded.settings.symbol,
    date: dateArgument(args[0]!),
    ...(flags.expiry !== undefined && { expiration: dateArgument(flags.expiry, '--expiry') }),
    ...(flags.strikes !== undefined && { strikesPercent: strikesOf(flags.strikes) }),
  };
  return flags.remove ? await remove(invocation, flags, request) : await run(invocation, flags, request);
}

/** `±3%`, `3%` or `3`: per cent around the day's prices. @throws SpyglassError `usage` */
export function strikesOf(text: string): number {
  const percent = Number(/^(?:±|\+-|\+\/-)?\s*(\d+(?:\.\d+)?)\s*%?$/.exec(text.trim())?.[1]);
  if (percent > 0 && percent <= 100) return percent;
  throw new SpyglassError('usage', `--strikes ${text}: expected a share of the price such as ±3%.`);
}

async function run(
  invocation: Invocation,
  { json }: RebuildFlags,
  request: RebuildArguments,
): Promise<number> {
  const { environment } = invocation;
  const interruption = watchInterruption();
  const progress = createRebuildProgress(environment.stderr);
  let last: RebuildStep | null = null;
  try {
    last = await withRebuild(invocation, (step) =>
      stepsOf(
        () => step(request),
        interruption.signal,
        (done) => {
          const estimate = last === null || last.callsLeft === null ? estimateText(done) : null;
          if (estimate !== null) note(environment, estimate);
          last = done;
          progress.show(done);
        },
      ),
    );
  } finally {
    progress.end();
    interruption.stop();
  }
  if (last && json) printJson(environment, { ...last.day, stage: last.stage, callsLeft: last.callsLeft });
  else if (last?.stage === 'done') printLine(environment, describe(last));
  if (last?.stage !== 'done') {
    const why = last?.isStuck ? last.day.notes.at(-1) : null;
    note(environment, `Stopped before the end.${why ? ` ${why}` : ''} Run the same command again to go on.`);
  }
  return interruption.exitCode() || (last?.isStuck ? stuckCode : 0);
}

/** As `upstream_failed`. */
const stuckCode = 13;

/** Asks for one step after the other until nothing is left, it cannot get on, or the signal aborts. */
async function stepsOf(
  step: () => Promise<RebuildStep>,
  signal: AbortSignal,
  show: (step: RebuildStep) => void,
): Promise<RebuildStep | null> {
  const clock = systemClock();
  const interrupted = once(signal, 'abort').then(() => null);
  let last: RebuildStep | null = null;
  while (!signal.aborted && last?.stage !== 'done' && !last?.isStuck) {
    const done: RebuildStep | null = await Promise.race([patiently(step, clock, signal), interrupted]);
    if (done === null) break;
    show(done);
    last = done;
  }
  return last;
}

function describe({ day }: RebuildStep): string {
  const { underlying, date, expiration, contracts, minutes, notes } = day;
  return [
    `${underlying} ${expiration} on ${date} is rebuilt: ${contracts} contracts, ${minutes} minutes in which they traded.`,
    ...notes,
    `See it with \`spyglass replay ${date}\` or \`spyglass chain ${underlying} --expiry ${expiration} --at "${date} 12:00"\`.`,
  ].join('\n');
}

async function remove(
  invocation: Invocation,
  { json }: RebuildFlags,
  request: RebuildArguments,
): Promise<number> {
  const { environment } = invocation;
  const removed = await removeRebuilt(invocation, request);
  if (json) printJson(environment, { symbol: request.symbol, date: request.date, ...removed });
  else if (removed.days === 0)
    printLine(environment, `Nothing of ${request.symbol} on ${request.date} was rebuilt.`);
  else
    printLine(
      environment,
      `Removed what was rebuilt of ${request.symbol} on ${request.date}: ${removed.minutes} minutes of ${removed.contracts} contracts. What was recorded stays.`,
    );
  return 0;
}
