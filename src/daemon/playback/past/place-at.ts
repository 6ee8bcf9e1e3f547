import { sessionStart } from '../../../market/calendar/session.ts';
import { lastInstant } from '../../../market/calendar/instants.ts';
import type { PlaybackGap } from '../../../protocol/playback.ts';
import type { PastPlace } from '../past-reader.ts';
import type { LookedAt, PastContext } from './past-context.ts';

/** Where a subscription's playback stands at an instant. It knows the whole session, to find one's way in it. */
export async function placeAt(context: PastContext, { subscription, at }: LookedAt): Promise<PastPlace> {
  const { calendar } = (await context.marketAt(at)).hours;
  const { session: next } = calendar.phaseAt(at);
  const session = at >= sessionStart(next) ? next : calendar.previousSession(next.date);
  const end = sessionStart(calendar.nextSession(session.postClose));
  const span = { after: sessionStart(session) - 1, to: end - 1 };
  const polls = await context.polls.of(subscription, span);
  const gap = await missingAt(context, { subscription, at }, session.date);
  return {
    date: session.date,
    poll: polls.filter((polledAt) => polledAt <= at).length,
    polls: polls.length,
    missing: isRebuiltAt(polls, at, gap) ? null : gap,
  };
}

/** How long a rebuilt minute is shown in a gap: until the next one is over, or one without a trade after that. */
const rebuiltShownMs = 120_000;

/** A poll inside of a gap is none: it is a minute that was rebuilt afterwards. */
function isRebuiltAt(polls: readonly number[], at: number, gap: PlaybackGap | null): boolean {
  const last = polls.findLast((polledAt) => polledAt <= at);
  return gap !== null && last !== undefined && last > gap.from && at - last < rebuiltShownMs;
}

/** A gap's own times count: at an instant at which no daemon ran, nobody knew anything. */
async function missingAt(
  { recording }: PastContext,
  { subscription: { symbol, expiration }, at }: LookedAt,
  date: string,
): Promise<PlaybackGap | null> {
  const job = expiration === null ? 'chain' : `chain ${expiration}`;
  const gaps = await recording.gaps.ofSession(symbol, date, lastInstant, job);
  const gap = gaps.find((one) => one.startedAt <= at && (one.endedAt === null || one.endedAt > at));
  return gap ? { from: gap.startedAt, to: gap.endedAt, reason: gap.reason } : null;
}
