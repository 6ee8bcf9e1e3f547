import { bySeverity } from '../../base/severity.ts';
import { freshnessOf, timesOfQuote } from '../../market/quotes/freshness.ts';
import { changeOf } from '../../market/quotes/quote.ts';
import { isIndexTicker } from '../../market/symbols/roots.ts';
import type { Hello } from '../../protocol/state.ts';
import { deskSentence } from '../present/desk-text.ts';
import { freshnessSentence } from '../present/freshness-text.ts';
import { formatPrice, plural } from '../present/number.ts';
import { stalenessOf, stalenessSentence } from '../present/staleness.ts';
import { formatClockMinute, formatMoment } from '../present/time.ts';
import { upstreamText } from '../present/upstream-text.ts';
import { screens } from '../layout/screens.ts';
import { viewJob } from '../state/jobs.ts';
import { isPlayed, loadingText, nothingByThen, shownNow, shownPicture } from '../state/selectors.ts';
import { endOfPhase } from '../present/own-phase.ts';
import type { DashboardState } from '../state/state.ts';
import { dialogSentences } from './dialog-sentences.ts';
import { liveSentences, missingSentences, replaySentences, sessionSentences } from './playback-sentences.ts';
import { markSentences } from './mark-sentences.ts';
import { recordedSentences } from './recorded-sentences.ts';
import { screenSentences } from './screen-sentences.ts';
import { movedWords } from './spoken-values.ts';

const modes: Record<Hello['mode'], string> = {
  demo: 'Demo, simulated prices.',
  replay: 'Replay, recorded prices.',
  live: '',
  unknown: 'Prices of a kind that this version does not know.',
};

function headerSentence(state: DashboardState): string {
  const { connection, ui } = state;
  const { hello } = connection;
  const now = shownNow(state);
  const parts = ['Spyglass.', ...replaySentences(state), hello ? modes[hello.mode] : ''];
  if (hello?.mode === 'live' && hello.isVirtualClock) parts.push('Virtual clock.');
  if (connection.status === 'connecting') parts.push('Connecting to the daemon.');
  if (connection.status === 'lost') {
    const why = connection.message ? `: ${upstreamText(connection.message, 200)}` : '';
    parts.push(`The daemon is gone, what follows is the last picture${why}.`);
  }
  if (hello?.desk && !isPlayed(state)) parts.push(deskSentence(hello.desk));
  const { phase } = shownPicture(state);
  if (phase) {
    const { session } = phase;
    const end = endOfPhase(phase);
    const time = (at: number) => `${formatMoment(at, now)} New York time`;
    const sentences: Record<typeof phase.phase, string> = {
      regular: `Regular session, closes at ${time(session.close)}.`,
      'options-late': `Options still trade until ${time(session.optionClose)}.`,
      overnight: `Overnight session until ${time(phase.nextChangeAt)}.`,
      pre: `Pre-market, opens at ${time(session.open)}.`,
      post: end === null ? 'After hours.' : `After hours until ${time(end)}.`,
      unknown: 'The market is in a phase that this version does not know.',
      closed: `Market closed${phase.closedBecause ? `, ${upstreamText(phase.closedBecause, 40)}` : ''}${
        session.open > now ? `, opens ${time(session.open)}` : ''
      }.`,
    };
    parts.push(sentences[phase.phase]);
  }
  parts.push(`Screen ${screens[ui.screen].key}, ${screens[ui.screen].title}.`);
  return parts.filter((part) => part !== '').join(' ');
}

function quoteSentence(state: DashboardState): string {
  const picture = shownPicture(state);
  const { quote, phase } = picture;
  const job = viewJob(picture, 'quote');
  const loading = loadingText(state);
  if (loading) return loading;
  if (!quote && isPlayed(state)) return `Quote: ${nothingByThen}`;
  if (!quote) {
    return job?.lastError
      ? `Quote: none yet, ${upstreamText(job.lastError)}`
      : 'Quote: waiting for the first one.';
  }
  const now = shownNow(state);
  const times = timesOfQuote(quote);
  const stale = stalenessOf({ times, now, phase, job, usualIntervalMs: 15_000 });
  const change = changeOf(quote);
  const none = quote.priceKind === 'close' ? 'the last close' : 'previous close unknown';
  const moved = change === null ? none : movedWords(change);
  const noMarket = isIndexTicker(quote.symbol) ? ' An index: no bid, ask or volume.' : '';
  const market =
    quote.bid === null || quote.ask === null
      ? noMarket
      : ` Bid ${formatPrice(quote.bid)}, ask ${formatPrice(quote.ask)}.`;
  const range =
    quote.dayLow === null || quote.dayHigh === null
      ? ''
      : ` Day from ${formatPrice(quote.dayLow)} to ${formatPrice(quote.dayHigh)}.`;
  const fresh = freshnessSentence(freshnessOf(times, phase, now), now);
  return `Quote: ${quote.symbol} ${formatPrice(quote.price)}, ${moved}.${market}${range} ${fresh}${stalenessSentence(stale)}`;
}

function healthSentences({ picture }: DashboardState): string[] {
  const [worst, ...rest] = bySeverity(picture.health.problems);
  if (!worst) return ['Health: no problems.'];
  const more = rest.length > 0 ? ` And ${plural(rest.length, 'more problem')}.` : '';
  return [
    `Health: ${upstreamText(worst.subject, 30)}, ${upstreamText(worst.message)} ${upstreamText(worst.hint)}${more}`,
  ];
}

/**
 * The dashboard in sentences, most urgent first, for a screen reader: no drawing, no signs that are read out, and
 * nothing that changes only because time passes.
 */
export function screenReaderSentences(state: DashboardState): string[] {
  const { toast } = state.ui;
  const dialog = dialogSentences(state);
  const frozen = state.frozen
    ? [`Held still: the picture of ${formatClockMinute(state.frozen.at)}; recording goes on.`]
    : [];
  const message = toast ? [`Message: ${toast.text.replaceAll(/[\u25b2\u25bc\u2022] ?/g, '')}`] : [];
  if (dialog.length > 0) return [...message, ...dialog];
  return [
    headerSentence(state),
    ...message,
    ...frozen,
    ...sessionSentences(state),
    ...markSentences(state),
    ...missingSentences(state),
    quoteSentence(state),
    ...recordedSentences(state),
    ...screenSentences(state),
    ...(isPlayed(state) ? liveSentences(state) : healthSentences(state)),
  ];
}
