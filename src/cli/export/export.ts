import { SpyglassError } from '../../base/errors.ts';
import { type Interruption, watchInterruption } from '../invocation/interruption.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { symbolGiven } from '../invocation/symbol-argument.ts';
import { note } from '../output/output.ts';
import { inChunks } from './output/export-output.ts';
import { exportProgress } from './export-progress.ts';
import type { ExportRows } from './export-rows.ts';
import { type ExportFlags, type ExportWish, exportWish } from './export-wish.ts';
import { openFileOutput } from './output/file-output.ts';
import { formatFor } from './format-for.ts';
import { withHostRows } from './host-rows.ts';
import { openStdoutOutput } from './output/stdout-output.ts';
import { withOwnRows } from './own-rows.ts';
import { writeRows } from './write-rows.ts';

/**
 * Exports rows of the recordings, from the database and the archive, beside a daemon or without one, or those of the daemon of
 * another machine: to standard output, or into a file that appears as a whole or not at all. Throws `SpyglassError` (`usage`,
 * `no_data`, `not_running`, `file`, `archive_damaged`, `archive_unavailable`, `host`, and what opening a recording throws).
 */
export async function exportTable(
  invocation: Invocation,
  flags: ExportFlags,
  args: string[],
): Promise<number> {
  const wish = exportWish(flags, args);
  if (wish.format === 'parquet' && wish.file === null && invocation.environment.stdout.isTTY) {
    throw new SpyglassError('usage', 'Parquet is no text for a terminal: name a file with -o.');
  }
  const interruption = watchInterruption();
  try {
    const wanted = { wish, symbol: symbolGiven(flags), signal: interruption.signal };
    const withRows = invocation.host ? withHostRows : withOwnRows;
    await withRows(invocation, wanted, (from) => exportInto(invocation, { from, wish, interruption }));
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
  } finally {
    interruption.stop();
  }
  return interruption.exitCode();
}

interface Export {
  from: ExportRows;
  wish: ExportWish;
  interruption: Interruption;
}

async function exportInto(invocation: Invocation, given: Export): Promise<void> {
  const { from, wish, interruption } = given;
  const { environment } = invocation;
  const { stdout, stderr, pid } = environment;
  const toStdout = wish.file === null ? openStdoutOutput(stdout, interruption.signal) : null;
  const file = wish.file === null ? null : { path: wish.file, isForced: wish.isForced, pid };
  const output = inChunks(toStdout ?? (await openFileOutput(file!)));
  const progress = exportProgress(stderr, file !== null || !stdout.isTTY);
  const onUnreadable = (_: unknown, { message }: SpyglassError) => {
    progress.end();
    note(environment, `Skipped: ${message}`);
  };
  try {
    const batches = from.batches({
      onSession: progress.session,
      ...(wish.skipsUnreadable && { onUnreadable }),
    });
    const rows = await writeRows(batches, await formatFor(wish, from.columns, environment.appVersion), {
      output,
      signal: AbortSignal.any([interruption.signal, ...(toStdout ? [toStdout.gone] : [])]),
      // No gap is a result, and so is no request.
      mayBeEmpty: from.name === 'gaps' || from.name === 'usage',
      onRows: progress.rows,
    });
    if (rows === null) throw noRows(from);
    await output.finish();
    progress.end();
    if (file) note(environment, `${rows.toLocaleString('en-US')} rows → ${file.path}`);
  } catch (error) {
    progress.end();
    await output.abandon();
    // The reader has had enough, or `watchOutput` has said why nothing can be written.
    if (!toStdout?.gone.aborted) throw error;
  }
}

function noRows({ name, symbol }: ExportRows): SpyglassError {
  const what = name === 'usage' ? name : `${name} of ${symbol}`;
  return new SpyglassError('no_data', `There is nothing of ${what} in this range.`, {
    hint: 'Check symbol, --from and --to: in `spyglass replay`, `d` shows which days are recorded.',
  });
}
