import test from 'ava';
import type { SpyglassError } from '../../../src/base/errors.ts';
import { takeCopyLease } from '../../../src/db/copy/copy-lease.ts';
import type { HeldLease, LeaseState } from '../../../src/recordings/shared/lease.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';

/** A lease by a clock that the test moves, which another process holds until `endsAt`. */
function leaseOf(clock: ManualClock, holder: string, endsAt: number) {
  const row = { token: 1, holder, endsAt };
  let renewals = 0;
  const held: HeldLease = {
    ...{ token: 2, handOver: null, endedBefore: null, holderBefore: holder },
    async renew() {
      renewals += 1;
      return { followers: 0 };
    },
    async release() {
      row.endsAt = 0;
    },
  };
  const state = (): LeaseState => ({
    ...{ token: row.token, holder: row.holder, acquiredAt: 0, remainingMs: row.endsAt - clock.now() },
    ...{ endedAt: null, handOver: null },
  });
  return {
    row,
    renewals: () => renewals,
    lease: {
      state: async () => state(),
      follow: async () => state(),
      acquire: async () => (clock.now() < row.endsAt ? state() : held),
    },
  };
}

function setUp(holder: string) {
  const clock = manualClock(1_000_000_000_000);
  const parts = leaseOf(clock, holder, clock.now() + 12_000);
  const waits: string[] = [];
  const controller = new AbortController();
  const taking = takeCopyLease(parts.lease, {
    ...{ store: 'postgres://db:5432/spyglass', host: 'server2', pid: 7, clock, signal: controller.signal },
    onWait: (why) => waits.push(why),
  });
  return { ...parts, clock, waits, controller, taking };
}

test('the lease of a copy that was killed is waited for, and then renewed until it is let go', async (t) => {
  const { taking, clock, waits, renewals } = setUp('db copy on server1 (12)');
  await clock.advance(13_000);
  const { release } = await taking;
  t.deepEqual(waits, ['Waiting for the lease of db copy on server1 (12) to end, which takes 12 s.']);
  await clock.advance(16_000);
  t.is(renewals(), 3);
  await release();
  t.is(clock.pendingTimers, 0);
});

test('a copy that is at work keeps the next one out', async (t) => {
  const { taking, clock, row } = setUp('db copy on server1 (12)');
  const refused = t.throwsAsync<SpyglassError>(taking);
  await clock.advance(3000);
  row.endsAt = clock.now() + 15_000;
  await clock.advance(2000);
  const { code, message } = await refused;
  t.is(code, 'lease_held');
  t.is(message, 'db copy on server1 (12) records on postgres://db:5432/spyglass');
});

test('a daemon’s lease is not waited for', async (t) => {
  const { taking, waits } = setUp('server1 (12)');
  t.is((await t.throwsAsync<SpyglassError>(taking)).code, 'lease_held');
  t.deepEqual(waits, []);
});

test('waiting ends with the signal', async (t) => {
  const { taking, controller } = setUp('db copy on server1 (12)');
  const stopped = t.throwsAsync(taking);
  controller.abort();
  t.is((await stopped)?.name, 'AbortError');
});
