import test from 'ava';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { rootOfSymbol } from '../../../src/market/symbols/roots.ts';
import { startPolledDaemon } from '../polled-daemon.ts';

const minute = 60_000;
// Patience is real time: a busy machine is no fault.
const spx = { symbol: 'I:SPX', timeoutSeconds: 300 };

test('an index is recorded by its value, and its expiring series is over at 16:00', async (t) => {
  const at = newYorkInstant('2026-11-24', '15:56');
  const daemon = await startPolledDaemon(t, { at, settings: spx });
  await daemon.clock.advance(minute);
  const quote = await daemon.link.request('quote.get', {});
  t.is(quote?.symbol, 'I:SPX');
  t.like(quote, { bid: null, ask: null, volume: null });
  const chain = (await daemon.link.request('chain.get', {}))!;
  t.is(chain.expiration, '2026-11-24');
  t.deepEqual(new Set(chain.contracts.map(({ symbol }) => rootOfSymbol(symbol))), new Set(['SPXW']));
  const levels = (await daemon.link.request('levels.get', {}))!;
  t.is(levels.closes?.option, newYorkInstant('2026-11-24', '16:00'));
  t.not(levels.expectedMove.straddle, null);
  const { phase } = await daemon.link.request('status', {});
  t.is(phase.expiration, '2026-11-24');

  await daemon.clock.advance(6 * minute);
  const after = await daemon.link.request('status', {});
  t.is(after.phase.expiration, '2026-11-25');
  t.is((await daemon.link.request('chain.get', {}))?.expiration, '2026-11-25');
});

test('of a third Friday both roots are recorded', async (t) => {
  const at = newYorkInstant('2026-12-17', '10:30');
  const daemon = await startPolledDaemon(t, { at, settings: spx });
  await daemon.clock.advance(minute);
  await daemon.link.request('subscribe', { symbol: 'I:SPX', expiration: '2026-12-18' });
  await daemon.clock.advance(3 * minute);
  const rows = daemon.database
    .prepare<[], { root: string; rows: number }>(
      "select root, count(*) as rows from option_contracts where expiration_date = '2026-12-18' group by root order by root",
    )
    .all();
  t.deepEqual(
    rows.map(({ root }) => root),
    ['SPX', 'SPXW'],
  );
  t.true(rows.every((row) => row.rows > 10));
});
