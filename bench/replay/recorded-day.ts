import { createLevelsTracker } from '../../src/daemon/underlyings/levels-tracker.ts';
import { createEventBus } from '../../src/daemon/event-bus.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { createMarketDays } from '../../src/daemon/market-days/market-hours.ts';
import { calendarDays } from '../../src/config/settings/calendar-days.ts';
import { simulatedPolls } from '../../test/support/simulated-polls.ts';
import { fillDatabase } from '../store/filled.ts';

/** The simulated session that is played, after all that only makes the database large. */
export const playedDate = '2026-11-23';

/** A recording with so many option rows, and after them a simulated session with its levels. */
export interface RecordedDay {
  /** Instants of its polls, epoch ms. */
  polls: number[];
  contracts: number;
}

const pollMs = 60_000;

/** Fills a new database at `path`, and closes it. */
export async function recordDay(path: string, rows: number): Promise<RecordedDay> {
  const { db } = await fillDatabase(path, rows);
  const { settings } = loadSettings({ env: {} });
  const hours = createMarketDays(calendarDays(settings), { said: [], today: playedDate, keep: () => {} });
  const simulated = simulatedPolls();
  const { open, optionClose } = simulated.calendar.sessionOn(playedDate)!;
  const subscription = { symbol: 'SPY', expiration: null };
  const alerts = { follow: () => () => {} };
  const tracker = createLevelsTracker({
    ...{ subscription, isMain: true, settings, hours, alerts },
    bus: createEventBus(),
  });
  const polls: number[] = [];
  let contracts = 0;
  for (let at = open; at < optionClose; at += pollMs) {
    const chain = simulated.chain(playedDate, at);
    await db.quotes.record(simulated.quote(at));
    await db.chains.record(chain, (refused) => tracker.recordedOf(chain, refused));
    tracker.show(chain);
    polls.push(at);
    contracts = chain.contracts.length;
  }
  await db.close();
  return { polls, contracts };
}
