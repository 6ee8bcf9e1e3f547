import { systemClock, virtualClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import { startDaemon } from '../daemon.ts';
import type { Daemon } from '../running.ts';
import { daemonDeps, type LaunchLog, type LaunchOptions } from './launch-options.ts';

/**
 * Starts the daemon that the options describe: of a shared store its recorder or a follower, and in a demo the simulated market
 * that it polls.
 * @param signal aborts a start that is still under way
 * @throws SpyglassError what `startDaemon` does, and `store`
 */
export async function launch(options: LaunchOptions, log: LaunchLog, signal?: AbortSignal): Promise<Daemon> {
  if (options.instance.mode !== 'demo') return await launchLive(options, log, signal);
  const { launchDemo } = await import('./launch-demo.ts');
  return await launchDemo(options, log, signal);
}

async function launchLive(options: LaunchOptions, log: LaunchLog, signal?: AbortSignal): Promise<Daemon> {
  const { apiKey, baseUrl } = options.settings;
  if (apiKey === null) {
    throw new SpyglassError('settings', 'There is no API key.', {
      hint: 'Set MASSIVE_API_KEY (or POLYGON_API_KEY); without one, `--demo` shows a simulated market.',
    });
  }
  const clock = options.clock
    ? virtualClock(clockStart(options, options.clock), options.clock.speed)
    : systemClock();
  const { storeUrl } = options.instance;
  if (storeUrl !== null) {
    const { launchDesk } = await import('../desk/launch-desk.ts');
    return await launchDesk(options, log, { storeUrl, baseUrl, apiKey, clock }, signal);
  }
  return await startDaemon({
    ...daemonDeps(options, log, clock, signal),
    baseUrl,
    apiKey,
    isVirtualClock: options.clock !== null,
  });
}

/** A virtual clock continues where the daemon before had it; otherwise it starts as the flag says. */
function clockStart({ takesOver }: LaunchOptions, { startAt }: { startAt: number }): number {
  if (!takesOver?.clock) return startAt;
  const { market, real, speed } = takesOver.clock;
  return market + (systemClock().now() - real) * speed;
}
