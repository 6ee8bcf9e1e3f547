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
import { changeOfContract } from '../../state/chain/chain-listing.ts';
import type { ContractBefore } from '../../state/playback/contracts-before.ts';
import type { Token } from '../../theme/tokens.ts';
import { changeToken } from './change-token.ts';

/** A column of the option chain. */
export interface ChainColumn {
  id: string;
  header: string;
  /** Cells, a blank on the left included. */
  width: number;
  /** `polledAt` is when the chain was polled, `isQuoted` whether any of its contracts has a bid or an ask. */
  text: (
    contract: OptionQuote,
    polledAt: number,
    isQuoted: boolean,
    before?: ContractBefore | undefined,
  ) => string;
  /** `sign`: by the text's sign. */
  token: Token | 'sign';
  /** Widened where a price of the chain is longer: no price is cut or rounded. */
  isPrice?: true;
}

/** In per cent of the mid: `cross` for a crossed market, a dash with one side only. */
function formatSpread(contract: OptionQuote): string {
  const { shape, percent } = spreadOf(contract);
  if (shape === 'crossed') return 'cross';
  return percent === null ? dash : `${formatFixed(percent, percent < 9.95 ? 1 : 0)}%`;
}

export const bid: ChainColumn = {
  id: 'bid',
  header: 'bid',
  width: 7,
  text: (c, _, isQuoted) => quotedText(c, 'bid', isQuoted),
  token: 'text',
  isPrice: true,
};

export const ask: ChainColumn = {
  id: 'ask',
  header: 'ask',
  width: 7,
  text: (c, _, isQuoted) => quotedText(c, 'ask', isQuoted),
  token: 'text',
  isPrice: true,
};

export const mid: ChainColumn = {
  id: 'mid',
  header: 'mid',
  width: 8,
  text: formatMid,
  token: 'text',
  isPrice: true,
};

export const last: ChainColumn = {
  id: 'last',
  header: 'last',
  width: 7,
  text: (c) => formatPrice(c.last),
  token: 'dim',
  isPrice: true,
};

export const spread: ChainColumn = {
  id: 'spread',
  header: 'spr%',
  width: 7,
  text: (c) => formatSpread(c),
  token: 'dim',
};

export const volume: ChainColumn = {
  id: 'volume',
  header: 'vol',
  width: 6,
  text: (c) => formatCompact(c.volume),
  token: 'text',
};

export const openInterest: ChainColumn = {
  id: 'open-interest',
  header: 'OI',
  width: 6,
  text: (c) => formatCompact(c.openInterest),
  token: 'dim',
};

export const volatility: ChainColumn = {
  id: 'volatility',
  header: 'IV',
  width: 7,
  text: (c) => formatPercent(c.impliedVolatility),
  token: 'text',
};

export const delta: ChainColumn = {
  id: 'delta',
  header: 'Δ',
  width: 6,
  text: (c) => formatFixed(c.delta, 2),
  token: 'text',
};

export const gamma: ChainColumn = {
  id: 'gamma',
  header: 'Γ',
  width: 6,
  text: (c) => formatFixed(c.gamma, 3),
  token: 'dim',
};

export const theta: ChainColumn = {
  id: 'theta',
  header: 'Θ',
  width: 7,
  text: (c) => formatFixed(c.theta, 2),
  token: 'dim',
};

export const vega: ChainColumn = {
  id: 'vega',
  header: 'vega',
  width: 6,
  text: (c) => formatFixed(c.vega, 3),
  token: 'dim',
};

export const bidSize: ChainColumn = {
  id: 'bid-size',
  header: 'bsz',
  width: 6,
  text: (c) => formatCompact(c.bidSize),
  token: 'dim',
};

export const askSize: ChainColumn = {
  id: 'ask-size',
  header: 'asz',
  width: 6,
  text: (c) => formatCompact(c.askSize),
  token: 'dim',
};

export const change: ChainColumn = {
  id: 'change',
  header: 'chg',
  width: 7,
  text: (c) => formatSigned(changeOfContract(c)),
  token: 'dim',
};

/** Age of the contract's own quote at the time of the poll; the age of the chain comes on top. */
export const quoteAge: ChainColumn = {
  id: 'quote-age',
  header: 'age',
  width: 6,
  text: (c, polledAt) => (c.quotedAt === null ? dash : formatShortSpan(polledAt - c.quotedAt)),
  token: 'dim',
};

/** Today's volume as a multiple of the open interest. */
export const turnover: ChainColumn = {
  id: 'turnover',
  header: 'v/OI',
  width: 6,
  text: (c) => formatFixed(c.volume === null || !c.openInterest ? null : c.volume / c.openInterest, 1),
  token: 'dim',
};

/** The text of a cell and what it means: dashes, zeros and missing quotes are faint. */
export function columnCell(
  column: ChainColumn,
  contract: OptionQuote | null,
  polledAt: number,
  isQuoted: boolean,
  before?: ContractBefore | undefined,
): { text: string; token: Token } {
  const text = contract ? column.text(contract, polledAt, isQuoted, before) : dash;
  const isNothing = text === dash || text === '0' || text === 'no bid' || text === 'no ask';
  if (isNothing) return { text, token: 'faint' };
  return { text, token: column.token === 'sign' ? changeToken(text) : column.token };
}
