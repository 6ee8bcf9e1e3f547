import { recordedSymbolsOf } from '../../../config/settings/recorded-symbols.ts';
import { newYorkDate, newYorkInstant } from '../../../market/calendar/new-york-time.ts';
import type { Levels } from '../../../market/levels/levels.ts';
import { historyOf, type LevelsPoint } from '../../../market/levels/levels-history.ts';
import { calendarOf } from '../../../market/products/product-calendar.ts';
import { type AlertsReport, maxRecent } from '../../../protocol/alerts.ts';
import type { ChainSubscription, Watched } from '../../../protocol/chain-subscription.ts';
import type { Snapshot } from '../../../protocol/events.ts';
import type { RecordedUnderlying } from '../../../protocol/recorded.ts';
import { optionsEndOf } from '../../market-days/option-hours.ts';
import { levelsOfSession } from '../../underlyings/recorded-levels.ts';
import { lastNearest } from './polls/nearest-polls.ts';
import type { LookedAt, PastContext } from './past-context.ts';
import { createPastCoverage } from './coverage/past-coverage.ts';
import { expirationsAt, isRecordedShown, jobNamesOf, recordedExpirationsAt } from './past-expirations.ts';
import { lineAt } from './past-line.ts';
import { phaseAt } from './past-phase.ts';
import { lastPollOf, shownPoll } from './polls/shown-poll.ts';

/** What a client is shown at an instant, without what is not recorded. */
export async function pictureAt(
  context: PastContext,
  looked: LookedAt,
): Promise<Omit<Snapshot, 'seq' | 'playback'>> {
  const { subscription, at } = looked;
  const { symbol } = subscription;
  const poll = await lastPollOf(context, looked);
  const shown = poll && (await shownPoll(context, subscription, poll));
  const watch = await watchedAt(context, subscription, at);
  const recorded = await recordedAt(context, at);
  const phase = await phaseAt(context, at);
  return {
    quote: watch.find((watched) => watched.symbol === symbol)?.quote ?? null,
    chain: shown?.filled?.chain ?? null,
    priceLine: await lineAt(context, symbol, at),
    usage: null,
    phase,
    health: { problems: [] },
    jobs: [],
    coverage: await createPastCoverage(context, at).all(at),
    levels: shown?.levels ?? null,
    levelsHistory: await historyAt(context, subscription, at),
    alerts: await alertsAt(context, at),
    subscription: {
      ...subscription,
      expirations: await expirationsAt(context, symbol, at),
      ...optionsEndOf(symbol, phase.session.date, (await context.marketAt(at)).hours.calendar),
      jobs: jobNamesOf(context, subscription),
    },
    watch,
    ...(recorded && { recorded }),
  };
}

/** The alerts of an instant's day so far, latest first, and no rules: how they stood is not recorded. */
export async function alertsAt({ recording }: PastContext, at: number): Promise<AlertsReport> {
  const soFar = { from: newYorkInstant(newYorkDate(at), '00:00'), asOf: at };
  return { rules: [], recent: await recording.alerts.latest(soFar, maxRecent) };
}

/** The symbols whose quotes a subscription is sent: the recorded ones, the settings' watch list, and its own. */
export function symbolsOf({ settings }: PastContext, { symbol }: ChainSubscription): string[] {
  return [...new Set([...recordedSymbolsOf(settings), ...settings.symbols, symbol])];
}

async function watchedAt(
  context: PastContext,
  subscription: ChainSubscription,
  at: number,
): Promise<Watched[]> {
  return Promise.all(
    symbolsOf(context, subscription).map(async (symbol) => ({
      symbol,
      quote: await context.recording.quotes.latest(symbol, at),
    })),
  );
}

/** Every recorded symbol; `null` where clients are sent none, see `isRecordedShown`. */
async function recordedAt(context: PastContext, at: number): Promise<RecordedUnderlying[] | null> {
  const { recording, settings, marketAt } = context;
  if (!(await isRecordedShown(context, at))) return null;
  const symbols = recordedSymbolsOf(settings);
  const { calendar } = (await marketAt(at)).hours;
  return Promise.all(
    symbols.map(async (symbol) => ({
      symbol,
      quote: await recording.quotes.latest(symbol, at),
      levels: (await lastNearest(recording, calendar, symbol, at))?.levels ?? null,
      expirations: await recordedExpirationsAt(context, symbol, at),
      ...optionsEndOf(symbol, newYorkDate(at), calendar),
    })),
  );
}

/** The session's levels poll by poll; none of an expiration that is looked at by its date, whose levels are not recorded. */
async function historyAt(
  { sessions, marketAt }: PastContext,
  { symbol, expiration }: ChainSubscription,
  at: number,
): Promise<readonly LevelsPoint[]> {
  if (expiration !== null) return [];
  const { hours } = await marketAt(at);
  const calendar = calendarOf({ underlying: symbol }, hours.calendar);
  const recorded = await levelsOfSession({ levels: sessions }, hours, symbol, at);
  const [first] = recorded;
  return historyOf(recorded, first ? calendar.sessionOn(newYorkDate(first.timestamp)) : null);
}

/** The levels of a subscription's last poll. */
export async function levelsOfPoll(context: PastContext, looked: LookedAt): Promise<Levels | null> {
  const poll = await lastPollOf(context, looked);
  return poll && (await shownPoll(context, looked.subscription, poll)).levels;
}
