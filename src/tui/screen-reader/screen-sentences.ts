import type { OptionQuote } from '../../market/quotes/chain.ts';
import { timesOfChain } from '../../market/quotes/freshness.ts';
import { strikeText } from '../../market/quotes/price-text.ts';
import { hasQuotes, quotedText } from '../../market/quotes/quoted-text.ts';
import { fittedText, intervalText } from '../panes/usage/usage-plan.ts';
import {
  formatBytes,
  formatCompact,
  formatFixed,
  formatLatency,
  formatPercent,
  plural,
} from '../present/number.ts';
import { originOfSpot, spotSourceSentence } from '../present/spot-source.ts';
import { formatClockMinute, formatDate, formatMoment } from '../present/time.ts';
import { shortEndpoint, upstreamText } from '../present/upstream-text.ts';
import { chainListing } from '../state/chain/chain-listing.ts';
import { chainStaleness } from '../state/freshness.ts';
import type { StrikeRow } from '../state/chain/chain-slice.ts';
import { isPlayed, nothingByThen, shownAnswers, shownNow, shownPicture } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import { archiveSentences } from './archive-sentences.ts';
import { chartSentences } from './chart-sentences.ts';
import { rebuildNote } from '../panes/store/rebuild-note.ts';
import { freshText } from './fresh-text.ts';
import { levelSentences } from './level-sentences.ts';
import { compareSentences } from './recorded-sentences.ts';
import { price, spot } from './spoken-values.ts';
import { sumSentences } from './sum-sentences.ts';

/** What the screen shows of one side, in words. */
function quoteWords(contract: OptionQuote, side: 'bid' | 'ask'): string {
  const text = quotedText(contract, side, true);
  if (text === '?') return `${side} unknown`;
  return text.startsWith('no ') ? text : `${side} ${text}`;
}

function sideSentence(what: string, contract: OptionQuote | null, isQuoted: boolean): string {
  if (!contract) return `${what} not listed`;
  const greeks = [
    contract.impliedVolatility === null ? '' : `, volatility ${formatPercent(contract.impliedVolatility)}`,
    contract.delta === null ? '' : `, delta ${formatFixed(contract.delta, 2)}`,
  ].join('');
  const market = isQuoted
    ? `${quoteWords(contract, 'bid')}, ${quoteWords(contract, 'ask')}`
    : `last ${price(contract.last)}`;
  return `${what} ${market}${greeks}, volume ${contract.volume === null ? 'unknown' : formatCompact(contract.volume)}`;
}

const strikeSentence = (label: string, { strike, call, put }: StrikeRow, isQuoted: boolean) =>
  `${label} ${strikeText(strike)}: ${sideSentence('call', call, isQuoted)}; ${sideSentence('put', put, isQuoted)}.`;

/** The strikes nearest to the spot or, once the user has moved, to the selected one, which is named first. */
function chainSentences(state: DashboardState, count: number): string[] {
  const { chain } = shownPicture(state);
  const { chainScroll, chainFilter, chainSort } = state.ui;
  if (!chain) return [`Chain: ${isPlayed(state) ? nothingByThen : 'waiting for the first one.'}`];
  const { rows, isFiltered, isRanked } = chainListing(chain, chainFilter, chainSort);
  const { expiration, underlyingPrice, underlyingPriceSource, isStrikesOnly } = chain.chain;
  const fresh = isStrikesOnly
    ? 'This plan has no option prices.'
    : freshText(state, timesOfChain(chain.chain), chainStaleness(state));
  const origin =
    underlyingPrice === null ? '' : spotSourceSentence(originOfSpot(chain.chain), shownNow(state));
  const listed = isFiltered
    ? `${rows.length} of ${plural(chain.strikes.length, 'strike')}`
    : plural(rows.length, 'strike');
  const head = `Chain: expires ${formatDate(expiration)}, ${listed}, spot ${spot(underlyingPrice, underlyingPriceSource)}${origin}. ${fresh}`;
  const selected = rows.find(({ strike }) => strike === chainScroll.selected);
  const centre = selected?.strike ?? underlyingPrice ?? rows[Math.floor(rows.length / 2)]?.strike ?? 0;
  const away = ({ strike }: StrikeRow) => Math.abs(strike - centre);
  const near = isRanked
    ? rows.slice(0, count)
    : [...rows]
        .sort((a, b) => away(a) - away(b))
        .slice(0, count)
        .sort((a, b) => a.strike - b.strike);
  const isQuoted = hasQuotes(chain.chain.contracts);
  return [
    head,
    ...(chain.chain.isRebuilt
      ? [
          'Rebuilt from minute bars: a contract has a price only if it traded in that minute, and no bid and ask.',
        ]
      : []),
    ...(selected ? [strikeSentence('Selected strike', selected, isQuoted)] : []),
    ...near.filter((row) => row !== selected).map((row) => strikeSentence('Strike', row, isQuoted)),
  ];
}

