import test from 'ava';
import { systemClock } from '../../src/base/clock.ts';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import type { Quote } from '../../src/market/quotes/quote.ts';
import { openLink } from '../../src/protocol/connection/link.ts';
import type { SessionPriceLine } from '../../src/protocol/state.ts';
import { reducePriceLine } from '../../src/tui/state/picture/reduce-picture.ts';
import { tempDir } from '../support/temp-dir.ts';
import { type PolledDaemon, startPolledDaemon } from './polled-daemon.ts';
import { long } from '../support/long.ts';

const at = (time: string) => newYorkInstant('2026-11-23', time);

/** A client that keeps its line as the dashboard does. */
async function lineOf({ socketPath }: PolledDaemon) {
  const link = await openLink({ socketPath, clock: systemClock(), appVersion: '0.0.0', client: 'test' });
  const quotes: Quote[] = [];
  let line: SessionPriceLine | null = null;
  link.onEvent(({ name, payload }) => {
    if (name === 'quote' && payload.symbol === 'SPY') quotes.push(payload);
    if (name === 'price-line') line = reducePriceLine(line, payload, []);
    if (name === 'quote') line = reducePriceLine(line, null, [payload]);
  });
  const { priceLine } = await link.request('subscribe', {});
  line = priceLine;
  return { link, quotes, points: () => line!.points };
}

for (const plan of ['starter', 'advanced'] as const) {
  (plan === 'advanced' ? test : long)(
    `on the plan ${plan} every client has one line, whenever it subscribed, and so has a restarted daemon`,
    async (t) => {
      const dir = await tempDir(t);
      const setup = { dir, simulator: { profile: plan, hasRateLimit: false } };
      const running = await startPolledDaemon(t, { ...setup, at: at('10:30') });
      const early = await lineOf(running);
      const before = early.points().length;
      for (let slot = 0; slot < 20; slot++) await running.clock.advance(15_000);
      const late = await lineOf(running);
      for (let slot = 0; slot < 20; slot++) await running.clock.advance(15_000);
      const last = await lineOf(running);
      // An answer comes after the events before it.
      for (const { link } of [early, late]) await link.request('usage.get', {});

      t.is(early.quotes.length, 40);
      t.is(early.points().length - before, 40, 'a point for each quote');
      t.deepEqual(early.points().at(-1), {
        at: early.quotes.at(-1)!.timestamp,
        price: early.quotes.at(-1)!.price,
      });
      t.deepEqual(late.points(), early.points());
      t.deepEqual(last.points(), early.points());
      const ages = running.clock.now() - early.points().at(-1)!.at;
      t.true(plan === 'advanced' ? ages < 20_000 : ages >= 15 * 60_000, `${ages} ms`);

      const shown = early.points();
      for (const { link } of [early, late, last]) link.close();
      await running.close();
      const again = await startPolledDaemon(t, { ...setup, at: running.clock.now() });
      const { priceLine } = await again.link.request('subscribe', {});
      const kept = new Map(priceLine!.points.map((point) => [point.at, point.price]));
      for (const point of shown.slice(-40)) t.is(kept.get(point.at), point.price);
    },
  );
}
