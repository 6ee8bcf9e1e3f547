import { changeOf } from '../../market/quotes/quote.ts';
import { exposureOfWeight } from '../panes/chart/level-marks.ts';
import { flipDistance, shortExpiry } from '../panes/compare/compare-columns.ts';
import { freshnessSentence } from '../present/freshness-text.ts';
import { dash, formatDollars, formatFixed, formatPercent, formatPrice } from '../present/number.ts';
import { stalenessSentence } from '../present/staleness.ts';
import { type RecordedRow, recordedRows } from '../state/recorded-rows.ts';
import { shownNow } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import { movedWords, spot } from './spoken-values.ts';

/** The other recorded symbols with their prices; the quote of the one on screen has a sentence of its own. */
export function recordedSentences(state: DashboardState): string[] {
  const now = shownNow(state);
  return recordedRows(state)
    .filter(({ isActive }) => !isActive)
    .map(({ symbol, quote, quoteAge }) => {
      if (!quote || !quoteAge) return `Also recorded: ${symbol}, no quote yet.`;
      const change = changeOf(quote);
      const moved = change ? `, ${movedWords(change)}` : '';
      const fresh = `${freshnessSentence(quoteAge.freshness, now)}${stalenessSentence(quoteAge.stale)}`;
      return `Also recorded: ${symbol} ${formatPrice(quote.price)}${moved}. ${fresh}`;
    });
}

const known = (text: string) => (text === dash ? 'unknown' : text);

function compareSentence({ symbol, levels, levelsAge, phase }: RecordedRow, state: DashboardState): string {
  if (!levels || !levelsAge) return `${symbol}: no levels yet.`;
  const terms = { weight: state.ui.weight, phase, now: shownNow(state) };
  const { expectedMove, putCallRatio, volatility } = levels;
  const ratio = terms.weight === 'volume' ? putCallRatio.volume : putCallRatio.openInterest;
  const net = exposureOfWeight(levels, terms.weight)?.gamma.net ?? null;
  const flip = flipDistance(levels, terms);
  const values = [
    `spot ${spot(levels.spot, levels.spotSource)}`,
    `${known(formatPercent(expectedMove.used, 0))} of the expected move used`,
    `net gamma ${known(formatDollars(net))}`,
    flip === 'none' ? 'no flip within 5 percent' : `flip ${known(flip)} away`,
    `volatility ${known(formatPercent(volatility.atTheMoney))}`,
    `puts to calls ${known(formatFixed(ratio, 2))}`,
  ];
  const fresh = `${freshnessSentence(levelsAge.freshness, terms.now)}${stalenessSentence(levelsAge.stale)}`;
  return `${symbol}, ${shortExpiry(levels, terms)}: ${values.join(', ')}. ${fresh}`;
}

/** The levels of each recorded symbol, one sentence each, as of its own poll. */
export function compareSentences(state: DashboardState): string[] {
  return recordedRows(state).map((row) => compareSentence(row, state));
}