function usageSentence(state: DashboardState): string {
  const { usage } = shownPicture(state);
  if (!usage) return isPlayed(state) ? 'API usage: not recorded.' : 'API usage: unknown yet.';
  const { used, callsPerMinute } = usage.budget;
  const errors = usage.errors === 0 ? 'no errors' : plural(usage.errors, 'error');
  return `API usage: ${used} of ${callsPerMinute} calls in the last minute, ${plural(usage.calls, 'call')} in the last hour, ${errors}, half within ${formatLatency(usage.p50Ms)}.`;
}

/** What is polled less often than wanted, or not at all. */
function planSentences(state: DashboardState): string[] {
  const plan = shownPicture(state).usage?.plan ?? [];
  return plan.flatMap((planned) => {
    if (planned.reason === null) return [];
    const { job, wantedMs, reason } = planned;
    const every = planned.intervalMs === null ? 'given up' : `every ${fittedText(planned)}`;
    const why = upstreamText(reason, 160).replace(/\.$/, '');
    return [`Poll ${upstreamText(job, 32)}: ${every}, wanted every ${intervalText(wantedMs)}, ${why}.`];
  });
}

const spokenCalls = 6;

function callSentences(state: DashboardState): string[] {
  const calls = shownPicture(state).usage?.lastCalls ?? [];
  return calls.slice(state.ui.firstCall, state.ui.firstCall + spokenCalls).map((call) => {
    const came = call.statusCode === null ? 'no answer' : `status ${call.statusCode}`;
    const error = call.error ? `, ${upstreamText(call.error, 120)}` : '';
    return `Call at ${formatClockMinute(call.timestamp)}: ${shortEndpoint(call.endpoint)}, ${came}, ${formatLatency(call.responseTimeMs)}${error}.`;
  });
}

function rebuildSentences(state: DashboardState): string[] {
  const note = rebuildNote(shownPicture(state).rebuild);
  return note ? [`${note[0].charAt(0).toUpperCase()}${note[0].slice(1)}.`] : [];
}

function storeSentences(state: DashboardState): string[] {
  if (isPlayed(state)) return ['Store: not recorded.'];
  const { status, failures } = shownAnswers(state);
  if (!status)
    return [
      failures.status ? `Store: ${upstreamText(failures.status.message)}` : 'Store: asking the daemon.',
    ];
  const now = shownNow(state);
  return [
    ...archiveSentences(state),
    ...rebuildSentences(state),
    `Store: ${formatBytes(status.database.bytes)}.`,
    ...status.database.tables.map(({ table, rows, oldest, newest }) => {
      const span =
        oldest === null || newest === null
          ? ''
          : `, from ${formatMoment(oldest, now)} to ${formatMoment(newest, now)}`;
      return `${table}: ${plural(rows, 'row')}${span}.`;
    }),
  ];
}

/** The sentences of the screen that is shown, without the quote. */
export function screenSentences(state: DashboardState): string[] {
  switch (state.ui.screen) {
    case 'overview':
      return [...levelSentences(state), ...chainSentences(state, 4), usageSentence(state)];
    case 'chain':
      return chainSentences(state, 8);
    case 'chart':
      return chartSentences(state);
    case 'usage':
      return [usageSentence(state), ...planSentences(state), ...callSentences(state)];
    case 'store':
      return storeSentences(state);
    case 'levels':
      return [...levelSentences(state), ...sumSentences(state), ...compareSentences(state)];
  }
}
