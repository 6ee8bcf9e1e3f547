import { existsSync } from 'node:fs';
import { type Clock, systemClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { Instance } from '../../config/instance.ts';
import { calendarDays } from '../../config/settings/calendar-days.ts';
import { checkCalendar, checkUpstream } from '../../daemon/doctor/doctor.ts';
import { planOfSettings } from '../../daemon/schedule/intervals/plan-of-settings.ts';
import { createCalendar } from '../../market/calendar/calendar.ts';
import { nearestExpiration } from '../../market/products/expirations.ts';
import type { DoctorCheck } from '../../protocol/doctor-check.ts';
import type { RecordingReader } from '../../recordings/recording.ts';
import type { ApiCall } from '../../recordings/usage.ts';
import { createHttpGet } from '../../sources/polygon/http/http-get.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { warning } from './check-lines.ts';

/** Checks key, plan and clock against the API. Only the calls are recorded. */
export async function askUpstream(invocation: Invocation): Promise<DoctorCheck[]> {
  const { settings } = invocation.loaded;
  const clock = systemClock();
  const calendar = createCalendar(calendarDays(settings));
  const none = warning(
    'daemon',
    'none is running, so nothing is being recorded',
    'Start it: `spyglass daemon start`.',
  );
  // The wrong setting may be the address, and the key must go to no other server.
  if (invocation.settingsProblems.length > 0) return [none, ...checkCalendar({ calendar, clock }, null)];
  if (settings.apiKey === null) {
    const key = warning(
      'key',
      'there is none: the demo shows simulated prices',
      'Set MASSIVE_API_KEY (or POLYGON_API_KEY).',
    );
    return [none, key, ...checkCalendar({ calendar, clock }, null)];
  }
  const [{ loggedCalls, openUpstream }, { watchServerDate }] = await Promise.all([
    import('../../sources/polygon/open-polygon.ts'),
    import('../../daemon/doctor/server-date.ts'),
  ]);
  const serverDate = watchServerDate(createHttpGet(invocation.proxy()), clock);
  const instance = invocation.instance('live');
  const calls = await readRecording(instance, ({ apiLog }) => loggedCalls(apiLog, clock.now()));
  const made: ApiCall[] = [];
  const { budget, entitlements, endpoints } = openUpstream({
    loggedCalls: calls ?? [],
    ...{ clock, baseUrl: settings.baseUrl, apiKey: settings.apiKey },
    settings: { ...settings, retries: 0 },
    httpGet: serverDate.httpGet,
    appVersion: invocation.environment.appVersion,
    random: () => 0.5,
    onCall: (call) => void made.push(call),
  });
  // The log says how many calls were made. What it says of the plan is forgotten: this checks it anew.
  for (const { endpoint } of entitlements.list()) entitlements.forget(endpoint);
  const upstream = await checkUpstream({
    ...{ symbol: settings.symbol, clock, calendar, entitlements, budget },
    isVirtualClock: false,
    // The listed dates are not known here: Fridays for symbols that do not expire every day.
    expiration: () => nearestExpiration(settings.symbol, calendar, clock.now()),
    endpoints,
    skewMs: serverDate.skewMs,
    plan: () =>
      planOfSettings({
        ...{ settings, calendar, now: clock.now() },
        callsPerMinute: budget.state().callsPerMinute,
      }),
  });
  await logCalls(made, instance, clock, invocation.environment.pid);
  return [none, ...upstream];
}

/** Only into a database that exists and has this schema: none is created or migrated for it. */
async function logCalls(
  calls: readonly ApiCall[],
  instance: Instance,
  clock: Clock,
  pid: number,
): Promise<void> {
  if (instance.storeUrl === null && !existsSync(instance.databasePath)) return;
  const { openStoreAsOwner } = await import('../../db/open-store.ts');
  try {
    const db = await openStoreAsOwner(instance, { clock, pid, migrate: false });
    try {
      for (const call of calls) await db.apiLog.record(call);
    } finally {
      await db.close();
    }
  } catch (error) {
    // The check of the database reports what keeps it from being written.
    if (!(error instanceof SpyglassError)) throw error;
  }
}

/** What a daemon has recorded: the minute's calls are shared with it. `null` where there is nothing that can be read. */
async function readRecording<T>(
  instance: Instance,
  read: (db: RecordingReader) => Promise<T>,
): Promise<T | null> {
  const { openStoreForReading } = await import('../../db/open-store.ts');
  try {
    const db = await openStoreForReading(instance);
    try {
      return await read(db);
    } finally {
      await db.close();
    }
  } catch (error) {
    // The check of the database says which.
    if (error instanceof SpyglassError) return null;
    throw error;
  }
}
