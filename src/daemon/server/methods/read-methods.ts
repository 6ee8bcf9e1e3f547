import type { MethodName } from '../../../protocol/methods.ts';

/**
 * The methods of a client that may only read. Whatever is not on this list is refused: a method that is added later is
 * until somebody has thought about it. A subscription is taken to a chain that is polled anyway, and to any playback.
 */
export const readMethods: readonly MethodName[] = [
  'hello',
  'subscribe',
  'status',
  'playback.days',
  'playback.session',
  'playback.find',
  'missed.get',
  'quote.get',
  'chain.get',
  'levels.get',
  'levels.sum',
  'levels.history',
  'levels.recomputed',
  'bars.get',
  'usage.get',
  'alerts.get',
  'archive.list',
  'export.open',
  'export.read',
];

/** Whether a client that may only read may ask for a method. */
export function isReadMethod(name: string): name is MethodName {
  return readMethods.some((method) => method === name);
}
