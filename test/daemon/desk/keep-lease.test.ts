import test from 'ava';
import { SpyglassError } from '../../../src/base/errors.ts';
import { keepLease } from '../../../src/daemon/desk/roles/keep-lease.ts';
import { manualClock, settlePromises } from '../../support/manual-clock.ts';

function kept(followers: number) {
  const clock = manualClock(0);
  const problems: (string | null)[] = [];
  const parts = { failure: null as 'store' | 'lease_lost' | null, lost: 0 };
  const lease = keepLease(
    {
      async renew() {
        if (parts.failure) throw new SpyglassError(parts.failure, 'no');
        return { followers };
      },
    },
    {
      ...{ leaseMs: 3000, clock },
      onLost: () => {
        parts.lost += 1;
      },
      onProblem: (problem) => problems.push(problem?.code ?? null),
    },
  );
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 500) {
      await clock.advance(500);
      await settlePromises();
    }
  };
  return { lease, parts, problems, pass };
}

test('while the store is away, a recorder that another one may replace is alone until its lease ends', async (t) => {
  const { lease, parts, pass } = kept(1);
  await pass(1000);
  parts.failure = 'store';
  await pass(2500);
  t.true(lease.isAlone());
  await pass(500);
  t.false(lease.isAlone());
  parts.failure = null;
  await pass(1000);
  t.true(lease.isAlone());
});

test('a recorder that nobody follows is alone however long the store is away', async (t) => {
  const { lease, parts, problems, pass } = kept(0);
  await pass(1000);
  parts.failure = 'store';
  await pass(60_000);
  t.true(lease.isAlone());
  t.is(problems[0], null);
  t.is(problems.at(-1), 'store');
});

test('a lease that is lost is said once, and not renewed any more', async (t) => {
  const { parts, pass } = kept(1);
  parts.failure = 'lease_lost';
  await pass(10_000);
  t.is(parts.lost, 1);
});
