import { errorTable, isErrorCode, SpyglassError } from '../../base/errors.ts';
import { isConfirmed } from '../invocation/confirm.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { watchInterruption } from '../invocation/interruption.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { symbolGiven } from '../invocation/symbol-argument.ts';
import { dateArgument } from '../invocation/time-argument.ts';
import { note, printJson, printLine } from '../output/output.ts';
import { withArchive } from './archive-access.ts';
import { outcomesText } from './archive-text.ts';

interface ForgetFlags extends GlobalFlags {
  yes?: boolean;
  json?: boolean;
}

/**
 * Gives up a session that is lost, once its owner has said so. Exit code 0, or that of why it is refused. Throws
 * `SpyglassError` (`usage`, `no_data`, `not_running`, and what opening the archive throws).
 */
export async function archiveForget(
  invocation: Invocation,
  flags: ForgetFlags,
  args: string[],
): Promise<number> {
  const { environment } = invocation;
  const date = dateArgument(args[0]!);
  const symbol = symbolGiven(flags);
  if (symbol === null) throw new SpyglassError('usage', 'Name the symbol: --symbol SPY.');
  const interruption = watchInterruption();
  const { signal } = interruption;
  try {
    return await withArchive(invocation, { onState: () => {}, signal }, async (archive) => {
      const { list } = await archive.list();
      const session = list.find((one) => one.symbol === symbol && one.date === date);
      if (!session || session.archivedAt === null) {
        throw new SpyglassError('no_data', `No session of ${symbol} is archived of ${date}.`);
      }
      const rows = session.rows.toLocaleString('en-US');
      const lost = `${symbol} ${date}: ${rows} recorded rows are lost for ever, if no copy of their files is left.`;
      if (!flags.yes) {
        if (!environment.stdin.isTTY) {
          throw new SpyglassError('usage', `${lost} Nothing was changed.`, {
            hint: 'Add --yes to give the session up without being asked.',
          });
        }
        note(environment, lost);
        if (!(await isConfirmed(environment, 'Give it up?'))) {
          note(environment, 'Nothing was changed.');
          return 0;
        }
      }
      const outcome = await archive.forget({ symbol, date });
      if (flags.json) printJson(environment, outcome);
      else printLine(environment, outcomesText([outcome]));
      if (outcome.isOk) return 0;
      return errorTable[isErrorCode(outcome.code) ? outcome.code : 'internal'].exit;
    });
  } finally {
    interruption.stop();
  }
}
