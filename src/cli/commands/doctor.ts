import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Clock, systemClock } from '../../base/clock.ts';
import { SpyglassError, toSpyglassError } from '../../base/errors.ts';
import { bySeverity, severityOf } from '../../base/severity.ts';
import { calendarDays } from '../../config/calendar-days.ts';
import type { Instance } from '../../config/instance.ts';
import { proxyName } from '../../config/proxy.ts';
import { checkCalendar, checkUpstream } from '../../daemon/doctor/doctor.ts';
import { createHttpGet } from '../../sources/polygon/http/http-get.ts';
import { createCalendar } from '../../market/calendar/calendar.ts';
import { nearestExpiration } from '../../market/calendar/expirations.ts';
import type { Link } from '../../protocol/link.ts';
import type { DoctorCheck, Problem } from '../../protocol/state.ts';
import type { ApiCall } from '../../recordings/usage.ts';
import { colorLevel } from '../output/color-level.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { printJson, printLine } from '../output/output.ts';
import { bytes } from './prune.ts';
import { hasUnicode, localeOf } from '../output/terminal-kind.ts';
import { candidates, findDaemon, unreachable, type Invocation } from '../invocation/invocation.ts';

const ok = (check: string, message: string): DoctorCheck => ({ check, state: 'ok', message, hint: null });
const warning = (check: string, message: string, hint: string): DoctorCheck => ({
  ...{ check, state: 'warning', message, hint },
});
const failure = (check: string, message: string, hint: string): DoctorCheck => ({
  ...{ check, state: 'failure', message, hint },
});

/** How a problem of the daemon's counts here. */
const checkOf = { critical: failure, error: failure, warning };

