import { barCells, barColumns } from '../../export/columns/bar-columns.ts';
import { pollColumns } from '../../export/columns/chain-columns.ts';
import type { ExportColumn } from '../../export/columns/column.ts';
import { quoteCells, quoteColumns } from '../../export/columns/quote-columns.ts';
import { pollCells } from '../../export/rows/chain-batches.ts';
import { tradeDateOf } from '../../market/calendar/trade-date.ts';
import type { PaneId } from '../layout/pane-ids.ts';
import { chainListing } from '../state/chain/chain-listing.ts';
import { pastDate, shownPastDay } from '../state/chart/past-day.ts';
import { shownAnswers, shownPicture } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import { contractCells, shownContractColumns } from './contract-cells.ts';
import { csvFile } from './csv-file.ts';
import { exposureFile, levelsFile, levelsHistoryFile } from './levels-files.ts';
import { panesShown } from './panes-shown.ts';
import type { SavedFile } from './saved-files.ts';

/** What each pane shows; a pane that is not named shows nothing of the market. */
const filesOf: Partial<Record<PaneId, (state: DashboardState) => SavedFile | null>> = {
  quote: quoteFile,
  chain: chainFile,
  chart: chartFile,
  levels: levelsFile,
  exposure: exposureFile,
  history: levelsHistoryFile,
};

/** The data of the panes on screen, a file a pane; none of a pane that has nothing to show. */
export function csvFiles(state: DashboardState): SavedFile[] {
  return panesShown(state).flatMap((pane) => filesOf[pane]?.(state) ?? []);
}

function quoteFile(state: DashboardState): SavedFile | null {
  const { quote } = shownPicture(state);
  return quote && csvFile('quote.csv', quoteColumns, [quoteCells(quote)]);
}

/** The strikes that pass the filter in the order on screen, without the side that the filter leaves out. */
function chainFile(state: DashboardState): SavedFile | null {
  const { chain: slice } = shownPicture(state);
  if (!slice) return null;
  const { chain } = slice;
  const provenance = chain.isRebuilt ? 'rebuilt' : 'recorded';
  const poll = pollCells(tradeDateOf(chain.timestamp), chain, provenance);
  const { chainFilter, chainSort } = state.ui;
  const contracts = chainListing(slice, chainFilter, chainSort).rows.flatMap(({ call, put, out }) => [
    ...(call && out !== 'call' ? [call] : []),
    ...(put && out !== 'put' ? [put] : []),
  ]);
  const rows = contracts.map((contract) => [...poll, ...contractCells(contract)]);
  return csvFile('chain.csv', [...pollColumns, ...shownContractColumns], rows);
}

/** Of one day it is the price line, of longer ranges and of a past day their bars. */
function chartFile(state: DashboardState): SavedFile | null {
  const { chartRange } = state.ui;
  const isPast = pastDate(state) !== null;
  if (chartRange !== '1D' || isPast) {
    const bars = isPast ? shownPastDay(state)?.bars : shownAnswers(state).bars[chartRange]?.bars;
    const rows = bars?.map((bar) => barCells({ ...bar, receivedAt: null }));
    return rows ? csvFile('bars.csv', barColumns, rows) : null;
  }
  const { priceLine } = shownPicture(state);
  if (!priceLine) return null;
  const rows = priceLine.points.map(({ at, price, isRebuilt }) => [
    ...[priceLine.symbol, at, price],
    isRebuilt ? 'rebuilt' : 'recorded',
  ]);
  return csvFile('price-line.csv', priceLineColumns, rows);
}

const priceLineColumns: readonly ExportColumn[] = [
  { name: 'symbol', kind: 'word', meaning: '`SPY`, or `I:SPX` for an index' },
  { name: 'timestamp', kind: 'instant', meaning: 'when the price was, by the vendor’s account' },
  { name: 'price', kind: 'price', meaning: 'the price' },
  { name: 'provenance', kind: 'word', meaning: '`recorded`, or `rebuilt` from the vendor’s bars' },
];
