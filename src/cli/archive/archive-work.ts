import { errorTable, isErrorCode } from '../../base/errors.ts';
import type { ArchiveOutcome } from '../../protocol/archive.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { watchInterruption } from '../invocation/interruption.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { symbolGiven } from '../invocation/symbol-argument.ts';
import { dateArgument } from '../invocation/time-argument.ts';
import { printJson, printLine } from '../output/output.ts';
import { progressLine } from '../output/progress-line.ts';
import { type ArchiveAccess, withArchive } from './archive-access.ts';
import { outcomesText, progressText } from './archive-text.ts';

interface WorkFlags extends GlobalFlags {
  symbol?: string;
  replace?: boolean;
  json?: boolean;
}

/** Archives a date that is over. Exit code 0, or that of what went wrong with one of its sessions. */
export async function archiveNow(invocation: Invocation, flags: WorkFlags, args: string[]): Promise<number> {
  const date = dateArgument(args[0]!);
  const symbol = symbolGiven(flags);
  return await report(invocation, flags, (archive) =>
    archive.now({ date, ...(symbol !== null && { symbol }), ...(flags.replace && { replace: true }) }),
  );
}

/** Reads archived files, of one date or of all, and holds them to what was written. */
export async function archiveVerify(
  invocation: Invocation,
  flags: WorkFlags,
  args: string[],
): Promise<number> {
  const given = args[0] === undefined ? null : dateArgument(args[0]);
  const symbol = symbolGiven(flags);
  const own = symbol === null ? {} : { symbol };
  return await report(invocation, flags, async (archive, signal) => {
    if (given !== null) return await archive.verify({ date: given, ...own });
    const { list } = await archive.list();
    const archived = list.filter((each) => each.archivedAt !== null);
    const meant = archived.filter((each) => symbol === null || each.symbol === symbol);
    const outcomes: ArchiveOutcome[] = [];
    for (const date of new Set(meant.map((each) => each.date))) {
      if (signal.aborted) break;
      outcomes.push(...(await archive.verify({ date, ...own })));
    }
    return outcomes;
  });
}

/** Does work on the archive, shows how far it is on stderr, and says what came of it. */
async function report(
  invocation: Invocation,
  { json }: WorkFlags,
  work: (archive: ArchiveAccess, signal: AbortSignal) => Promise<ArchiveOutcome[]>,
): Promise<number> {
  const { environment } = invocation;
  const interruption = watchInterruption();
  const { signal } = interruption;
  const progress = progressLine(environment.stderr, progressText(environment.stderr.isTTY));
  let outcomes: ArchiveOutcome[] | null;
  try {
    const interrupted = new Promise<null>((resolve) =>
      signal.addEventListener('abort', () => resolve(null), { once: true }),
    );
    outcomes = await withArchive(invocation, { onState: progress.show, signal }, async (archive) => {
      return await Promise.race([work(archive, signal), interrupted]);
    });
  } finally {
    progress.end();
    interruption.stop();
  }
  if (outcomes === null) return interruption.exitCode();
  if (json) printJson(environment, outcomes);
  else printLine(environment, outcomes.length === 0 ? 'No session is archived yet.' : outcomesText(outcomes));
  const failed = outcomes.find(({ isOk }) => !isOk);
  if (!failed) return interruption.exitCode();
  return errorTable[isErrorCode(failed.code) ? failed.code : 'internal'].exit;
}
