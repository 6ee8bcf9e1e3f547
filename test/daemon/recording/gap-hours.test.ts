import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { optionHours } from '../../../src/daemon/market-days/option-hours.ts';
import { type GapKeeperOptions, openGapKeeper } from '../../../src/daemon/recording/gaps/gap-keeper.ts';
import { openDatabase } from '../../../src/db/sqlite/open-database.ts';
import { createCalendar } from '../../../src/market/calendar/calendar.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import { formatNewYorkTime, newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import { UpstreamError } from '../../../src/sources/polygon/http/upstream-error.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { tempDir } from '../../support/temp-dir.ts';

const calendar = createCalendar();
const market = { calendar, scheduled: calendar, stoodClosed: () => false };
const minute = 60_000;
const tuesday = '2026-11-24';
const earlyClose = '2026-11-27';

/** The gaps of an underlying's chain, or of one expiration, a poll a minute, from an instant on. */
async function keeperOf(
  t: ExecutionContext,
  of: { underlying: string; expiration?: string },
  startsAt: number,
  options: Partial<GapKeeperOptions> = {},
) {
  const clock = manualClock(startsAt);
  const db = await openDatabase({ path: join(await tempDir(t), 'spyglass.sqlite'), clock });
  t.teardown(() => db.close());
  const gaps = await openGapKeeper({
    ...{ underlying: of.underlying, jobs: ['chain'], store: db.gaps, clock, hours: optionHours(of, market) },
    ...{ onNews: () => {}, intervalOf: () => minute, nextSlotAfter: (_, at) => at + minute },
    ...{ lastRecordedAt: { quote: startsAt, chain: startsAt }, knownFrom: startsAt - 30 * 86_400_000 },
    ...{ lastAliveAt: startsAt, countsFirstSession: true, onStoreError: (error) => t.fail(String(error)) },
    ...options,
  });
  const recorded = async (date: string) => {
    await gaps.flush();
    const found = await db.gaps.ofSession(of.underlying, date, lastInstant);
    return found.map(({ startedAt, endedAt }) =>
      [startedAt, endedAt].map((at) => (at === null ? null : formatNewYorkTime(at))),
    );
  };
  const span = () => {
    const [{ from, until, ratio }] = gaps.coverage() as [ReturnType<typeof gaps.coverage>[0]];
    return [formatNewYorkTime(from), formatNewYorkTime(until), ratio];
  };
  return { clock, gaps, recorded, span };
}

/** An outage from a quarter of an hour before the closing bell until some minutes after 16:15 (13:15). */
const outages = [
  [{ underlying: 'SPY' }, tuesday, '16:15'],
  [{ underlying: 'I:SPX' }, tuesday, '16:15'],
  [{ underlying: 'I:SPX', expiration: '2026-11-25' }, tuesday, '16:15'],
  [{ underlying: 'I:SPX', expiration: tuesday }, tuesday, '16:00'],
  [{ underlying: 'AAPL' }, tuesday, '16:00'],
  [{ underlying: 'SPY' }, earlyClose, '13:15'],
  [{ underlying: 'I:SPX', expiration: earlyClose }, earlyClose, '13:00'],
  [{ underlying: 'AAPL' }, earlyClose, '13:00'],
] as const;

for (const [of, date, end] of outages) {
  const name = 'expiration' in of ? `${of.underlying} of ${of.expiration}` : of.underlying;
  test(`on ${date} an outage of ${name} is a gap until ${end}`, async (t) => {
    const { close } = calendar.sessionOn(date)!;
    const { clock, gaps, recorded, span } = await keeperOf(t, of, close - 16 * minute);
    for (let failures = 0; failures < 35; failures++) {
      await clock.advance(minute);
      gaps.failed('chain', clock.now(), new UpstreamError('timeout', 'no answer'), clock.now());
    }
    const from = formatNewYorkTime(close - 15 * minute);
    t.deepEqual(await recorded(date), [[from, end]]);
    const until = newYorkInstant(date, end);
    const { open } = calendar.sessionOn(date)!;
    t.deepEqual(span(), ['09:30', end, 1 - (until - (close - 15 * minute)) / (until - open)]);
  });
}

test('what a share’s chain does not poll after the bell is not missing, and SPY’s is', async (t) => {
  for (const [underlying, missed] of [
    ['AAPL', []],
    ['SPY', [['16:05', '16:10']]],
  ] as const) {
    const { clock, gaps, recorded } = await keeperOf(t, { underlying }, newYorkInstant(tuesday, '15:59'));
    clock.set(newYorkInstant(tuesday, '16:10'));
    gaps.missed('chain', newYorkInstant(tuesday, '16:05'), clock.now(), 'asleep');
    gaps.recorded('chain');
    t.deepEqual(await recorded(tuesday), missed as unknown as string[][]);
  }
});

test('a daemon that was down over a share’s close misses until the bell, and the next morning', async (t) => {
  const lastAt = newYorkInstant(tuesday, '15:30');
  const startsAt = newYorkInstant('2026-11-25', '09:40');
  const { recorded } = await keeperOf(t, { underlying: 'AAPL' }, startsAt, {
    lastRecordedAt: { quote: lastAt, chain: lastAt },
    lastAliveAt: lastAt,
  });
  t.deepEqual(await recorded(tuesday), [['15:31', '16:00']]);
  t.deepEqual(await recorded('2026-11-25'), [['09:30', null]]);
});
