import { systemClock } from '../../base/clock.ts';
import { calendarDays } from '../../config/settings/calendar-days.ts';
import { createCalendar } from '../../market/calendar/calendar.ts';
import type { Instance } from '../../config/instance.ts';
import { startDetached } from '../daemon/daemon-start.ts';
import { jobControl } from '../daemon/job-control.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { symbolGiven } from '../invocation/symbol-argument.ts';
import { colorLevel } from '../output/color-level.ts';
import { openSeenLimits } from '../output/seen-limits.ts';
import { openSavedPictures } from './saved-pictures.ts';
import { connectTo, firstConnection, type Home } from './home.ts';
import { openLastOpen } from './last-open.ts';
import { openTour } from './tour.ts';
import { attentionOf, hasMouse, lookOf } from './terminal-look.ts';

/** Starts a daemon where the dashboard looks for one. It is left alone once the dashboard ends. */
async function startBackground(
  invocation: Invocation,
  flags: GlobalFlags,
  instance: Instance,
  signal: AbortSignal,
) {
  const { mode, socketPath } = instance;
  const isElsewhere = invocation.instance(mode).socketPath !== socketPath;
  const same = { ...flags, demo: mode === 'demo', ...(isElsewhere && { socket: socketPath }) };
  await startDetached(invocation, instance, same, { signal });
}

/** The dashboard until the user quits. It is drawn while a daemon of its own still starts. */
export async function show(
  invocation: Invocation,
  flags: GlobalFlags,
  home: Home,
  signal: AbortSignal,
): Promise<void> {
  const { environment } = invocation;
  const { stdin, stdout, stderr } = environment;
  const { startDashboard } = await import('../../tui/start.tsx');
  const symbol = symbolGiven(flags);
  const { playback } = home;
  const connection = firstConnection(home, environment, symbol);
  const ended = new AbortController();
  const lastOpen = await openLastOpen(home.instance.lastOpenPath);
  const tour = openTour(home.instance);
  try {
    await startDashboard({
      connection,
      clock: systemClock(),
      ...{ stdin, stdout, stderr },
      colors: { level: flags.color === false ? 0 : colorLevel(environment.env, stdout) },
      ...lookOf(invocation, flags),
      attention: attentionOf(invocation),
      isMouseOn: hasMouse(invocation),
      keys: new Map(invocation.loaded.keys.map(({ command, keys }) => [command, keys])),
      calendar: createCalendar(calendarDays(invocation.loaded.settings)),
      isEmbedded: home.isEmbedded,
      ...(invocation.host && { host: { ...invocation.host, name: invocation.host.server } }),
      pid: environment.pid,
      recording: home.recording && { ...home.recording, onQuit: invocation.loaded.settings.onQuit },
      pictures: openSavedPictures(home.instance.dataDir, environment),
      openPlayback: (subscription) => connectTo(home, environment, subscription),
      started: home.ready,
      ...(symbol !== null && { symbol }),
      ...(playback && { playback: playback.first }),
      ...(!playback?.isOnly && {
        ...(!invocation.host && {
          startDaemon: () => startBackground(invocation, flags, home.instance, ended.signal),
        }),
        keptLimits: await openSeenLimits(home.instance.dataDir),
      }),
      // Whoever asks for a recorded day has not come to see what happens.
      ...(!playback && { lastOpen, ...(home.isFirstStart && { tour }) }),
      ...((home.notice ?? home.asking) && { notice: home.notice ?? home.asking! }),
      ...(environment.platform !== 'win32' && jobControl()),
      onInterrupt: (listener) => {
        process.on('SIGINT', listener);
        return () => void process.off('SIGINT', listener);
      },
      signal,
    });
  } finally {
    ended.abort();
    await lastOpen.settled();
    await tour.settled();
    await connection.close();
  }
}
