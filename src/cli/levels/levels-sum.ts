import { SpyglassError } from '../../base/errors.ts';
import type { SummedLevels } from '../../market/levels/sum-levels.ts';
import { timesOfOptions } from '../../market/quotes/freshness.ts';
import { findDaemon } from '../daemon/find-daemon.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { optionsMoment, shownBadge, shownFreshness } from '../output/freshness-text.ts';
import { pastLine, pastSum } from '../invocation/past-picture.ts';
import { note, printJson, printLine } from '../output/output.ts';
import { summedLevelsText } from './summed-levels-text.ts';

interface SumFlags {
  at?: string;
  recomputed?: boolean;
  json?: boolean;
}

/**
 * Prints the gamma levels of all recorded expirations of a symbol together. Only a daemon has their latest chains side by
 * side; those of the past are read from the recordings, too. Throws `SpyglassError` (`usage`, `no_data`, `not_running`).
 */
export async function levelsSum(invocation: Invocation, flags: SumFlags, symbol: string): Promise<void> {
  const { environment } = invocation;
  if (flags.recomputed) {
    throw new SpyglassError('usage', '--all-expirations is about the levels as they were recorded.', {
      hint: 'Leave out --recomputed.',
    });
  }
  const { sum, now, asOf } =
    flags.at === undefined
      ? { ...(await askDaemon(invocation, symbol)), asOf: null }
      : await askPast(invocation, symbol, flags.at);
  if (!sum) {
    throw new SpyglassError('no_data', `${symbol} is not recorded, so there is nothing to add up.`, {
      hint: 'Name it in record.symbols, or ask for a symbol that is.',
    });
  }
  if (sum.expirations.length + sum.leftOut.length === 1) {
    note(environment, 'One expiration is recorded. `record.expirations = 3` or `"7d"` records later ones.');
  }
  const times = timesOf(sum);
  if (flags.json) {
    const freshness = times && shownFreshness(invocation, times);
    printJson(environment, { ...sum, freshness, ...(asOf && { asOf: asOf.at }) });
  } else {
    if (asOf) printLine(environment, pastLine(asOf));
    const moment = times && { at: optionsMoment(times), badge: shownBadge(invocation, times) };
    printLine(environment, summedLevelsText(sum, moment, now));
  }
}

async function askPast(invocation: Invocation, symbol: string, at: string) {
  const { sum, asOf } = await pastSum(invocation, { at, symbol });
  return { sum, now: asOf.at, asOf };
}

async function askDaemon(
  invocation: Invocation,
  symbol: string,
): Promise<{ sum: SummedLevels | null; now: number }> {
  const found = await findDaemon(invocation, 'levels');
  if (!found) {
    throw new SpyglassError('not_running', 'No daemon is running, which the sum of expirations needs.', {
      hint: 'Start one with `spyglass daemon start`.',
    });
  }
  const { link } = found;
  try {
    const sum = await link.request('levels.sum', { symbol });
    return { sum, now: link.hello.now };
  } finally {
    link.close();
  }
}

/** Of the newest chain; `null` where none is in the sum. */
function timesOf({ tier, timestamp, quotedAt }: SummedLevels) {
  return tier === null || timestamp === null ? null : timesOfOptions({ tier, timestamp, quotedAt });
}
