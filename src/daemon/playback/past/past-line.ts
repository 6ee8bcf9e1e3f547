import type { SessionPriceLine } from '../../../protocol/state.ts';
import { sessionLine } from '../../underlyings/session-line.ts';
import type { BarStore } from '../../../recordings/bars.ts';
import { barsAt } from './past-bars.ts';
import type { PastContext } from './past-context.ts';

/** The price line of the session at hand as it was at an instant. */
export async function lineAt(context: PastContext, symbol: string, at: number): Promise<SessionPriceLine> {
  const range: BarStore['range'] = async (...of) => {
    const { known, rebuilt } = await barsAt(context, ...of);
    return [...known, ...rebuilt].sort((one, other) => one.start - other.start);
  };
  const { hours } = await context.marketAt(at);
  return sessionLine({ quotes: context.recording.quotes, bars: { range } }, hours, symbol, at);
}
