import { SpyglassError } from '../../base/errors.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import type { Invocation } from '../invocation/invocation.ts';

/**
 * `spyglass` without a command: the dashboard, or with `--once --at` one picture of the past.
 * @returns the exit code
 */
export async function openDashboard(invocation: Invocation, flags: GlobalFlags): Promise<number> {
  const { at } = flags;
  if (at === undefined) {
    const { dashboard } = await import('./dashboard.ts');
    return await dashboard(invocation, flags);
  }
  if (!flags.once) throw notOnce(at);
  const { printOnceAt } = await import('../playback/replay.ts');
  return await printOnceAt(invocation, flags, at);
}

const notOnce = (at: string) =>
  new SpyglassError('usage', '--at is about one picture: it goes with --once.', {
    hint: `\`spyglass replay --from ${JSON.stringify(at)}\` shows the dashboard of the past.`,
  });
