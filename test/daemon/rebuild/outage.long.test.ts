import test from 'ava';
import { withRebuilt } from '../../../src/daemon/rebuild/shown/with-rebuilt.ts';
import { lastInstant } from '../../../src/market/calendar/instants.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { startPolledDaemon } from '../polled-daemon.ts';
import { openAloneRebuild, rebuildAll, simulatedVolatility } from './rebuilt-day.ts';

const date = '2026-11-23';
const minute = 60_000;
const down = Date.parse('2026-11-23T16:05:00Z');
const up = Date.parse('2026-11-23T16:45:00Z');

test('an outage of 40 minutes is rebuilt minute by minute, and what was recorded stays as it was', async (t) => {
  t.timeout(240_000);
  const simulator = { profile: 'starter' } as const;
  const before = await startPolledDaemon(t, { at: down - 3 * minute, simulator });
  const { dir } = before;
  await before.clock.advance(3 * minute);
  await before.close();
  const after = await startPolledDaemon(t, { at: up, dir, simulator });
  await after.clock.advance(2 * minute);
  await after.close();

  const clock = manualClock(Date.parse('2026-11-24T15:00:00Z'));
  const unlimited = { simulator: { ...simulator, hasRateLimit: false }, callsPerMinute: 10_000 };
  const { step, reader } = await openAloneRebuild(t, { clock, dir, ...unlimited });
  const recording = await reader();
  t.teardown(recording.close);
  const recorded = await recording.chains.polledAt('SPY', date, 0, lastInstant);
  const chains = await Promise.all(recorded.map((at) => recording.chains.at('SPY', date, at)));
  await rebuildAll(step, { symbol: 'SPY', date, strikesPercent: 0.3 });

  const shown = withRebuilt(recording);
  const polls = await shown.chains.polledAt('SPY', date, down - 3 * minute, up + 2 * minute);
  const rebuilt = polls.filter((at) => !recorded.includes(at));
  t.true(rebuilt.length >= 38 && rebuilt.length <= 41, `${rebuilt.length}`);
  t.true(rebuilt.every((at) => at >= down && at <= up));
  const off: number[] = [];
  for (const at of rebuilt) {
    const chain = (await shown.chains.at('SPY', date, at))!;
    t.true(chain.isRebuilt);
    t.true(
      chain.contracts.some(({ openInterest }) => openInterest !== null),
      'recorded that morning',
    );
    for (const { symbol, last } of chain.contracts) {
      const [bar] = await recording.rebuilt.bars(symbol, at - minute, at);
      t.is(last, bar?.close ?? null, symbol);
    }
    const levels = await shown.levels.at('SPY', at);
    off.push(100 * Math.abs(levels!.volatility.atTheMoney! - simulatedVolatility(date, at)));
  }
  t.true(off.sort((one, other) => one - other)[off.length >>> 1]! < 0.5);
  for (const [index, at] of recorded.entries()) {
    t.deepEqual(await shown.chains.at('SPY', date, at), chains[index]);
  }
});
