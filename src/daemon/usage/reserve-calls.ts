import { SpyglassError } from '../../base/errors.ts';
import type { ApiLog } from '../../recordings/usage.ts';
import type { Reserve } from '../../sources/polygon/http/attempt.ts';
import { UpstreamError } from '../../sources/polygon/http/upstream-error.ts';

/**
 * Makes each call known in the log of a shared store before it is sent, so that two daemons that record one after the other
 * keep the budget together. `undefined` where one process alone spends it.
 * @param mayPollUnreserved whether calls go out while the store is away
 */
export function reserveCalls(
  apiLog: Pick<ApiLog, 'reserve'>,
  mayPollUnreserved: () => boolean = () => true,
): Reserve | undefined {
  const { reserve } = apiLog;
  if (!reserve) return undefined;
  return async (call) => {
    try {
      return await reserve(call);
    } catch (cause) {
      if (!(cause instanceof SpyglassError)) throw cause;
      if (cause.code === 'lease_lost') {
        throw new UpstreamError('budget', 'No call was made: another daemon records by now.', {
          code: 'lease_lost',
          cause,
        });
      }
      if (mayPollUnreserved()) return null;
      const message = `No call was made: another daemon may record by now, since ${cause.message}.`;
      throw new UpstreamError('budget', message, { code: cause.code, cause });
    }
  };
}
