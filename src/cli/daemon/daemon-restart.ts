import path from 'node:path';
import { SpyglassError } from '../../base/errors.ts';
import type { Hello } from '../../protocol/state.ts';
import { daemonStart } from './daemon-start.ts';
import { stopDaemon } from './daemon-stop.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { noKey } from '../invocation/no-key.ts';
import { note } from '../output/output.ts';
import { refuseLargeMigration } from '../database/refuse-large-migration.ts';
import { readInvocation, type Invocation } from '../invocation/invocation.ts';

/**
 * Stops the daemon in order, if one of whatever version runs, and starts one of this version in the background with the
 * flags and settings of now, which records where the old one did.
 * @throws SpyglassError what stopping or starting throws, and `usage` and `migration_needed` before anything is stopped
 */
export async function daemonRestart(invocation: Invocation, flags: GlobalFlags): Promise<undefined> {
  if (invocation.chosenMode === null) throw noKey();
  let given = flags;
  const planned = invocation.instance(invocation.chosenMode).databasePath;
  const wasRunning = await stopDaemon(invocation, async (hello) => {
    given = flagsForSameRecordings(invocation, flags, hello);
    await refuseLargeMigration(given === flags ? planned : hello.databasePath);
  });
  if (!wasRunning) note(invocation.environment, 'No daemon was running.');
  await daemonStart(
    given === flags ? invocation : await readInvocation(invocation.environment, given),
    given,
  );
}

/** Who names a socket alone means the daemon on it with its recordings, wherever they are. */
function flagsForSameRecordings(
  { chosenMode, instance, isSocketGiven }: Invocation,
  flags: GlobalFlags,
  { pid, databasePath }: Partial<Hello>,
): GlobalFlags {
  // A daemon of another version may not say.
  if (!isSocketGiven || flags.dataDir !== undefined || typeof databasePath !== 'string') return flags;
  const mode = chosenMode ?? 'live';
  const planned = instance(mode).databasePath;
  if (databasePath === planned) return flags;
  if (path.basename(databasePath) !== path.basename(planned)) {
    throw new SpyglassError('usage', `The daemon on this socket (process ${pid}) is not a ${mode} one.`, {
      hint: `It records into ${databasePath}; give --demo for a demo, and none for a live one.`,
    });
  }
  return { ...flags, dataDir: path.dirname(databasePath) };
}
