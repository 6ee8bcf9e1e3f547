import test from 'ava';
import type { SpyglassError } from '../../src/base/errors.ts';
import { handOver, openMarket } from './hand-over-run.ts';
import { midSession } from './support.ts';

test('daemons that hand over to each other poll every slot once, and the ledger has no gap', (t) =>
  handOver(t, 3));

test('a hand-over waits for the poll under way, and leaves the slot at hand to be run first', async (t) => {
  const market = await openMarket(t);
  const { clock, until } = market;
  const daemon = await until(market.start());
  // A second before a slot of both jobs.
  await clock.advance(59_000);
  const before = market.quotesAskedAt.length;
  const note = await until(daemon.handOver());
  t.is(market.quotesAskedAt.length, before + 1);
  t.true(note.jobs.some(({ name, lastSlot }) => name === 'quote' && lastSlot === midSession + 60_000));
  t.true(note.jobs.some(({ name, lastSlot }) => name === 'chain' && lastSlot === midSession + 60_000));
});

test('an answer that came late for the slot before does not serve the next one, too', async (t) => {
  const market = await openMarket(t);
  const { clock, until } = market;
  const daemon = await until(market.start());
  await clock.advance(59_000);
  market.delayChains(17_000);
  // In two pages: the second one comes 34 s after the slot.
  await clock.advance(36_000);
  market.delayChains(0);
  const note = await until(daemon.handOver());
  await until(market.start(note));
  await clock.advance(90_000);
  const polls = market.rows<{ slot_at: number | null }>(
    'select slot_at from chain_polls where slot_at is not null order by id',
  );
  t.deepEqual(
    polls.map(({ slot_at }) => slot_at! - midSession).filter((at) => at <= 180_000),
    [60_000, 120_000, 180_000],
  );
});

test('an outage goes on over a hand-over as one gap', async (t) => {
  const market = await openMarket(t);
  const { clock, until, simulator } = market;
  const daemon = await until(market.start());
  await clock.advance(20_000);
  const from = clock.now();
  simulator.setFault('server-error');
  await clock.advance(60_000);
  const note = await until(daemon.handOver());
  await clock.advance(3000);
  await until(market.start(note));
  await clock.advance(30_000);
  simulator.setFault(null);
  await clock.advance(61_000);
  const gaps = market.rows<{ job: string; ended_at: number | null }>(
    'select job, ended_at from poll_gaps where started_at >= ? order by job',
    from,
  );
  t.deepEqual(
    gaps.map(({ job, ended_at }) => [job, ended_at !== null]),
    [
      ['chain', true],
      ['quote', true],
    ],
  );
});

test('what comes later than an interval is a gap, and not polled in a burst', async (t) => {
  const market = await openMarket(t);
  const { clock, until } = market;
  const daemon = await until(market.start());
  await clock.advance(20_000);
  const from = clock.now();
  const note = await until(daemon.handOver());
  clock.set(from + 300_000);
  const asked = market.quotesAskedAt.length;
  await until(market.start(note));
  await clock.advance(16_000);
  t.true(market.quotesAskedAt.length - asked <= 2);
  const gaps = market.rows<{ job: string; reason: string }>(
    'select job, reason from poll_gaps where started_at >= ? order by job',
    from,
  );
  t.deepEqual(gaps[0], { job: 'chain', reason: 'daemon was not running' });
});

test('a daemon that closes hands nothing over', async (t) => {
  const market = await openMarket(t);
  const { until } = market;
  const daemon = await until(market.start());
  await until(daemon.close());
  const error = await t.throwsAsync<SpyglassError>(daemon.handOver());
  t.is(error.code, 'not_running');
});
