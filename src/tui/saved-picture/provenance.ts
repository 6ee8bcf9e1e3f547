import { newYorkDate } from '../../market/calendar/new-york-time.ts';
import {
  type Freshness,
  freshnessOf,
  timesOfChain,
  timesOfOptions,
  timesOfQuote,
  type ValueTimes,
} from '../../market/quotes/freshness.ts';
import { formatClock } from '../present/time.ts';
import { sortLabels } from '../state/chain/chain-listing.ts';
import type { Picture } from '../state/picture/picture.ts';
import { shownNow, shownPicture, shownPlayback, shownSubscription } from '../state/selectors.ts';
import type { DashboardState } from '../state/state.ts';
import type { SavedFile } from './saved-files.ts';
import { panesShown } from './panes-shown.ts';

/** What provenance says beside the state. */
export interface ProvenanceFacts {
  /** Version of the dashboard. */
  appVersion: string;
  /** The machine's time, epoch ms. */
  savedAt: number;
  files: readonly SavedFile[];
}

/** `2026-11-24 12:21:40 ET`. */
export function newYorkText(at: number): string {
  return `${newYorkDate(at)} ${formatClock(at)} ET`;
}

/**
 * Where a saved picture is from: instant, symbol, market, plan, model and ages, as a JSON document for people and programs. It
 * holds nothing of the machine or of the key.
 */
export function provenanceOf(state: DashboardState, { appVersion, savedAt, files }: ProvenanceFacts): string {
  const picture = shownPicture(state);
  const { symbol, expiration } = shownSubscription(state);
  const { hello, status } = state.connection;
  const at = shownNow(state);
  const playback = shownPlayback(state)?.state ?? null;
  const facts = {
    at: isoText(at),
    atNewYork: newYorkText(at),
    savedAt: isoText(savedAt),
    shows: playback ? 'playback' : 'live',
    isHeldStill: state.frozen !== null,
    market: marketOf(hello?.mode ?? 'unknown', picture),
    symbol,
    expiration: picture.chain?.chain.expiration ?? expiration,
    ...valuesOf(picture, at),
    playback: playback && { date: playback.date, poll: playback.poll, polls: playback.polls },
    isConnected: status === 'connected',
    screen: screenOf(state),
    versions: { dashboard: appVersion, daemon: hello?.appVersion ?? null },
    files: files.map(({ name }) => name),
  };
  return `${JSON.stringify(facts, null, 2)}\n`;
}

const isoText = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** The source of a row says more than the daemon's mode, which may be that of whoever plays a recording. */
function marketOf(mode: string, { quote, chain }: Picture): 'real' | 'simulated' | 'unknown' {
  const source = quote?.source ?? chain?.chain.source ?? 'unknown';
  if (source !== 'unknown') return source === 'simulator' ? 'simulated' : 'real';
  return mode === 'demo' ? 'simulated' : mode === 'live' ? 'real' : 'unknown';
}

function valuesOf({ quote, chain, levels, phase }: Picture, now: number) {
  const fresh = (times: ValueTimes) => freshFacts(freshnessOf(times, phase, now));
  return {
    quote: quote && {
      ...fresh(timesOfQuote(quote)),
      ...{ receivedAt: isoText(quote.receivedAt), tier: quote.tier, source: quote.source },
    },
    chain: chain && {
      ...fresh(timesOfChain(chain.chain)),
      polledAt: isoText(chain.chain.timestamp),
      ...{ tier: chain.chain.tier, source: chain.chain.source },
      isRebuilt: chain.chain.isRebuilt === true,
      contracts: chain.chain.contracts.length,
    },
    levels: levels && {
      ...fresh(timesOfOptions(levels)),
      polledAt: isoText(levels.timestamp),
      ...{ tier: levels.tier, source: levels.source, modelVersion: levels.modelVersion },
      assumptions: levels.assumptions,
    },
  };
}

/** Age of a value at the instant of the picture; `valueAt` is `null` where the vendor gives no time of it. */
function freshFacts({ at, isTimeKnown, ageMs, badge }: Freshness) {
  return { valueAt: isTimeKnown ? isoText(at) : null, ageMs, badge: badge.kind };
}

/** What was on screen, and how the chain was listed. */
function screenOf(state: DashboardState) {
  const { screen, theme, chainFilter, chainSort } = state.ui;
  const panes = panesShown(state);
  return { name: screen, panes, theme, chainFilter, chainOrder: sortLabels[chainSort] };
}
