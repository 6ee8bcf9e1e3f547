import { remembered } from '../../../base/remembered.ts';
import type { OptionQuote } from '../../../market/quotes/chain.ts';
import { quotedText } from '../../../market/quotes/quoted-text.ts';
import { spreadOf } from '../../../market/quotes/spread.ts';
import {
  dash,
  formatCompact,
  formatFixed,
  formatMid,
  formatPercent,
  formatPrice,
  formatSigned,
} from '../../present/number.ts';
import { formatShortSpan } from '../../present/time.ts';
import { changeOfContract } from '../../state/chain-listing.ts';
import type { StrikeRow } from '../../state/picture.ts';
import type { Token } from '../../theme/tokens.ts';

export interface ChainColumn {
  id: string;
  header: string;
  /** Cells, a blank on the left included. */
  width: number;
  /** `polledAt` is when the chain was polled, `isQuoted` whether any of its contracts has a bid or an ask. */
  text: (contract: OptionQuote, polledAt: number, isQuoted: boolean) => string;
  token: Token;
  /** Widened where a price of the chain is longer: no price is cut or rounded. */
  isPrice?: true;
}

/** In per cent of the mid; what is crossed is said to be, what has one side only has none. */
function formatSpread(contract: OptionQuote): string {
  const { shape, percent } = spreadOf(contract);
  if (shape === 'crossed') return 'cross';
  return percent === null ? dash : `${formatFixed(percent, percent < 9.95 ? 1 : 0)}%`;
}

const bid: ChainColumn = {
  id: 'bid',
  header: 'bid',
  width: 7,
  text: (c, _, isQuoted) => quotedText(c, 'bid', isQuoted),
  token: 'text',
  isPrice: true,
};
const ask: ChainColumn = {
  id: 'ask',
  header: 'ask',
  width: 7,
  text: (c, _, isQuoted) => quotedText(c, 'ask', isQuoted),
  token: 'text',
  isPrice: true,
};
const mid: ChainColumn = {
  id: 'mid',
  header: 'mid',
  width: 8,
  text: formatMid,
  token: 'text',
  isPrice: true,
};
const last: ChainColumn = {
  id: 'last',
  header: 'last',
  width: 7,
  text: (c) => formatPrice(c.last),
  token: 'dim',
  isPrice: true,
};
const spread: ChainColumn = {
  id: 'spread',
  header: 'spr%',
  width: 7,
  text: (c) => formatSpread(c),
  token: 'dim',
};
const volume: ChainColumn = {
  id: 'volume',
  header: 'vol',
  width: 6,
  text: (c) => formatCompact(c.volume),
  token: 'text',
};
const openInterest: ChainColumn = {
  id: 'open-interest',
  header: 'OI',
  width: 6,
  text: (c) => formatCompact(c.openInterest),
  token: 'dim',
};
const volatility: ChainColumn = {
  id: 'volatility',
  header: 'IV',
  width: 7,
  text: (c) => formatPercent(c.impliedVolatility),
  token: 'text',
};
const delta: ChainColumn = {
  id: 'delta',
  header: 'Δ',
  width: 6,
  text: (c) => formatFixed(c.delta, 2),
  token: 'text',
};
const gamma: ChainColumn = {
  id: 'gamma',
  header: 'Γ',
  width: 6,
  text: (c) => formatFixed(c.gamma, 3),
  token: 'dim',
};
const theta: ChainColumn = {
  id: 'theta',
  header: 'Θ',
  width: 7,
  text: (c) => formatFixed(c.theta, 2),
  token: 'dim',
};
const vega: ChainColumn = {
  id: 'vega',
  header: 'vega',
  width: 6,
  text: (c) => formatFixed(c.vega, 3),
  token: 'dim',
};

const bidSize: ChainColumn = {
  id: 'bid-size',
  header: 'bsz',
  width: 6,
  text: (c) => formatCompact(c.bidSize),
  token: 'dim',
};
const askSize: ChainColumn = {
  id: 'ask-size',
  header: 'asz',
  width: 6,
  text: (c) => formatCompact(c.askSize),
  token: 'dim',
};
const change: ChainColumn = {
  id: 'change',
  header: 'chg',
  width: 7,
  text: (c) => formatSigned(changeOfContract(c)),
  token: 'dim',
};
/** Of the contract's own quote when the chain was polled: as time goes by, the pane's age is to be added. */
const quoteAge: ChainColumn = {
  id: 'quote-age',
  header: 'age',
  width: 6,
  text: (c, polledAt) => (c.quotedAt === null ? dash : formatShortSpan(polledAt - c.quotedAt)),
  token: 'dim',
};
/** How many times over the open interest has changed hands today. */
const turnover: ChainColumn = {
  id: 'turnover',
  header: 'v/OI',
  width: 6,
  text: (c) => formatFixed(c.volume === null || !c.openInterest ? null : c.volume / c.openInterest, 1),
  token: 'dim',
};

