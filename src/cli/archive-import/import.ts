import path from 'node:path';
import { errorTable, isErrorCode, SpyglassError } from '../../base/errors.ts';
import type { ArchiveOutcome } from '../../protocol/archive.ts';
import type { SessionKey } from '../../recordings/session-rows.ts';
import { outcomesText } from '../archive/archive-text.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { watchInterruption } from '../invocation/interruption.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { symbolGiven } from '../invocation/symbol-argument.ts';
import { note, printJson, printLine } from '../output/output.ts';
import { progressLine, shareText } from '../output/progress-line.ts';
import { withImporter } from './importer.ts';

/** A directory that is no archive has as many as it has entries. */
const maxProblems = 10;

interface ImportFlags extends GlobalFlags {
  dryRun?: boolean;
  json?: boolean;
}

/**
 * Takes the sessions of another machine's archive into this one, session by session: through the daemon where one runs, else as the
 * database's owner. Run again after Ctrl-C it goes on: what is here already is skipped. Exit code 0, or that of the first
 * session that was not taken in.
 */
export async function importArchive(
  invocation: Invocation,
  flags: ImportFlags,
  args: string[],
): Promise<number> {
  const { environment } = invocation;
  const directory = path.resolve(args[0]!);
  const symbol = symbolGiven(flags);
  const { listSessions } = await import('../../archive/list/list-sessions.ts');
  const { sessions, problems } = await listSessions(directory);
  for (const problem of problems.slice(0, maxProblems)) note(environment, problem);
  if (problems.length > maxProblems) note(environment, `… and ${problems.length - maxProblems} more.`);
  const keys = sessions.filter(({ underlying }) => symbol === null || underlying === symbol);
  if (keys.length === 0) {
    throw new SpyglassError(
      'no_data',
      `There is no session${symbol ? ` of ${symbol}` : ''} in ${directory}.`,
      {
        hint: 'Expected an archive’s directory, with folders such as underlying=SPY/date=2026-11-25 in it.',
      },
    );
  }
  const interruption = watchInterruption();
  const progress = progressLine<[SessionKey, number]>(environment.stderr, ([key, done]) =>
    environment.stderr.isTTY
      ? `${shareText(done / keys.length, true)}  ${key.underlying} ${key.date}, ${done} of ${keys.length} sessions`
      : null,
  );
  const outcomes: ArchiveOutcome[] = [];
  const source = { directory, keys, isDryRun: flags.dryRun === true, signal: interruption.signal };
  try {
    await withImporter(invocation, source, async (take) => {
      for (const [done, key] of keys.entries()) {
        progress.show([key, done]);
        outcomes.push(await take(key));
        interruption.signal.throwIfAborted();
      }
    });
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
  } finally {
    progress.end();
    interruption.stop();
  }
  if (flags.json) printJson(environment, outcomes);
  else if (outcomes.length > 0) printLine(environment, outcomesText(outcomes));
  return interruption.exitCode() || exitCodeOf(outcomes);
}

function exitCodeOf(outcomes: readonly ArchiveOutcome[]): number {
  const failed = outcomes.find(({ isOk }) => !isOk);
  return failed ? errorTable[isErrorCode(failed.code) ? failed.code : 'internal'].exit : 0;
}
