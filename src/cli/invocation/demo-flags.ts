import { SpyglassError } from '../../base/errors.ts';
import type { Hello } from '../../protocol/state.ts';
import { defaultDemoPlan, type DemoPlan, demoPlans } from '../../config/demo-plans.ts';
import type { GlobalFlags } from './flags.ts';

/** The plan that `--plan` names. @throws SpyglassError `usage` without `--demo`, or for a plan that there is none of */
export function demoPlan({ plan, demo }: Pick<GlobalFlags, 'plan' | 'demo'>): DemoPlan | null {
  if (plan === undefined) return null;
  if (!demo) {
    throw new SpyglassError('usage', '--plan works with --demo only.', {
      hint: 'What a real key’s plan allows is learnt from the API’s answers.',
    });
  }
  const known = demoPlans.find((name) => name === plan);
  if (known) return known;
  throw new SpyglassError('usage', `--plan ${plan}: expected ${demoPlans.join(', ')}.`);
}

/**
 * Fault and plan are chosen when a demo starts: one that runs already cannot get others.
 * @throws SpyglassError `usage`
 */
export function refuseForRunning(
  { fault, plan }: { fault: string | null; plan: DemoPlan | null },
  { pid, plan: running = defaultDemoPlan }: Pick<Hello, 'pid' | 'plan'>,
): void {
  const hint =
    'Stop it first with `spyglass daemon stop --demo`, or use `spyglass daemon restart` with these flags.';
  if (plan !== null && plan !== running) {
    throw new SpyglassError(
      'usage',
      `--plan ${plan}: a demo runs already (process ${pid}), with the plan ${running}.`,
      { hint },
    );
  }
  if (fault === null) return;
  throw new SpyglassError('usage', `--fault ${fault}: a demo runs already (process ${pid}), without it.`, {
    hint,
  });
}
