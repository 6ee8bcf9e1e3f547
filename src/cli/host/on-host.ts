import { createHash } from 'node:crypto';
import path from 'node:path';
import { systemClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { Instance } from '../../config/instance.ts';
import type { HostAddress } from './host-address.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import type { Invocation } from '../invocation/invocation.ts';
import type { CommandEntry } from '../program/command-entry.ts';
import { note } from '../output/output.ts';

/**
 * Runs a command, on the daemon of another machine where `--host` or SPYGLASS_HOST names one.
 * @throws SpyglassError `usage` where the command is about this machine, `host` where that one is not reached
 */
export async function onHost<T>(
  entry: Pick<CommandEntry, 'host' | 'connections'>,
  invocation: Invocation,
  flags: GlobalFlags,
  run: (reached: Invocation) => Promise<T>,
): Promise<T> {
  const { environment, loaded } = invocation;
  const given = flags.host ?? environment.env.SPYGLASS_HOST;
  if (!given || entry.host === 'ignored') return await run(invocation);
  if (entry.host === 'refused') throw aboutThisMachine(flags.host === undefined);
  refuseOwnPlaces(flags);
  const [{ parseHost }, { openHostBridge }] = await Promise.all([
    import('./host-address.ts'),
    import('./host-bridge.ts'),
  ]);
  const address = parseHost(given);
  const bridge = await openHostBridge({
    ...{ address, remoteCommand: loaded.settings.remoteCommand, isDemo: flags.demo === true },
    connections: entry.connections ?? 1,
    ...{ clock: systemClock(), appVersion: environment.appVersion, platform: environment.platform },
  });
  try {
    if (bridge.noise !== '') {
      note(
        environment,
        `The shell of ${address.server} prints before the daemon answers; it was skipped: ${bridge.noise}`,
      );
    }
    return await run(reached(invocation, address, bridge));
  } finally {
    bridge.close();
  }
}

/** The invocation as if that daemon answered on a socket here. */
function reached(
  invocation: Invocation,
  { text, server }: HostAddress,
  { socketPath, roundTripMs }: { socketPath: string; roundTripMs: () => number | null },
): Invocation {
  // When a dashboard of it was open last is kept for each machine.
  const name = `host-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.last-open.json`;
  const instance = (mode: Instance['mode']): Instance => {
    const own = invocation.instance(mode);
    return { ...own, socketPath, lastOpenPath: path.join(path.dirname(own.lastOpenPath), name) };
  };
  // The machine over there knows which of its daemons is meant.
  const chosenMode = invocation.chosenMode ?? 'live';
  return { ...invocation, isSocketGiven: true, chosenMode, instance, host: { text, server, roundTripMs } };
}

function aboutThisMachine(isFromEnvironment: boolean): SpyglassError {
  return new SpyglassError(
    'usage',
    'This command is about files and processes of this machine: it takes no --host.',
    {
      hint: isFromEnvironment
        ? 'SPYGLASS_HOST names another machine: run the command over there by ssh, or unset it.'
        : 'Run it over there: ssh SERVER spyglass …',
    },
  );
}

/** A directory or a socket of this machine means nothing over there. */
function refuseOwnPlaces({ dataDir, socket, archive, clock, plan, fault }: GlobalFlags): void {
  const named = Object.entries({
    '--data-dir': dataDir,
    '--socket': socket,
    '--archive': archive,
    '--clock': clock,
    '--plan': plan,
    '--fault': fault,
  });
  const [wrong] = named.find(([, value]) => value !== undefined) ?? [];
  if (wrong === undefined) return;
  throw new SpyglassError('usage', `${wrong} is about this machine: it does not go with --host.`, {
    hint: 'The daemon’s socket over there is the path of the address: ssh://server/path/of/socket.',
  });
}
