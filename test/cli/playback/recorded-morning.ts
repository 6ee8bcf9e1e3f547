import type { ExecutionContext } from 'ava';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { type Heard, listenTo } from '../../daemon/playback/life.ts';
import { type PolledDaemon, startPolledDaemon } from '../../daemon/polled-daemon.ts';

/** The Monday that was recorded. */
export const date = '2026-11-23';
export const instantAt = (time: string) => newYorkInstant(date, time);

/** A daemon that has recorded the first minutes of a session, and what a client heard meanwhile. */
export async function recordedMorning(
  t: ExecutionContext,
  to = '09:36',
): Promise<PolledDaemon & { heard: readonly Heard[] }> {
  t.timeout(120_000);
  const settings = { alertRules: ['change > 0.01%', 'change < -0.01%'] };
  const daemon = await startPolledDaemon(t, {
    ...{ at: instantAt('09:28'), settings, simulator: { profile: 'advanced' } },
  });
  const listener = await listenTo(daemon);
  await listener.until(instantAt(to));
  listener.close();
  return { ...daemon, heard: listener.heard };
}
