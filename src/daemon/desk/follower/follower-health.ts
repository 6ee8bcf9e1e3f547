import type { Clock } from '../../../base/clock.ts';
import { SpyglassError } from '../../../base/errors.ts';
import { formatNewYorkTime } from '../../../market/calendar/new-york-time.ts';
import { bySeverity } from '../../../base/severity.ts';
import type { Health } from '../../../protocol/state.ts';
import { createEventBus } from '../../event-bus.ts';
import { createHealthTracker } from '../../health.ts';
import { snapshotEveryMs } from '../journal/journal-marks.ts';

/** What is wrong for the clients of a follower: the recorder's problems, and its own. */
export interface FollowerHealth {
  /** The recorder's problems with those of this daemon. */
  with(recorders: Health): Health;
  /** Something is wrong with this daemon as long as it follows. */
  raise(subject: string, problem: SpyglassError): void;
  /** Something of the recorder has come. @param at epoch ms by its clock */
  heard(at: number): void;
  /** The store can be read or not (`null`: it can); whether the recorder is heard of is looked at. */
  onStore(problem: SpyglassError | null): void;
}

/** A recorder says something each minute; the third one that is missed is no delay of the store. */
const silentMs = 3 * snapshotEveryMs;

/** @param onChange called when this daemon's own problems have changed */
export function createFollowerHealth(
  clock: Clock,
  recorder: () => string,
  onChange: () => void,
): FollowerHealth {
  const bus = createEventBus();
  const own = createHealthTracker(clock, bus);
  bus.on('health', onChange);
  let heard = { at: clock.now(), on: clock.now() };
  return {
    with: ({ problems }) => {
      const ours = own.current().problems;
      const subjects = new Set(ours.map(({ subject }) => subject));
      return { problems: bySeverity([...ours, ...problems.filter(({ subject }) => !subjects.has(subject))]) };
    },
    raise: own.raise,
    heard(at) {
      heard = { at, on: clock.now() };
    },
    onStore(problem) {
      if (problem) own.raise('store', problem);
      else own.clear('store');
      const isSilent = problem === null && clock.now() - heard.on > silentMs * clock.speed;
      if (isSilent) own.raise('recorder', silent(recorder(), heard.at));
      else own.clear('recorder');
    },
  };
}

function silent(recorder: string, at: number): SpyglassError {
  const message = `${recorder} records, but nothing has come from it since ${formatNewYorkTime(at, true)} New York: what is shown is of then.`;
  return new SpyglassError('store', message, {
    hint: 'Look at the daemon there: `spyglass status` on that machine.',
  });
}
