import test from 'ava';
import type { RebuildState, RebuildStep } from '../../../src/protocol/rebuild.ts';
import { startPolledDaemon } from '../polled-daemon.ts';

const tuesday = Date.parse('2026-11-24T15:00:00Z');
const request = { date: '2026-11-23', strikesPercent: 0.01 };

test('a daemon rebuilds a step a request, says how far it is, and no slot waits for it', async (t) => {
  t.timeout(120_000);
  const { link, clock, database } = await startPolledDaemon(t, {
    at: tuesday,
    simulator: { profile: 'starter' },
  });
  const states: RebuildState[] = [];
  link.onEvent(({ name, payload }) => {
    if (name === 'rebuild') states.push(payload as RebuildState);
  });
  t.is((await link.request('subscribe', {})).rebuild, undefined);
  let step: RebuildStep | null = null;
  while (step?.stage !== 'done') {
    const asked: Promise<RebuildStep> = link.request('rebuild', request);
    let isOver = false;
    const over = asked.finally(() => {
      isOver = true;
    });
    over.catch(() => undefined);
    while (!isOver) await clock.advance(500);
    step = await over;
  }
  t.true(step.day.contracts > 10);
  t.is((await link.request('subscribe', {})).rebuild?.step?.stage, 'done');
  t.true(states.length > 10);
  const late = database
    .prepare<[], number>(`select count(*) from poll_gaps where started_at > ${tuesday}`)
    .pluck()
    .get();
  t.is(late, 0);
  const calls = database
    .prepare<[], number>("select count(*) from api_requests_log where endpoint like '%{contract}/range%'")
    .pluck()
    .get();
  t.is(calls, step.day.contracts);
  t.is((await link.request('chain.get', {}))?.isRebuilt, undefined);
  t.like(await link.request('rebuild.remove', { date: request.date }), { days: 1 });
  t.is((await link.request('subscribe', {})).rebuild?.step, null);
});
