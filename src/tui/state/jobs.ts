import type { JobState } from '../../protocol/state.ts';
import type { ChainSubscriptionState } from '../../protocol/chain-subscription.ts';
import type { Picture } from './picture/picture.ts';

/** The job that polls a part of what is looked at. */
export function viewJob(
  { jobs, subscription }: Pick<Picture, 'jobs' | 'subscription'>,
  part: keyof ChainSubscriptionState['jobs'],
): JobState | null {
  return jobNamed(jobs, subscription?.jobs[part] ?? part);
}

/** A job by its name; `null` where the daemon has none of that name. */
export function jobNamed(jobs: readonly JobState[], name: string): JobState | null {
  return jobs.find((job) => job.name === name) ?? null;
}
