import { countdownText } from '../../../base/countdown-text.ts';
import type { Chain } from '../../../market/quotes/chain.ts';
import { freshnessOf, timesOfChain } from '../../../market/quotes/freshness.ts';
import { newYorkDate } from '../../../market/calendar/new-york-time.ts';
import type { Line, Span } from '../../render/line.ts';
import { ageText, badgeSpan, rebuiltBadge } from '../../present/freshness-text.ts';
import { formatSpot, plural } from '../../present/number.ts';
import { originOfSpot, spotSourceText } from '../../present/spot-source.ts';
import type { Staleness } from '../../present/staleness.ts';
import { daysBetween, formatDate, formatWeekdayDate } from '../../present/time.ts';
import { closeOfExpiration } from '../../present/own-phase.ts';
import { listingLabel } from './chain-filter-line.ts';
import { type BoxLabels, pickLabels, staleLabel, titleToken } from '../frame/title.ts';
import type { ChainPaneInput } from './chain-pane-input.ts';

export function labelsOf(input: ChainPaneInput, chain: Chain, stale: Staleness | null): BoxLabels {
  const { phase, now, isFocused } = input;
  const token = titleToken(isFocused);
  const days = daysBetween(newYorkDate(now), chain.expiration);
  const expiry = days < 0 ? 'expired' : `${days}-DTE`;
  const listed = input.listing ? listingLabel(input.listing) : [];
  const name: Line = [[`${input.symbol} ${expiry}`, token], ...listed];
  const named: Line = [[`${input.symbol} ${expiry} chain`, token], ...listed];
  const isSession = phase?.session.date === chain.expiration;
  const left = isSession ? (input.chainEnd ?? closeOfExpiration(chain.expiration, phase)) - now : null;
  const toClose = left === null ? '' : left > 0 ? `${countdownText(left)} to option close` : 'options closed';
  const shortClose = left === null ? '' : left > 0 ? `${countdownText(left)} left` : 'closed';
  // Any other chain than today's shows its date in every form.
  const isTrading = phase !== null && phase.phase !== 'closed' && now < phase.session.optionClose;
  const isOther = input.wanted !== null || (isTrading && chain.expiration > phase.session.date);
  const date: Line = isOther
    ? [[` · ${formatWeekdayDate(chain.expiration)}`, 'accent']]
    : [[` · ${formatDate(chain.expiration)}`, 'dim']];
  const clock = (text: string): Line =>
    text === ''
      ? []
      : [
          [' · ', 'dim'],
          [text, left! > 0 ? 'text' : 'dim'],
        ];

  const short = isOther ? date : clock(shortClose);
  const working: Line = input.isRefreshing ? [['refreshing… ', 'accent']] : [];
  const freshness = freshnessOf(timesOfChain(chain), phase, now);
  const badge: Span = chain.isStrikesOnly
    ? ['strikes only', 'dim']
    : chain.isRebuilt
      ? rebuiltBadge
      : badgeSpan(freshness.badge);
  const spot: Line =
    chain.underlyingPrice === null
      ? []
      : [
          ['spot ', 'dim'],
          [formatSpot(chain.underlyingPrice, chain.underlyingPriceSource), 'strong'],
          [spotSourceText(originOfSpot(chain), now), 'warning'],
          [' · ', 'dim'],
        ];
  const contracts: Line = [[`${plural(chain.contracts.length, 'contract')} · `, 'dim']];
  const fresh: Line = [[`${ageText(freshness, now)} · `, 'dim'], badge];
  if (stale) {
    const title = [...name, ...short, ...staleLabel(stale)];
    return pickLabels(input.rect.width, [
      { title, status: [...working, ...spot, badge] },
      { title, status: [] },
    ]);
  }
  return pickLabels(input.rect.width, [
    { title: [...named, ...date, ...clock(toClose)], status: [...working, ...contracts, ...spot, ...fresh] },
    { title: [...name, ...date, ...clock(toClose)], status: [...working, ...spot, ...fresh] },
    { title: [...name, ...short], status: [...working, ...spot, ...fresh] },
    { title: [...name, ...short], status: [...working, ...fresh] },
    { title: [...name, ...short], status: [] },
  ]);
}
