import type { Chain } from '../../../market/quotes/chain.ts';
import type { JobState, PhaseState } from '../../../protocol/state.ts';
import type { KeyOf } from '../../keys/key-of.ts';
import { boxFrameRows } from '../../render/box.ts';
import type { Line } from '../../render/line.ts';
import type { Rect } from '../../layout/rect.ts';
import type { ChainListing } from '../../state/chain/chain-listing.ts';
import type { ChainScroll } from '../../state/chain/chain-scroll.ts';
import type { Compared } from '../../state/playback/comparison.ts';
import type { ChainSlice } from '../../state/chain/chain-slice.ts';
import { tableHeadRows } from './chain-table.ts';

/** What the chain pane is drawn from. */
export interface ChainPaneInput {
  rect: Rect;
  isFocused: boolean;
  isRefreshing: boolean;
  symbol: string;
  slice: ChainSlice | null;
  phase: PhaseState | null;
  /** Epoch ms at which the chain ends, where its levels say it; else it ends with the session's options. */
  chainEnd?: number | null;
  job: JobState | null;
  /** Shown in place of a chain while another one is awaited; `null` otherwise. */
  loading: string | null;
  /** Expiration that was asked for; `null` for the nearest. */
  wanted: string | null;
  now: number;
  scroll: ChainScroll;
  /** The strikes that are listed; `null` while there is no chain. */
  listing: ChainListing | null;
  /** The filter as typed. */
  filter: string;
  /** It is being typed, at the foot of the pane. */
  isFilterOpen: boolean;
  /** Letters next to some strikes mark levels. */
  hasMarks: boolean;
  /** What the chain is compared with in a playback; `null` without a mark. */
  compared?: Compared<Chain> | null;
  /** The table as `chainTableLines` drew it. */
  table: readonly Line[];
  /** The user's keys, for hints. */
  keyOf: KeyOf;
}

/** Rows of a chain pane of that size for the table, its column names included. */
export function chainTableRows(rect: Rect, isFilterOpen: boolean): number {
  return rect.height - boxFrameRows - (isFilterOpen ? 1 : 0);
}

/** Strike rows that a chain pane of that size shows. */
export function chainWindowRows(rect: Rect, isFilterOpen: boolean): number {
  return Math.max(1, chainTableRows(rect, isFilterOpen) - tableHeadRows);
}