export const columnSets = ['all', 'prices', 'greeks', 'flow'] as const;
export type ColumnSet = (typeof columnSets)[number];

export const columnSetLabels: Record<ColumnSet, string> = {
  all: 'all that fit',
  prices: 'prices',
  greeks: 'greeks',
  flow: 'volume and open interest',
};

/** The last ones are the first to go where the terminal is narrow. */
const byPriority: Record<ColumnSet, readonly ChainColumn[]> = {
  all: [
    bid,
    ask,
    last,
    volume,
    openInterest,
    volatility,
    delta,
    gamma,
    theta,
    spread,
    vega,
    change,
    quoteAge,
    mid,
    bidSize,
    askSize,
  ],
  prices: [bid, ask, last, spread, mid, change, quoteAge, bidSize, askSize],
  greeks: [bid, ask, volatility, delta, gamma, theta, vega],
  flow: [bid, ask, volume, openInterest, turnover, last, change],
};

/** From the strike outwards. Bid stays left of ask on both sides, as a market is read. */
const outwards = [
  mid,
  bidSize,
  askSize,
  spread,
  quoteAge,
  last,
  change,
  volume,
  openInterest,
  turnover,
  volatility,
  delta,
  gamma,
  theta,
  vega,
];

export interface ChainColumns {
  calls: readonly ChainColumn[];
  puts: readonly ChainColumn[];
  /** Blanks beyond the outermost column on each side. */
  margin: number;
}

/** Which columns a spare cell helps most: those whose numbers fill them. */
const tightest = [
  volume,
  openInterest,
  delta,
  gamma,
  volatility,
  theta,
  vega,
  spread,
  last,
  bid,
  ask,
  bidSize,
  askSize,
  change,
  mid,
  quoteAge,
  turnover,
];
const maxSpare = 3;

/** Cells of each column of prices that a chain needs, a blank on the left included; longer ones than usual only. */
export const priceCells = remembered((strikes: readonly StrikeRow[], set: ColumnSet) => {
  const cells = new Map<ChainColumn, number>();
  const contracts = strikes.flatMap(({ call, put }) => [call, put]).filter((contract) => contract !== null);
  for (const column of byPriority[set].filter(({ isPrice }) => isPrice)) {
    const longest = contracts.reduce(
      (max, contract) => Math.max(max, column.text(contract, 0, true).length),
      0,
    );
    if (longest + 1 > column.width) cells.set(column, longest + 1);
  }
  return cells;
});

/** Columns that fit into `width` cells a side. What is left over goes between them, then beyond them. */
export function chooseColumns(
  width: number,
  set: ColumnSet,
  needed: ReadonlyMap<ChainColumn, number> = new Map(),
): ChainColumns {
  const widths = new Map<ChainColumn, number>();
  let left = width;
  for (const column of byPriority[set]) {
    const cells = needed.get(column) ?? column.width;
    if (cells > left) break;
    widths.set(column, cells);
    left -= cells;
  }
  for (let spare = 0; spare < maxSpare; spare++) {
    for (const column of tightest) {
      const cells = widths.get(column);
      if (cells === undefined || left === 0) continue;
      widths.set(column, cells + 1);
      left -= 1;
    }
  }
  const chosen = (columns: readonly ChainColumn[]) =>
    columns.flatMap((column): ChainColumn[] => {
      const cells = widths.get(column);
      return cells === undefined ? [] : [{ ...column, width: cells }];
    });
  const market = chosen([bid, ask]);
  const rest = chosen(outwards);
  return { calls: [...rest.toReversed(), ...market], puts: [...market, ...rest], margin: left };
}

/** The text of a cell and what it means: nothing there and nothing bid stay in the background. */
export function columnCell(
  column: ChainColumn,
  contract: OptionQuote | null,
  polledAt: number,
  isQuoted: boolean,
): { text: string; token: Token } {
  const text = contract ? column.text(contract, polledAt, isQuoted) : dash;
  const isNothing = text === dash || text === '0' || text === 'no bid' || text === 'no ask';
  return { text, token: isNothing ? 'faint' : column.token };
}