/** Less than this is full within a day of recording chains; a warning comes well before. */
const minFreeBytes = 200 * 1024 * 1024;
const comfortableFreeBytes = 2 * 1024 * 1024 * 1024;
const dayMs = 24 * 3_600_000;
/** A write-ahead log this long means that some reader keeps it from being folded in. */
const longWalBytes = 64 * 1024 * 1024;

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
  if (found instanceof SpyglassError) checks.push(failure('daemon', found.message, found.hint));
  else if (found) {
    const { problems, found: answers } = await askDaemon(invocation, found.link);
    isDatabaseGone = problems.some(({ code }) => code === 'database_gone');
    checks.push(...answers);
    found.link.close();
  } else checks.push(...(await askUpstream(invocation)));
  checks.push(
    ...checkDataDir(instance),
    // What lies at its path now is not what is recorded into.
    ...(isDatabaseGone ? [] : await checkDatabase(instance)),
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

async function askDaemon(
  { environment }: Invocation,
  link: Link,
): Promise<{ problems: readonly Problem[]; found: DoctorCheck[] }> {
  const { pid, mode, appVersion } = link.hello;
  const same = appVersion === environment.appVersion;
  const versions = same
    ? ok('versions', `daemon and this program are both ${appVersion}`)
    : warning(
        'versions',
        `the daemon is ${appVersion}, this program ${environment.appVersion}`,
        'Run `spyglass daemon restart` to have it run this version.',
      );
  const own = await link.request('doctor', {});
  const { health } = await link.request('status', {});
  const problems = bySeverity(health.problems);
  const unhealthy = problems.map(({ code, subject, message, hint }) =>
    checkOf[severityOf(code)]('health', `${subject}: ${message}`, hint),
  );
  const running = ok('daemon', `running, ${mode} (process ${pid})`);
  return { problems, found: [running, versions, ...unhealthy, ...own] };
}

/** What the daemon would know, asked here. Nothing of it is recorded but the calls that it took. */
async function askUpstream(invocation: Invocation): Promise<DoctorCheck[]> {
  const { settings } = invocation.loaded;
  const clock = systemClock();
  const calendar = createCalendar(calendarDays(settings));
  const none = warning(
    'daemon',
    'none is running, so nothing is being recorded',
    'Start it: `spyglass daemon start`.',
  );
  // The address may be one of what is wrong, and the key is not for anybody but who it was meant for.
  if (invocation.settingsProblems.length > 0) return [none, ...checkCalendar({ calendar, clock }, null)];
  if (settings.apiKey === null) {
    const key = warning(
      'key',
      'there is none: the demo shows simulated prices',
      'Set MASSIVE_API_KEY (or POLYGON_API_KEY).',
    );
    return [none, key, ...checkCalendar({ calendar, clock }, null)];
  }
  const [{ openUpstream }, { watchServerDate }] = await Promise.all([
    import('../../sources/polygon/open-polygon.ts'),
    import('../../daemon/doctor/server-date.ts'),
  ]);
  const serverDate = watchServerDate(createHttpGet(invocation.proxy()), clock);
  const instance = invocation.instance('live');
  const calls = await callsOfToday(instance, clock);
  const made: ApiCall[] = [];
  const { budget, entitlements, endpoints } = openUpstream({
    apiLog: { since: (at) => calls.filter(({ timestamp }) => timestamp >= at) },
    ...{ clock, baseUrl: settings.baseUrl, apiKey: settings.apiKey },
    settings: { ...settings, retries: 0 },
    httpGet: serverDate.httpGet,
    appVersion: invocation.environment.appVersion,
    random: () => 0.5,
    onCall: (call) => void made.push(call),
  });
  // The log tells what was spent; what it tells of the plan is what this is to find out.
  for (const { endpoint } of entitlements.list()) entitlements.forget(endpoint);
  const upstream = await checkUpstream({
    ...{ symbol: settings.symbol, clock, calendar, entitlements, budget },
    isVirtualClock: false,
    // Nobody has asked what is listed: Fridays for what does not expire every day.
    expiration: () => nearestExpiration(settings.symbol, calendar, clock.now()),
    endpoints,
    skewMs: serverDate.skewMs,
  });
  await logCalls(made, instance, clock, invocation.environment.pid);
  return [none, ...upstream];
}

/** As far as there is a database that takes them: none is created for it, or brought up to date. */
async function logCalls(
  calls: readonly ApiCall[],
  { databasePath }: Instance,
  clock: Clock,
  pid: number,
): Promise<void> {
  if (!existsSync(databasePath)) return;
  const { openDatabase } = await import('../../db/sqlite/open-database.ts');
  try {
    const db = await openDatabase({ path: databasePath, clock, pid, migrate: false });
    try {
      for (const call of calls) db.apiLog.record(call);
    } finally {
      await db.close();
    }
  } catch (error) {
    // Whatever keeps it from being written is what the check of the database tells.
    if (!(error instanceof SpyglassError)) throw error;
  }
}

/** What a daemon has logged since yesterday: the minute's calls are shared with it. */
async function callsOfToday({ databasePath }: Instance, clock: Clock): Promise<ApiCall[]> {
  const { openForReading } = await import('../../db/sqlite/open-for-reading.ts');
  try {
    const db = await openForReading({ path: databasePath, clock });
    try {
      return db.apiLog.since(clock.now() - dayMs);
    } finally {
      await db.close();
    }
  } catch (error) {
    // Nothing recorded, or nothing that can be read; the check of the database says which.
    if (error instanceof SpyglassError) return [];
    throw error;
  }
}

function checkDataDir({ dataDir }: Instance): DoctorCheck[] {
  if (!existsSync(dataDir)) return [ok('data directory', `${dataDir} will be created`)];
  const checks: DoctorCheck[] = [];
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    const isOpen = (statSync(dataDir).mode & 0o022) !== 0;
    checks.push(
      isOpen
        ? warning('data directory', `others may write to ${dataDir}`, `chmod go-w ${dataDir}`)
        : ok('data directory', `${dataDir} may be written to`),
    );
  } catch {
    const hint = 'Give a directory that you may write to with --data-dir.';
    return [failure('data directory', `${dataDir} may not be written to`, hint)];
  }
  const { bavail, bsize } = statfsSync(dataDir);
  const free = bavail * bsize;
  const message = `${bytes(free)} free`;
  const hint = 'Free some space, or shorten retention.chains_days.';
  if (free < minFreeBytes) checks.push(failure('disk', message, hint));
  else if (free < comfortableFreeBytes) checks.push(warning('disk', message, hint));
  else checks.push(ok('disk', message));
  return checks;
}

