import { isErrorCode, SpyglassError } from '../../base/errors.ts';
import type { LastTradeReport } from '../../market/quotes/last-trade.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { note, printJson, printLine } from '../output/output.ts';
import { describeLastTrade } from '../output/last-trade-text.ts';
import { requireDaemon } from '../daemon/find-daemon.ts';
import { readAnyTicker, symbolGiven } from '../invocation/symbol-argument.ts';
import type { Invocation } from '../invocation/invocation.ts';

interface LastTradeFlags extends GlobalFlags {
  force?: boolean;
  json?: boolean;
}

/** Asks the daemon, which asks the API. Exits as the first problem does when there is nothing at all to show. */
export async function lastTrade(
  invocation: Invocation,
  flags: LastTradeFlags,
  args: string[],
): Promise<undefined> {
  const symbol = symbolGiven(flags, args[0], readAnyTicker) ?? invocation.loaded.settings.symbol;
  const { link } = await requireDaemon(invocation, 'last-trade');
  let found: LastTradeReport;
  try {
    found = await link.request('last-trade.get', { symbol, force: flags.force ?? false });
  } finally {
    link.close();
  }
  if (flags.json) printJson(invocation.environment, found);
  else if (!isEmpty(found)) printLine(invocation.environment, describeLastTrade(found));
  if (isEmpty(found)) throw problemOf(found);
}

/** `last-trade` by the name that it had up to 0.1. */
export async function tape(
  invocation: Invocation,
  flags: LastTradeFlags,
  args: string[],
): Promise<undefined> {
  note(invocation.environment, '`spyglass tape` is now called `spyglass last-trade`.');
  return lastTrade(invocation, flags, args);
}

const partsOf = ({ trade, quote, snapshot }: LastTradeReport) =>
  [snapshot, trade, quote].filter((part) => part !== null);

const isEmpty = (found: LastTradeReport) => partsOf(found).every(({ value }) => value === null);

/** What a larger plan would show is said of each part; of anything else the first one says enough. */
function problemOf(found: LastTradeReport): SpyglassError {
  const problems = partsOf(found).flatMap(({ problem }) => problem ?? []);
  const [first] = problems;
  const code = isErrorCode(first?.code) ? first.code : 'no_data';
  const said = problems.filter((problem) => problem.code === code).map(({ message }) => message);
  const hint =
    code === 'no_data' ? 'Check the symbol; a contract that has expired is not there any more.' : first?.hint;
  return new SpyglassError(code, [...new Set(said)].join(' '), hint === undefined ? {} : { hint });
}
