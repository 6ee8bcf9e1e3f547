import { lastInstant } from '../../market/calendar/instants.ts';
import type { Recording } from '../../recordings/recording.ts';

/** Where it is read how far a recording has come. */
export interface RecordingEnds {
  chains: Pick<Recording['chains'], 'latest'>;
  quotes: Pick<Recording['quotes'], 'lastReceivedAt'>;
}

/**
 * The time in a recording without a daemon (epoch ms). A simulated market may run on a clock of its own, behind the
 * machine's or ahead of it: there it is the instant of what was recorded last, since a daemon that goes on from it would
 * take what is stamped by the machine's clock for something to come.
 * @param machineNow the machine's clock
 */
export async function recordingNow(db: RecordingEnds, symbol: string, machineNow: number): Promise<number> {
  const last = await db.chains.latest(symbol, lastInstant);
  if (last?.source !== 'simulator') return machineNow;
  return Math.max(last.timestamp, (await db.quotes.lastReceivedAt(lastInstant)) ?? 0);
}
