import type { OptionQuote } from '../../../market/quotes/chain.ts';
import { midOf } from '../../../market/quotes/spread.ts';
import type { ContractBefore } from '../../state/playback/contracts-before.ts';
import { dash, formatCompact, formatSigned } from '../../present/number.ts';
import type { ChainColumn } from './chain-columns.ts';

type ChangeOf = (now: OptionQuote, before: ContractBefore) => string;

/** A dash where there was no such contract, or no such value, at the mark. */
const sinceMark =
  (changeOf: ChangeOf): ChainColumn['text'] =>
  (contract, _polledAt, _isQuoted, before) =>
    before ? changeOf(contract, before) : dash;

const difference = (now: number | null, before: number | null): number | null =>
  now === null || before === null ? null : now - before;

/** A middle has half cents where its quotes are a cent apart. */
function formatMoney(change: number | null): string {
  if (change === null) return dash;
  const isWhole = Math.abs(change * 100 - Math.round(change * 100)) < 1e-6;
  return formatSigned(change, isWhole ? 2 : 3);
}

function formatContracts(change: number | null): string {
  return change !== null && change > 0 ? `+${formatCompact(change)}` : formatCompact(change);
}

export const midChange: ChainColumn = {
  id: 'mid-change',
  header: '±mid',
  width: 8,
  text: sinceMark((now, { contract }) => formatMoney(difference(midOf(now), midOf(contract)))),
  token: 'sign',
};

/** In percentage points. */
export const volatilityChange: ChainColumn = {
  id: 'volatility-change',
  header: '±IV',
  width: 7,
  text: sinceMark((now, { contract }) => {
    const change = difference(now.impliedVolatility, contract.impliedVolatility);
    return formatSigned(change === null ? null : change * 100, 1);
  }),
  token: 'sign',
};

/** What was traded since the mark; of another day it is not known, since volume counts from the morning. */
export const volumeChange: ChainColumn = {
  id: 'volume-change',
  header: '+vol',
  width: 7,
  text: sinceMark((now, { contract, isSameDay }) =>
    formatContracts(isSameDay ? difference(now.volume, contract.volume) : null),
  ),
  token: 'sign',
};

export const openInterestChange: ChainColumn = {
  id: 'open-interest-change',
  header: '±OI',
  width: 7,
  text: sinceMark((now, { contract }) =>
    formatContracts(difference(now.openInterest, contract.openInterest)),
  ),
  token: 'sign',
};