async function checkDatabase({ databasePath }: Instance): Promise<DoctorCheck[]> {
  const { openForReading } = await import('../../db/sqlite/open-for-reading.ts');
  try {
    const db = await openForReading({ path: databasePath, clock: systemClock() });
    try {
      const { isOk, problems, bytes: size, schemaVersion } = db.maintenance.check('quick');
      const wal = existsSync(`${databasePath}-wal`) ? statSync(`${databasePath}-wal`).size : 0;
      return [
        isOk
          ? ok('database', `${databasePath} is sound: ${bytes(size)}, schema ${schemaVersion}`)
          : failure(
              'database',
              `${databasePath}: ${firstOf(problems)}`,
              'Restore a backup; see `spyglass db check`.',
            ),
        wal > longWalBytes
          ? warning('write-ahead log', bytes(wal), 'Some program keeps a read open on the database; end it.')
          : ok('write-ahead log', bytes(wal)),
      ];
    } finally {
      await db.close();
    }
  } catch (thrown) {
    const error = toSpyglassError(thrown);
    if (error.code === 'no_data') return [ok('database', 'nothing has been recorded yet')];
    return [failure('database', error.message, error.hint)];
  }
}

/** A broken page has a line for each of its cells; the first few say as much. */
const maxShown = 3;

function firstOf(problems: readonly string[]): string {
  const more = problems.length - maxShown;
  return [...problems.slice(0, maxShown), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function checkSocket(
  { environment }: Invocation,
  { socketPath }: Instance,
  isRunning: boolean,
): DoctorCheck[] {
  if (environment.platform === 'win32') return [ok('socket', socketPath)];
  if (!existsSync(socketPath)) return [ok('socket', `${socketPath}, not there while no daemon runs`)];
  if (!isRunning) {
    return [
      warning(
        'socket',
        `${socketPath} was left by a daemon that was killed`,
        'Nothing: the next daemon replaces it.',
      ),
    ];
  }
  const [socket, directory] = [socketPath, path.dirname(socketPath)].map(
    (file) => statSync(file).mode & 0o777,
  );
  const modes = `${socketPath} is ${socket!.toString(8)} in a directory of ${directory!.toString(8)}`;
  if ((socket! & 0o077) !== 0)
    return [failure('socket', modes, `Others may use it: chmod 600 ${socketPath}`)];
  if ((directory! & 0o077) !== 0) return [warning('socket', modes, `chmod 700 ${path.dirname(socketPath)}`)];
  return [ok('socket', modes)];
}

function checkProxy({ proxy }: Invocation): DoctorCheck {
  try {
    const used = proxy();
    if (used === null) return ok('proxy', 'none; the API is asked directly');
    const except = used.NO_PROXY === undefined ? '' : `, except for NO_PROXY=${used.NO_PROXY}`;
    return ok('proxy', `https goes through ${proxyName(used)}${except}; never to this machine`);
  } catch (thrown) {
    const error = toSpyglassError(thrown);
    return failure('proxy', error.message, error.hint);
  }
}

function checkSettings({ loaded, settingsProblems, settingsWarnings }: Invocation): DoctorCheck[] {
  const { hint } = new SpyglassError('settings', '');
  const found = [
    ...settingsProblems.map((problem) => failure('settings', problem, hint)),
    ...settingsWarnings.map((problem) =>
      warning('settings', `${problem}; the default stands in for it`, hint),
    ),
  ];
  if (found.length > 0) return found;
  const changed = Object.values(loaded.origins).filter((origin) => origin !== 'default').length;
  return [ok('settings', `${changed} differ from their defaults, all valid`)];
}

function checkTerminal({ environment }: Invocation): DoctorCheck {
  const { stdout, env } = environment;
  if (!stdout.isTTY) return ok('terminal', 'none here; a script is served with --json');
  const { columns, rows } = stdout;
  const depth = ['no colours', '16 colours', '256 colours', 'all colours'][colorLevel(env, stdout)];
  const encoding = localeOf(env);
  const isUnicode = hasUnicode(environment);
  const message = `${columns}×${rows}, ${depth}, ${isUnicode ? 'Unicode' : `no Unicode (${encoding || 'no locale'})`}`;
  if (columns < 60 || rows < 16) return warning('terminal', message, 'The dashboard wants 60×16 at least.');
  if (!isUnicode)
    return warning('terminal', message, 'Set a UTF-8 locale, such as LANG=C.UTF-8, for lines and marks.');
  return ok('terminal', message);
}

const marks = { ok: 'ok     ', warning: 'warning', failure: 'FAILURE', unknown: 'unknown' };

function describe(checks: readonly DoctorCheck[]): string {
  const width = Math.max(...checks.map(({ check }) => check.length));
  return checks
    .map(({ check, state, message, hint }) => {
      const line = `${marks[state]}  ${check.padEnd(width)}  ${message}`;
      return hint === null ? line : `${line}\n${' '.repeat(width + 11)}→ ${hint}`;
    })
    .join('\n');
}
