import { systemClock } from '../../../src/base/clock.ts';
import { locateInstance } from '../../../src/config/instance.ts';
import { userPlaces } from '../../../src/config/paths.ts';
import { openLink } from '../../../src/protocol/connection/link.ts';
import type { Status } from '../../../src/protocol/state.ts';
import { until } from '../../support/until.ts';
import type { Home } from './terminal.ts';

/** How often another process is looked at, in milliseconds. */
export const lookMs = 20;

export interface InstanceOf {
  mode: 'live' | 'demo';
  /** The default one where it is absent. */
  dataDir?: string;
}

/** What a daemon's `status` answers; `null` where none answers. A program that asks would cost 0.25 s of processor time. */
export async function daemonStatus(home: Home, { mode, dataDir }: InstanceOf): Promise<Status | null> {
  const places = userPlaces({ env: home.env, platform: process.platform, homeOfUser: () => home.dir });
  const { socketPath } = locateInstance({ mode, dataDir: dataDir ?? null, socket: null }, places);
  const options = { socketPath, clock: systemClock(), appVersion: '0.0.0', client: 'test' };
  const link = await openLink(options).catch(() => null);
  const status = await link?.request('status', {}).catch(() => null);
  link?.close();
  return status ?? null;
}

/** The first of a daemon's answers that holds; `null` stands for no daemon. */
export async function daemonStatusUntil(
  home: Home,
  instance: InstanceOf,
  holds: (status: Status | null) => boolean,
): Promise<Status | null> {
  let status: Status | null = null;
  await until(async () => {
    status = await daemonStatus(home, instance);
    return holds(status);
  }, lookMs);
  return status;
}
