import { holdsPreMarket } from '../../../market/quotes/hour-bars.ts';
import type { Bar } from '../../../market/quotes/bar.ts';
import type { MethodParams } from '../../../protocol/methods.ts';
import type { BarStore, ReceivedBar } from '../../../recordings/bars.ts';
import { barsOf } from '../../history/bars-of.ts';
import type { PastContext } from './past-context.ts';

/** The vendor's bars as a playback reads them. */
export interface PastBars {
  /** Those that were known. */
  known: Bar[];
  /** Those whose time was over and that the vendor gave later: they stand in for what was not recorded, marked. */
  rebuilt: Bar[];
}

/** Bars whose time was over at an instant, or that had come by then. Of bars from before that was recorded, all were known. */
export async function barsAt(
  { recording }: Pick<PastContext, 'recording'>,
  ...[symbol, timeframe, from, to, asOf]: Parameters<BarStore['range']>
): Promise<PastBars> {
  const received = await recording.bars.received(symbol, timeframe, from, to, asOf);
  const isKnown = ({ receivedAt }: ReceivedBar) => receivedAt === null || receivedAt <= asOf;
  const barOf = ({ receivedAt: _, ...bar }: ReceivedBar): Bar => bar;
  return {
    known: received.filter(isKnown).map(barOf),
    rebuilt: received.filter((bar) => !isKnown(bar)).map((bar) => ({ ...barOf(bar), isRebuilt: true })),
  };
}

/** The bars of a stretch as they were known, and where there were none, those that came later. */
export async function pastBarsOf(
  context: PastContext,
  request: Required<MethodParams<'bars.get'>>,
  asOf: number,
): Promise<Bar[]> {
  const { symbol, timeframe, from, to } = request;
  const { known, rebuilt } = await barsAt(context, symbol, timeframe, from, to, asOf);
  const range = async () => known;
  const bars = await barsOf({ quotes: context.recording.quotes, bars: { range } }, request, asOf);
  const starts = new Set(bars.map(({ start }) => start));
  const fill = rebuilt.filter((bar) => !starts.has(bar.start) && !holdsPreMarket(bar));
  return [...bars, ...fill].sort((one, other) => one.start - other.start);
}
