import { toSpyglassError } from '../../../base/errors.ts';
import type { BackfillStep } from '../../../protocol/state.ts';
import { plural } from '../../present/number.ts';
import { formatWeekdayDate } from '../../present/time.ts';
import { upstreamText } from '../../present/upstream-text.ts';
import { askPastDay } from '../../state/chart/ask-past-day.ts';
import { shownSubscription } from '../../state/selectors.ts';
import type { CommandContext } from '../command.ts';

function outcomeText({ asked, stored, note }: BackfillStep, date: string): string {
  if (note !== null) return upstreamText(note, 160);
  const day = formatWeekdayDate(date);
  return asked === null
    ? `The minutes of ${day} are stored already.`
    : `${plural(stored, 'minute')} of ${day} stored`;
}

/** Has the minutes of a past day fetched and stored, if they are not, and shows them. It may cost a call of the vendor. */
export async function fetchPastDay(
  { store, connection, toast }: CommandContext,
  date: string,
): Promise<void> {
  const jobs = ['bars'];
  store.dispatch({ type: 'refresh-started', jobs });
  try {
    const { symbol } = shownSubscription(store.getState());
    const step = await connection.request('backfill', { symbol, timeframe: '1min', from: date, to: date });
    toast(outcomeText(step, date), step.note === null ? 'ok' : 'warning');
    await askPastDay(connection, store);
  } catch (thrown) {
    const error = toSpyglassError(thrown);
    toast(upstreamText(`${error.message} ${error.hint}`), 'error');
  } finally {
    store.dispatch({ type: 'refresh-ended', jobs });
  }
}
