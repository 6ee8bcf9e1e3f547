import type { SessionPriceLine } from '../../../protocol/state.ts';
import { sessionLine } from '../../underlyings/session-line.ts';
import type { PastContext } from './past-context.ts';

/** The price line of the session at hand as it was at an instant. */
export async function lineAt(
  { recording, marketAt }: PastContext,
  symbol: string,
  at: number,
): Promise<SessionPriceLine> {
  return sessionLine(recording, (await marketAt(at)).hours, symbol, at);
}
