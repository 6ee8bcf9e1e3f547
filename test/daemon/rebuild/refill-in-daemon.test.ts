/** A daemon that misses some minutes of a session rebuilds them by itself after the close, and says so. */
import test from 'ava';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { JobCoverage } from '../../../src/protocol/state.ts';
import { startPolledDaemon } from '../polled-daemon.ts';

const date = '2026-11-27';
const minute = 60_000;
const at = (time: string) => newYorkInstant(date, time);

/** What the coverage of the chains says. */
const rebuiltOf = (coverage: readonly JobCoverage[]) =>
  coverage.filter(({ job }) => job.startsWith('chain')).map(({ rebuilt }) => rebuilt);

test('an outage is rebuilt after the close, and the coverage says so at once', async (t) => {
  t.timeout(240_000);
  const { link, clock, simulator, database, close } = await startPolledDaemon(t, {
    at: at('12:45'),
    simulator: { profile: 'advanced' },
    settings: { symbol: 'AAPL', chainSeconds: 60, quoteSeconds: 60 },
  });
  const said: (number | undefined)[][] = [];
  link.onEvent(({ name, payload }) => {
    if (name === 'gap') said.push(rebuiltOf(payload as JobCoverage[]));
  });
  t.deepEqual(rebuiltOf((await link.request('subscribe', {})).coverage), [undefined]);
  await clock.advance(3 * minute);
  simulator.setFault('server-error');
  await clock.advance(10 * minute);
  simulator.setFault(null);
  await clock.advance(at('13:21') - clock.now());
  t.deepEqual(
    said.flat().filter((rebuilt) => rebuilt !== undefined),
    [],
  );
  const isDone = database
    .prepare<[], number>('select count(*) from rebuilt_days where finished_at is not null')
    .pluck();
  while (isDone.get() === 0 && clock.now() < at('16:00')) await clock.advance(10_000);
  const [rebuilt] = said.at(-1)!;
  t.true(rebuilt !== undefined && rebuilt > 0, 'the event');
  t.deepEqual(rebuiltOf((await link.request('subscribe', {})).coverage), [rebuilt]);
  const shown = await link.request('chain.get', { at: at('12:53') });
  t.true(shown?.isRebuilt);
  const session = await link.request('playback.session', { date });
  const stretch = session!.rebuilt!.find(({ from }) => from > at('12:45'))!;
  t.true(stretch.from >= at('12:47') && stretch.to <= at('12:59') && stretch.to - stretch.from >= 9 * minute);
  await link.request('rebuild.remove', { symbol: 'AAPL', date, expiration: date });
  t.deepEqual(said.at(-1), [undefined], 'removed');
  await close();
});
