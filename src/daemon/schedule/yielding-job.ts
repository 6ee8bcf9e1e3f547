import type { Job } from './job.ts';

/**
 * A recorded job that is not polled while it is given up: the calls of a minute do not do for it. It goes on by itself
 * once they do. A refresh that somebody asks for is polled all the same.
 * @param reason why it is given up; `null` while it is polled
 * @param onGivenUp called whenever a slot is looked for in vain
 */
export function unlessGivenUp(job: Job, reason: () => string | null, onGivenUp: () => void): Job {
  return {
    ...job,
    next(now, after) {
      const why = reason();
      if (why === null) return job.next(now, after);
      onGivenUp();
      return { at: null, intervalMs: null, reason: why };
    },
    async run(request, runNow) {
      const why = request.priority === 'user' ? null : reason();
      return why ?? (await job.run(request, runNow));
    },
  };
}

/** A job whose scheduled runs go out where no slot of what is recorded has to wait for them. */
export function afterScheduled(job: Job): Job {
  return {
    ...job,
    run: (request, runNow) =>
      job.run(request.priority === 'user' ? request : { ...request, priority: 'secondary' }, runNow),
  };
}
