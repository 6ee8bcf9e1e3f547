import { SpyglassError } from '../../base/errors.ts';
import { type RefreshTarget, refreshTargets } from '../../protocol/methods.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { printJson, printLine } from '../output/output.ts';
import { requireDaemon } from '../daemon/find-daemon.ts';
import { symbolGiven } from '../invocation/symbol-argument.ts';
import type { Invocation } from '../invocation/invocation.ts';

interface RefreshFlags extends GlobalFlags {
  force?: boolean;
  json?: boolean;
}

/** Exits as the upstream's failure does when any of the jobs failed. */
export async function refresh(
  invocation: Invocation,
  flags: RefreshFlags,
  args: string[],
): Promise<undefined> {
  const [job = 'all'] = args;
  if (!refreshTargets.includes(job as RefreshTarget)) {
    throw new SpyglassError(
      'usage',
      `There is no job ${JSON.stringify(job)}: expected ${refreshTargets.join(', ')}.`,
    );
  }
  const symbol = symbolGiven(flags);
  const { link } = await requireDaemon(invocation, 'refresh');
  const outcomes = await link
    .request('refresh', {
      job: job as RefreshTarget,
      force: flags.force ?? false,
      ...(symbol !== null && { symbol }),
    })
    .finally(() => link.close());
  if (flags.json) printJson(invocation.environment, outcomes);
  else
    for (const outcome of outcomes) printLine(invocation.environment, `${outcome.job}: ${outcome.message}`);
  const failed = outcomes.filter((outcome) => !outcome.isOk);
  if (failed.length > 0) {
    throw new SpyglassError(
      'upstream_failed',
      `${failed.map((outcome) => outcome.job).join(' and ')} could not be refreshed.`,
    );
  }
}
