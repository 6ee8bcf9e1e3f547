import test from 'ava';
import { startPolledDaemon } from './polled-daemon.ts';
import { midSession } from './support.ts';

const minute = 60_000;

for (const profile of ['starter', 'basic'] as const) {
  test(`on the ${profile} plan polling goes on when the clock is stepped back by an hour`, async (t) => {
    const running = await startPolledDaemon(t, {
      at: midSession,
      simulator: { profile },
      settings: { callsPerMinute: 5, quoteSeconds: 15, chainSeconds: 120 },
    });
    const { clock, link, sent } = running;
    await clock.advance(4 * minute);
    clock.set(clock.now() - 60 * minute);
    const before = sent();
    const refresh = link.request('refresh', { job: 'quote', force: true });
    await clock.advance(4 * minute);
    const [outcome] = await refresh;
    t.true(outcome!.isOk, outcome!.message);
    t.true(sent() - before >= (profile === 'basic' ? 1 : 10), `${sent() - before} calls`);
    const { budget, jobs } = await link.request('status', {});
    t.true(budget.used <= 5);
    t.true((budget.nextFreeAt ?? 0) <= clock.now() + 61_000);
    t.is(jobs.find(({ name }) => name === 'quote')!.lastError, null);
    await running.close();
  });
}
