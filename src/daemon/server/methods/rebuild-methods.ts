import { SpyglassError } from '../../../base/errors.ts';
import type { Methods } from '../rpc.ts';
import type { MethodDeps } from './method-deps.ts';

/** Past days that somebody has put together, a step a request. */
export function createRebuildMethods({
  rebuilds,
  greeting,
  signal,
}: Pick<MethodDeps, 'rebuilds' | 'greeting' | 'signal'>): Pick<Methods, 'rebuild' | 'rebuild.remove'> {
  const refuseClosing = () => {
    if (signal.aborted) throw new SpyglassError('not_running', 'The daemon is closing.');
  };
  return {
    rebuild({ symbol = greeting().symbol, ...request }) {
      refuseClosing();
      return rebuilds.step({ symbol, ...request }, signal);
    },
    'rebuild.remove': ({ symbol = greeting().symbol, date, expiration }) => {
      refuseClosing();
      return rebuilds.remove(symbol, date, expiration);
    },
  };
}
