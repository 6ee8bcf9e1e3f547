import test from 'ava';
import type { BackfillStep } from '../../../src/protocol/state.ts';
import { type PolledDaemon, startPolledDaemon } from '../polled-daemon.ts';
import { midSession } from '../support.ts';
import { long } from '../../support/long.ts';

const range = { timeframe: '15min' as const, from: '2026-05-01', to: '2026-10-15' };

async function step({ link, clock }: PolledDaemon, from: string): Promise<BackfillStep> {
  const answered = link.request('backfill', { ...range, from });
  for (let turns = 0; turns < 90; turns++) await clock.advance(1000);
  return await answered;
}

/** Asks until nothing is left. */
async function finish(running: PolledDaemon, start: string | null): Promise<void> {
  for (let from = start; from !== null; ) from = (await step(running, from)).nextFrom;
}

const bars = ({ database }: PolledDaemon) =>
  database
    .prepare<[], { date: string; bars: number }>(
      "select date, count(*) as bars from historical_prices where timeframe = '15min' and date <= '2026-10-15' group by date",
    )
    .all();

long('a backfill goes on where it was left, and asks for nothing twice', async (t) => {
  t.timeout(240_000);
  const running = await startPolledDaemon(t, { at: midSession });
  const first = await step(running, range.from);
  t.is(first.asked!.from, '2026-05-01');
  t.true(first.stored > 700);
  t.truthy(first.nextFrom);
  t.is(bars(running).length, first.sessions - first.sessionsLeft);

  // Left there; run again from the start, the stored part is skipped.
  const second = await step(running, range.from);
  t.is(second.asked!.from, first.nextFrom!);
  await finish(running, second.nextFrom);
  const days = bars(running);
  t.is(days.length, first.sessions);
  t.deepEqual(
    days.filter((day) => day.bars !== 26 && day.bars !== 14),
    [],
  );
  const sent = running.sent();
  const done = await step(running, range.from);
  t.like(done, { asked: null, nextFrom: null, stored: 0 });
  const polls = running.sent() - sent;
  t.true(polls < 20, 'the usual polls only');
});

test('a gap in the middle is what is fetched', async (t) => {
  const running = await startPolledDaemon(t, { at: midSession });
  await finish(running, range.from);
  const { default: Database } = await import('better-sqlite3');
  const writer = new Database(`${running.dir}/spyglass.sqlite`);
  writer.exec(
    "delete from historical_prices where timeframe = '15min' and date in ('2026-07-14', '2026-07-15')",
  );
  writer.close();
  t.like(await step(running, range.from), {
    asked: { from: '2026-07-14', to: '2026-07-15' },
    stored: 52,
    nextFrom: null,
  });
});

test('on the free plan the days before today are fetched, and what is too old is said', async (t) => {
  const running = await startPolledDaemon(t, { at: midSession, simulator: { profile: 'basic' } });
  await running.clock.advance(120_000);
  const { link, clock } = running;
  const ask = async (from: string, to: string) => {
    const answered = link.request('backfill', { timeframe: 'daily', from, to });
    for (let turns = 0; turns < 90; turns++) await clock.advance(1000);
    return await answered;
  };
  const recent = await ask('2025-01-02', '2025-06-30');
  t.is(recent.stored, 122);
  const old = await ask('2020-01-02', '2020-06-30');
  t.is(old.stored, 0);
  t.regex(old.note!, /timeframe/);
});
