import { SpyglassError } from '../../../base/errors.ts';
import type { MethodName } from '../../../protocol/methods.ts';

/** What only the recorder does, and what it is called: it costs calls, or changes the recording. */
const recorderWork = {
  'last-trade.get': 'Asking for the last trade',
  'alerts.test': 'Delivering alerts',
  'alerts.add': 'An alert rule',
  'alerts.remove': 'Removing an alert rule',
  refresh: 'A poll',
  backfill: 'A backfill',
  'levels.recompute': 'Computing levels again',
  prune: 'Removing old rows',
  'archive.import': 'Importing a session',
  'archive.forget': 'Giving a session up',
  'archive.verify': 'Reading the archive again',
  'archive.now': 'Archiving',
  rebuild: 'Rebuilding a day',
  'rebuild.remove': 'Removing a rebuilt day',
  backup: 'A backup',
} as const satisfies Partial<Record<MethodName, string>>;

type Refused = { [M in keyof typeof recorderWork]: () => never };

/** Methods that a follower refuses. @param recorder who records as things stand */
export function refusedMethods(recorder: () => string | null): Refused {
  const refuse = (what: string) => (): never => {
    const name = recorder();
    const who = name === null ? 'no daemon of the desk records at the moment' : `${name} records`;
    throw new SpyglassError('lease_held', `${what} is the recorder’s work: ${who}, and this daemon follows.`);
  };
  return Object.fromEntries(
    Object.entries(recorderWork).map(([method, what]) => [method, refuse(what)]),
  ) as Refused;
}
