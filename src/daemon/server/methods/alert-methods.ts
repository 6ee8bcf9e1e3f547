import { SpyglassError } from '../../../base/errors.ts';
import type { Methods } from '../rpc.ts';
import type { MethodDeps } from './method-deps.ts';

/** The alert rules, and what clients may change of them. */
export function createAlertMethods({
  alerts,
  signal,
}: Pick<MethodDeps, 'alerts' | 'signal'>): Pick<
  Methods,
  'alerts.get' | 'alerts.test' | 'alerts.add' | 'alerts.remove'
> {
  const refuseClosing = () => {
    if (signal.aborted) throw new SpyglassError('not_running', 'The daemon is closing.');
  };
  return {
    'alerts.get': alerts.report,
    'alerts.test': alerts.test,
    'alerts.add': ({ rule }) => {
      refuseClosing();
      return alerts.add(rule);
    },
    'alerts.remove': (name) => {
      refuseClosing();
      return alerts.remove(name);
    },
  };
}
