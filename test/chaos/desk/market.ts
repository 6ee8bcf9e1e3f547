import { virtualClock } from '../../../src/base/clock.ts';
import { startSimulator } from '../../../src/simulator/server.ts';

/** A Wednesday's session, played faster than it was. */
export const sessionBegin = Date.parse('2026-11-25T11:00:00-05:00');
export const speed = 4;
/** Of the account, so that a day of tests is not a question of the plan. */
export const callsPerMinute = 30;

/** Market seconds between two polls of the quote, and of the chain. */
export const slotSeconds = 15;

/** A call that reached the API. */
export interface Call {
  /** Epoch ms by the market's clock. */
  at: number;
  /** Path without query. */
  path: string;
}

/** The simulated API that all daemons poll, on one clock. */
export async function startMarket() {
  const clock = virtualClock(sessionBegin, speed);
  const calls: Call[] = [];
  const simulator = await startSimulator({
    ...{ clock, profile: 'advanced' },
    log: (line) => calls.push({ at: clock.now(), path: line.split(' ')[1]?.split('?')[0] ?? '' }),
  });
  return {
    ...{ url: simulator.url, calls, close: simulator.close },
    now: clock.now,
    /** What a daemon is told with `--clock`, so that its clock shows the same time. */
    clockFlag: () => `${new Date(Math.round(clock.now())).toISOString()}@${speed}`,
    /** The most calls that reached the API within a minute of its clock. */
    busiestMinute: () => busiest(calls.map(({ at }) => at)),
  };
}

function busiest(times: readonly number[]): number {
  let most = 0;
  let from = 0;
  for (const [index, at] of times.entries()) {
    while (times[from]! <= at - 60_000) from += 1;
    most = Math.max(most, index - from + 1);
  }
  return most;
}
