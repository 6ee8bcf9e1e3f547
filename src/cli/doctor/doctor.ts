import { SpyglassError, toSpyglassError } from '../../base/errors.ts';
import type { DoctorCheck } from '../../protocol/doctor-check.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { candidates, findDaemon, unreachable } from '../daemon/find-daemon.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { printJson, printLine } from '../output/output.ts';
import { askUpstream } from './ask-api.ts';
import { askDaemon } from './ask-daemon.ts';
import { askArchive, withoutNamed } from './check-archive.ts';
import { failure } from './check-lines.ts';
import { checkProxy, checkSettings, checkSocket, checkTerminal } from './check-machine.ts';
import { checkDatabase, checkDataDir } from './check-recordings.ts';

/** Every check on a line: state, what was found, what to do. Exit code 0 unless one has failed. */
export async function doctor(
  invocation: Invocation,
  flags: GlobalFlags & { json?: boolean },
): Promise<number> {
  const found = await findDaemon(invocation, 'doctor')
    .then(async (answering) => answering ?? (await unreachable(invocation)))
    .catch((error: unknown) => toSpyglassError(error));
  const instance = found && !(found instanceof SpyglassError) ? found.instance : candidates(invocation)[0]!;
  const checks: DoctorCheck[] = [];
  let isDatabaseGone = false;
  let archive: DoctorCheck[] = [];
  if (found instanceof SpyglassError) checks.push(failure('daemon', found.message, found.hint));
  else if (found) {
    const { problems, found: answers } = await askDaemon(invocation, found.link);
    isDatabaseGone = problems.some(({ code }) => code === 'database_gone');
    archive = await askArchive(invocation, instance, found.link);
    checks.push(...withoutNamed(answers, archive));
    found.link.close();
  } else {
    checks.push(...(await askUpstream(invocation)));
    archive = await askArchive(invocation, instance, null);
  }
  checks.push(
    ...checkDataDir(instance),
    // What lies at its path now is not what is recorded into.
    ...(isDatabaseGone ? [] : await checkDatabase(instance)),
    ...archive,
    ...checkSocket(invocation, instance, found !== null),
    ...checkSettings(invocation),
    checkProxy(invocation),
    checkTerminal(invocation),
  );
  if (flags.json) printJson(invocation.environment, { isOk: !hasFailed(checks), checks });
  else printLine(invocation.environment, describe(checks));
  return hasFailed(checks) ? new SpyglassError('unhealthy', '').exitCode : 0;
}

const hasFailed = (checks: readonly DoctorCheck[]) => checks.some(({ state }) => state === 'failure');

export const marks = { ok: 'ok     ', warning: 'warning', failure: 'FAILURE', unknown: 'unknown' };

function describe(checks: readonly DoctorCheck[]): string {
  const width = Math.max(...checks.map(({ check }) => check.length));
  return checks
    .map(({ check, state, message, hint }) => {
      const line = `${marks[state]}  ${check.padEnd(width)}  ${message}`;
      return hint === null ? line : `${line}\n${' '.repeat(width + 11)}→ ${hint}`;
    })
    .join('\n');
}
