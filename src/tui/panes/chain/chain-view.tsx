import { memo, useMemo } from 'react';
import type { Levels } from '../../../market/levels/levels.ts';
import type { Chain } from '../../../market/quotes/chain.ts';
import { hintKeys } from '../../keys/named-keys.ts';
import { boxFrameColumns } from '../../render/box.ts';
import { chainListing } from '../../state/chain/chain-listing.ts';
import { comparedChain, type Compared } from '../../state/playback/comparison.ts';
import { contractsBefore } from '../../state/playback/contracts-before.ts';
import { viewJob } from '../../state/jobs.ts';
import { shownNow, shownPicture, shownSubscription, waitingText } from '../../state/selectors.ts';
import type { DashboardState } from '../../state/state.ts';
import { useSelected } from '../../state/store.ts';
import { chainPaneLines } from './chain-pane.ts';
import { chainTableRows } from './chain-pane-input.ts';
import { chainTableLines } from './chain-table.ts';
import { strikeMarks } from '../chart/level-marks.ts';
import { isFocusedOn, isRefreshingJob, Painted, type PaneViewProps, symbolOf } from '../painted.tsx';

/** Prices that moved with the last chain; `null` in a frozen picture or with reduced motion. */
const shownMoves = (state: DashboardState) =>
  state.frozen || state.ui.isMotionReduced ? null : (shownPicture(state).flash?.moves ?? null);

/** When a chain's options stop trading, by its levels: SPXW's at 16:00. */
function endOf(chain: Chain | null, levels: Levels | null): number | null {
  const isOfChain = levels?.underlying === chain?.underlying && levels?.expiration === chain?.expiration;
  return isOfChain ? (levels?.closes?.option ?? null) : null;
}

/** The contracts at the mark of a playback; `null` where the chain is compared with none. */
const beforeOf = (compared: Compared<Chain> | null, shown: Chain) =>
  compared && 'before' in compared ? contractsBefore(compared.before, shown.timestamp) : null;

export const ChainView = memo(function ChainView({ store, painter, rect }: PaneViewProps) {
  const isFocused = useSelected(store, isFocusedOn('chain'));
  const isRefreshing = useSelected(store, isRefreshingJob('chain'));
  const symbol = useSelected(store, symbolOf);
  const slice = useSelected(store, (state) => shownPicture(state).chain);
  const phase = useSelected(store, (state) => shownPicture(state).phase);
  const job = useSelected(store, (state) => viewJob(shownPicture(state), 'chain'));
  const loading = useSelected(store, (state) => waitingText(state, 'chain'));
  const wanted = useSelected(store, (state) => shownSubscription(state).expiration);
  const scroll = useSelected(store, (state) => state.ui.chainScroll);
  const columns = useSelected(store, (state) => state.ui.chainColumns);
  const compared = useSelected(store, comparedChain);
  const filter = useSelected(store, (state) => state.ui.chainFilter);
  const sort = useSelected(store, (state) => state.ui.chainSort);
  const isFilterOpen = useSelected(store, (state) => state.ui.dialog?.kind === 'filter');
  const moves = useSelected(store, shownMoves);
  const levels = useSelected(store, (state) => shownPicture(state).levels);
  const now = useSelected(store, shownNow);
  const { width } = rect;
  const rows = chainTableRows(rect, isFilterOpen);
  const listing = slice && chainListing(slice, filter, sort);
  // The title counts down every second, the table changes with the chain.
  const table = useMemo(
    () =>
      slice && listing
        ? chainTableLines({
            width: width - boxFrameColumns,
            height: rows,
            listing,
            strikes: slice.strikes,
            spot: slice.chain.underlyingPrice,
            spotSource: slice.chain.underlyingPriceSource,
            polledAt: slice.chain.timestamp,
            scroll,
            columns,
            moves,
            marks: strikeMarks(levels, slice.chain.expiration),
            before: beforeOf(compared, slice.chain),
          })
        : [],
    [slice, listing, width, rows, scroll, columns, moves, levels, compared],
  );
  const lines = chainPaneLines({
    ...{ rect, isFocused, isRefreshing, symbol, slice, phase, compared },
    chainEnd: endOf(slice?.chain ?? null, levels),
    ...{ job, loading, wanted, now, scroll, listing, filter, isFilterOpen },
    hasMarks: levels !== null && levels.expiration === slice?.chain.expiration,
    table,
    keyOf: hintKeys(store.getState()),
  });
  return <Painted rect={rect} painter={painter} lines={lines} />;
});
