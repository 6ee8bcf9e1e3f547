import { SpyglassError } from '../../base/errors.ts';
import type { RebuiltKey } from '../../recordings/rebuilt.ts';
import { UpstreamError } from '../../sources/polygon/http/upstream-error.ts';

/** These are about the key or the network, not about one contract: the next one would fail as well. */
const endings = new Set([
  'unauthorized',
  'not-entitled',
  'not-yet',
  'too-old',
  'rate-limited',
  'network',
  'timeout',
]);

/** Whether a rebuild ends with this failure. */
export function endsRebuild(error: unknown): boolean {
  return !(error instanceof UpstreamError) || endings.has(error.failure);
}

/** What a plan lacks, in words; any other error as it is. */
export function rebuildError(error: unknown, { date }: RebuiltKey): unknown {
  if (!(error instanceof UpstreamError)) return error;
  const { failure: kind, message, cause = error } = error;
  if (kind === 'not-yet') {
    return new SpyglassError('not_entitled', `This plan gives the bars of ${date} once that day is over.`, {
      hint: 'Not yet: run it again after midnight in New York.',
      cause,
    });
  }
  if (kind === 'too-old') {
    return new SpyglassError('not_entitled', `${date} is further back than this plan's history reaches.`, {
      hint: 'The smallest plans reach back two years; larger ones further.',
      cause,
    });
  }
  if (kind === 'not-entitled') {
    return new SpyglassError('not_entitled', `${date} cannot be rebuilt with this plan: ${message}`, {
      hint: 'It takes the contracts reference and minute bars of options, and those of the underlying.',
      cause,
    });
  }
  return error;
}
