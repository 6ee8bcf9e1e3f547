import test from 'ava';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { DaemonEvent } from '../../../src/protocol/connection/link-messages.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { until } from '../../support/until.ts';
import { type PolledDaemon, startPolledDaemon } from '../polled-daemon.ts';
import { long } from '../../support/long.ts';

const tuesday = newYorkInstant('2026-11-24', '10:30');
const minute = 60_000;
// Patience is real time: a busy machine is no fault.
const tsla = { symbol: 'TSLA', timeoutSeconds: 300 };

const statusOf = ({ link }: PolledDaemon) => link.request('status', {});
const recordedExpirations = ({ database }: PolledDaemon) =>
  database.prepare<[], string>('select distinct expiration_date from chain_polls order by 1').pluck().all();
const askedFor = ({ database }: PolledDaemon) =>
  database
    .prepare<[], number>(
      "select count(*) from api_requests_log where endpoint = '/v3/reference/options/contracts'",
    )
    .pluck()
    .get()!;

for (const profile of ['advanced', 'starter'] as const) {
  (profile === 'advanced' ? test : long)(
    `on a day without an expiration the nearest one that is listed is recorded (${profile})`,
    async (t) => {
      const daemon = await startPolledDaemon(t, { at: tuesday, simulator: { profile }, settings: tsla });
      const events: DaemonEvent[] = [];
      daemon.link.onEvent((event) => events.push(event));
      await daemon.link.request('subscribe', {});
      await daemon.clock.advance(10 * minute);
      const { health, phase, coverage } = await statusOf(daemon);
      t.deepEqual(health.problems, []);
      t.is(phase.expiration, '2026-11-25', 'Wednesday, and not the Friday of the rule');
      // The hour from the bell to the start.
      t.like(coverage.at(-1), { job: 'chain', gaps: 1, open: null, missingMs: 60 * minute });
      t.deepEqual(recordedExpirations(daemon), ['2026-11-25']);
      t.is((await daemon.link.request('chain.get', {}))?.expiration, '2026-11-25');
      t.is((await daemon.link.request('levels.get', {}))?.expiration, '2026-11-25');
      const { subscription } = await daemon.link.request('subscribe', {});
      t.deepEqual(subscription.expirations.slice(0, 4), [
        '2026-11-25',
        '2026-11-27',
        '2026-11-30',
        '2026-12-02',
      ]);
      // One page before there was a price, and one around it.
      t.true(askedFor(daemon) <= 2, String(askedFor(daemon)));
    },
  );
}

test('after the close of an expiration the next one that is listed takes over', async (t) => {
  const at = newYorkInstant('2026-11-25', '15:50');
  const daemon = await startPolledDaemon(t, { at, settings: tsla });
  // What is listed comes with an answer of its own.
  await until(async () => (await statusOf(daemon)).phase.expiration === '2026-11-25');
  await daemon.clock.advance(20 * minute);
  t.is((await statusOf(daemon)).phase.expiration, '2026-11-27');
  t.is((await daemon.link.request('chain.get', {}))?.expiration, '2026-11-27');
});

test('weeks without Monday and Wednesday expirations are as the API lists them', async (t) => {
  const at = newYorkInstant('2026-10-27', '10:30');
  const daemon = await startPolledDaemon(t, { at, settings: tsla });
  await daemon.clock.advance(2 * minute);
  const { health, phase } = await statusOf(daemon);
  t.deepEqual(health.problems, []);
  t.is(phase.expiration, '2026-10-30');
});

test('the free plan shows the strikes of the nearest expiration that is listed', async (t) => {
  const simulator = { profile: 'basic' } as const;
  const daemon = await startPolledDaemon(t, { at: tuesday, simulator, settings: tsla });
  await daemon.clock.advance(5 * minute);
  const chain = await daemon.link.request('chain.get', {});
  t.true(chain?.isStrikesOnly);
  t.is(chain?.expiration, '2026-11-25');
  t.deepEqual((await statusOf(daemon)).health.problems, []);
});

test('a daemon that starts again knows what was listed, and which chain it recorded', async (t) => {
  const dir = await tempDir(t);
  const first = await startPolledDaemon(t, { at: tuesday, dir, settings: tsla });
  await first.clock.advance(5 * minute);
  const asked = askedFor(first);
  await first.close();
  const second = await startPolledDaemon(t, { at: tuesday + 6 * minute, dir, settings: tsla });
  const snapshot = await second.link.request('subscribe', {});
  t.is(snapshot.chain?.expiration, '2026-11-25');
  await second.clock.advance(2 * minute);
  t.is(askedFor(second), asked, 'the list of the day is kept');
  const chain = (await statusOf(second)).coverage.find(({ job }) => job === 'chain')!;
  // From the bell to the first start, and nothing of what the first one recorded.
  t.true(chain.missingMs < 63 * minute, String(chain.missingMs));
});

test('a client that looks at another symbol hears what is listed, and steps through that', async (t) => {
  const daemon = await startPolledDaemon(t, { at: tuesday, settings: { timeoutSeconds: 300 } });
  const events: DaemonEvent[] = [];
  daemon.link.onEvent((event) => events.push(event));
  await daemon.link.request('subscribe', { symbol: 'TSLA' });
  await daemon.clock.advance(2 * minute);
  const listed = events.flatMap((event) => (event.name === 'expirations' ? [event.payload] : []));
  t.is(listed.at(-1)?.symbol, 'TSLA');
  t.deepEqual(listed.at(-1)?.dates.slice(0, 3), ['2026-11-25', '2026-11-27', '2026-11-30']);
  const chains = events.flatMap((event) => (event.name === 'chain' ? [event.payload.expiration] : []));
  t.deepEqual([...new Set(chains)], ['2026-11-25']);
  // By its date it is the very same subscription.
  const { subscription } = await daemon.link.request('subscribe', {
    symbol: 'TSLA',
    expiration: '2026-11-25',
  });
  t.is(subscription.expiration, null);
});

test('SPY has an expiration on every trading day, and nobody is asked', async (t) => {
  const daemon = await startPolledDaemon(t, { at: tuesday, settings: { timeoutSeconds: 300 } });
  await daemon.clock.advance(5 * minute);
  t.is((await statusOf(daemon)).phase.expiration, '2026-11-24');
  t.is(askedFor(daemon), 0);
});
