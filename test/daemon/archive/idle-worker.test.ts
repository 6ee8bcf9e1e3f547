import test from 'ava';
import { SpyglassError } from '../../../src/base/errors.ts';
import type { ArchiveWorker } from '../../../src/daemon/archive/archive-worker.ts';
import { createIdleWorker } from '../../../src/daemon/archive/idle-worker.ts';
import { manualClock } from '../../support/manual-clock.ts';

/** A worker that is opened on demand, and how often that and its end happened. */
function counted() {
  const clock = manualClock(0);
  const seen = { opened: 0, closed: 0, fails: null as Error | null };
  const worker = createIdleWorker(async () => {
    seen.opened += 1;
    return {
      async list() {
        if (seen.fails) throw seen.fails;
        return { sessions: [], problems: [] };
      },
      async close() {
        seen.closed += 1;
      },
    } as Partial<ArchiveWorker> as ArchiveWorker;
  }, clock);
  return { clock, seen, worker };
}

test('it is opened when it is asked something, and closed once it has not been for a while', async (t) => {
  const { clock, seen, worker } = counted();
  t.is(seen.opened, 0);
  await worker.list('/archive');
  await clock.advance(19_000);
  await worker.list('/archive');
  await clock.advance(19_000);
  t.like(seen, { opened: 1, closed: 0 });
  await clock.advance(2000);
  t.is(seen.closed, 1);
  await worker.list('/archive');
  t.is(seen.opened, 2);
  await worker.close();
  t.is(seen.closed, 2);
  t.is(clock.pendingTimers, 0);
});

test('one that has ended is opened anew, and one that found something wrong is not', async (t) => {
  const { seen, worker } = counted();
  seen.fails = new SpyglassError('archive_unavailable', 'there is no room left');
  await t.throwsAsync(worker.list('/archive'), { message: 'there is no room left' });
  await t.throwsAsync(worker.list('/archive'), { message: 'there is no room left' });
  t.is(seen.opened, 1);
  seen.fails = new SpyglassError('internal', 'The thread that archives has ended: exit code 1.');
  await t.throwsAsync(worker.list('/archive'));
  await t.throwsAsync(worker.list('/archive'));
  t.is(seen.opened, 2);
  await worker.close();
  await t.throwsAsync(worker.list('/archive'), { message: /closing/ });
});
