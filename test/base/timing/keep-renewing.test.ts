import test from 'ava';
import { keepRenewing } from '../../../src/base/timing/keep-renewing.ts';
import { manualClock, settlePromises } from '../../support/manual-clock.ts';

test('it is renewed again and again, sooner after a failure, and no more once it is over or stopped', async (t) => {
  const clock = manualClock(0);
  const log: string[] = [];
  let failure: string | null = null;
  const start = () =>
    keepRenewing({
      ...{ clock, everyMs: 300, retryMs: 100 },
      async renew() {
        if (failure !== null) throw new Error(failure);
        return clock.now();
      },
      isOver: (error) => (error as Error).message === 'over',
      onRenewed: (at) => log.push(`renewed ${at}`),
      onFailed: (error) => log.push(`${(error as Error).message} ${clock.now()}`),
    });
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 100) {
      await clock.advance(100);
      await settlePromises();
    }
  };
  start();
  await pass(600);
  failure = 'away';
  await pass(400);
  failure = null;
  await pass(100);
  failure = 'over';
  await pass(1000);
  t.deepEqual(log, ['renewed 300', 'renewed 600', 'away 900', 'away 1000', 'renewed 1100', 'over 1400']);

  log.length = 0;
  failure = null;
  const stop = start();
  await pass(300);
  stop();
  await pass(1000);
  t.is(log.length, 1);
});
