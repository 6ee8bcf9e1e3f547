import { noExports, type OpenExports } from '../../exports/open-exports.ts';
import { findCondition } from '../outline/find-condition.ts';
import { recordedDays } from '../outline/recorded-days.ts';
import { missedBetween } from '../missed/missed-between.ts';
import { sessionOutline } from '../outline/session-outline.ts';
import type { PastReader } from '../past-reader.ts';
import { lastReceived } from './last-received.ts';
import { pastAnswers } from './past-answers.ts';
import { createPastContext } from './past-context.ts';
import { eventsOf } from './events/past-events.ts';
import { pictureAt } from './past-picture.ts';
import type { RecordingReader } from '../../../recordings/recording.ts';
import type { PastSettings } from './past-settings.ts';
import { placeAt } from './place-at.ts';

/** The recording that is read, which is not closed here, and the present settings. */
export interface PastReaderOptions {
  recording: RecordingReader;
  settings: PastSettings;
  /** By default there are none. */
  exports?: OpenExports;
}

/** Reads a recording as of any instant. */
export function createPastReader({
  recording,
  settings,
  exports = noExports,
}: PastReaderOptions): PastReader {
  const context = createPastContext(recording, settings);
  return {
    lastReceivedAt: (subscription, at) => lastReceived(context, { subscription, at }),
    async picture(subscription, at) {
      const looked = { subscription, at };
      const picture = await pictureAt(context, looked);
      return { json: JSON.stringify(picture), place: await placeAt(context, looked) };
    },
    events: (stretch) => eventsOf(context, stretch),
    place: (subscription, at) => placeAt(context, { subscription, at }),
    ask: async (method, params, _subscription, asOf) =>
      JSON.stringify(await pastAnswers[method](context, params, asOf)),
    days: (symbol, asOf) => recordedDays(context, symbol, asOf),
    session: (symbol, date, asOf) => sessionOutline(context, symbol, date, asOf),
    find: (request, asOf) => findCondition(context, request, asOf),
    chain: recording.chains.at,
    polledAt: recording.chains.polledAt,
    missed: (range) => missedBetween(context, range),
    openExport: exports.open,
    readExport: exports.read,
    closeExport: exports.close,
    close: exports.closeAll,
  };
}
