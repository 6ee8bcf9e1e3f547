import test from 'ava';
import { systemClock } from '../../src/base/clock.ts';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { createConnection } from '../../src/protocol/connection/connection.ts';
import { renderOnce } from '../../src/tui/once.tsx';
import { tempDir } from '../support/temp-dir.ts';
import { type PolledDaemon, startPolledDaemon } from './polled-daemon.ts';

const simulator = { hasRateLimit: false } as const;
const rows = ({ database }: PolledDaemon) =>
  database
    .prepare<[], { price_kind: string; timestamp: number; previous_close: number | null; tier: string }>(
      "select price_kind, timestamp, previous_close, tier from spy_quotes where symbol = 'SPY' order by id",
    )
    .all();

async function picture({ socketPath }: PolledDaemon): Promise<string> {
  const clock = systemClock();
  const connection = createConnection({ socketPath, clock, appVersion: '0.0.0', client: 'picture' });
  try {
    const { text } = await renderOnce({
      ...{ connection, clock, columns: 120, rows: 40 },
      ...{ colors: { level: 0 }, isAscii: false, isEmbedded: false, patienceMs: 5000 },
    });
    return text;
  } finally {
    await connection.close();
  }
}

for (const [profile, date, from, liveFrom, closedAt, shown] of [
  ['advanced', '2026-11-23', '03:45', '04:00', newYorkInstant('2026-11-20', '16:00'), 'Fri 16:00'],
  ['starter', '2026-11-23', '04:05', '04:15', newYorkInstant('2026-11-20', '16:00'), 'Fri 16:00'],
  ['starter', '2026-11-30', '03:45', '04:15', newYorkInstant('2026-11-27', '13:00'), 'Fri 13:00'],
] as const) {
  test(`at ${from} on ${date} the ${profile} plan has the close of the day before, which is no price of today`, async (t) => {
    const at = newYorkInstant(date, from);
    const settings = { alertRules: ['price > 1', 'change > -50%'], symbols: ['SPY', 'QQQ'] };
    const running = await startPolledDaemon(t, { at, simulator: { ...simulator, profile }, settings });
    const { link, clock } = running;
    await clock.advance(20_000);
    for (const symbol of ['SPY', 'QQQ']) {
      const quote = await link.request('quote.get', { symbol });
      t.like(
        quote,
        { priceKind: 'close', tier: 'end-of-day', timestamp: closedAt, previousClose: null },
        symbol,
      );
    }
    t.deepEqual(rows(running), [
      { price_kind: 'close', timestamp: closedAt, previous_close: null, tier: 'end-of-day' },
    ]);
    const night = await link.request('status', {});
    t.deepEqual(night.health.problems, []);
    const job = night.jobs.find(({ name }) => name === 'quote')!;
    t.true(job.nextAt! <= newYorkInstant(date, '04:06') && job.intervalMs !== null, 'it is polled on');
    const { rules, recent } = await link.request('alerts.get', {});
    for (const { idle, isMet } of rules) {
      t.is(isMet, null);
      t.regex(idle!, /^(no price of this session yet|the market is closed)$/);
    }
    t.deepEqual(recent, []);
    const screen = await picture(running);
    t.true(screen.includes('end of day') && screen.includes(shown), screen);
    t.notRegex(screen, /[+-]0\.00|no prices of today|─ SPY ─+ \d+:\d\d ago/);
    t.regex(screen, /the last close/);

    clock.set(newYorkInstant(date, liveFrom));
    await clock.advance(5 * 60_000);
    const live = await link.request('quote.get', {});
    t.not(live!.priceKind, 'close');
    t.true(live!.previousClose !== null && live!.timestamp > closedAt + 24 * 3_600_000);
    const { priceLine } = await link.request('subscribe', {});
    t.true(priceLine!.points.every((point) => point.at > closedAt + 24 * 3_600_000));
  });
}

test('a chain that is asked for at night has no spot from the close of the day before', async (t) => {
  const at = newYorkInstant('2026-11-23', '04:05');
  const { link, clock } = await startPolledDaemon(t, { at, simulator: { ...simulator, profile: 'starter' } });
  await clock.advance(20_000);
  const answered = link.request('refresh', { job: 'chain', force: true });
  for (let seconds = 0; seconds < 3; seconds++) await clock.advance(1000);
  const [outcome] = await answered;
  t.true(outcome!.isOk, outcome!.message);
  t.not((await link.request('chain.get', {}))!.underlyingPriceSource, 'quote');
});

test('what was missed of a session is a gap, although the last thing recorded was a close at night', async (t) => {
  const dir = await tempDir(t);
  const night = await startPolledDaemon(t, { at: newYorkInstant('2026-11-23', '03:50'), dir, simulator });
  await night.clock.advance(20_000);
  t.is((await night.link.request('quote.get', {}))!.priceKind, 'close');
  await night.close();
  const day = await startPolledDaemon(t, { at: newYorkInstant('2026-11-23', '11:00'), dir, simulator });
  await day.clock.advance(20_000);
  const { coverage } = await day.link.request('status', {});
  const quote = coverage.find(({ job }) => job === 'quote')!;
  t.true(quote.gaps === 1 && quote.missingMs >= 90 * 60_000, JSON.stringify(quote));
});
