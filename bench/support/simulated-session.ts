import { createLevelsTracker } from '../../src/daemon/underlyings/levels-tracker.ts';
import { createEventBus } from '../../src/daemon/event-bus.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { createMarketDays } from '../../src/daemon/market-days/market-hours.ts';
import { calendarDays } from '../../src/config/settings/calendar-days.ts';
import { seededRandom } from '../../src/base/random.ts';
import type { Recording } from '../../src/recordings/recording.ts';
import { simulatedPolls } from '../../test/support/simulated-polls.ts';

/** A session as it was recorded. */
export interface SimulatedSession {
  /** Instants of its chain's polls, epoch ms. */
  polls: number[];
  /** Contracts of its last chain. */
  contracts: number;
}

/** How often chain and quote are polled, and how long an answer takes. */
export interface SimulatedSessionOptions {
  chainMs: number;
  quoteMs: number;
  /** Milliseconds from slot to answer, at least and at most; none by default. */
  latencyMs?: readonly [number, number];
}

/**
 * Records a session of the simulated market by way of its endpoints, the parsers and the stores, as a daemon does at the pace of
 * the market: chains until their close, quotes until the end of the post-market, levels of each chain.
 */
export async function recordSession(
  db: Recording,
  date: string,
  { chainMs, quoteMs, latencyMs = [0, 0] }: SimulatedSessionOptions,
): Promise<SimulatedSession> {
  const { settings } = loadSettings({ env: {} });
  const hours = createMarketDays(calendarDays(settings), { said: [], today: date, keep: () => {} });
  const simulated = simulatedPolls();
  const random = seededRandom(date);
  const { open, optionClose, preOpen, postClose } = simulated.calendar.sessionOn(date)!;
  const tracker = createLevelsTracker({
    ...{ subscription: { symbol: 'SPY', expiration: null }, isMain: true, settings, hours },
    alerts: { follow: () => () => {} },
    bus: createEventBus(),
  });
  const answeredAt = (slot: number) => slot + random.integer(...latencyMs);
  const session: SimulatedSession = { polls: [], contracts: 0 };
  for (let slot = preOpen; slot < postClose; slot += Math.min(chainMs, quoteMs)) {
    if ((slot - preOpen) % quoteMs === 0) {
      await db.quotes.record({ ...simulated.quote(answeredAt(slot)), slotAt: slot });
    }
    if (slot < open || slot >= optionClose || (slot - open) % chainMs !== 0) continue;
    const chain = { ...simulated.chain(date, answeredAt(slot)), slotAt: slot };
    await db.chains.record(chain, (refused) => tracker.recordedOf(chain, refused));
    tracker.show(chain);
    session.polls.push(chain.timestamp);
    session.contracts = chain.contracts.length;
  }
  return session;
}
