import { systemClock, virtualClock } from '../../base/clock.ts';
import { SpyglassError } from '../../base/errors.ts';
import type { OpenAloneOptions } from '../../daemon/history/open-alone.ts';
import { createHttpGet } from '../../sources/polygon/http/http-get.ts';
import type { Invocation } from './invocation.ts';

/**
 * What asking the API takes where no daemon runs: the live database, of which this process becomes the owner, and the key.
 * @throws SpyglassError `not_running` where there is no key, or only a simulated market
 */
export async function ownClientOptions(invocation: Invocation): Promise<OpenAloneOptions> {
  const { environment, loaded } = invocation;
  const { settings } = loaded;
  const { apiKey } = settings;
  if (invocation.chosenMode !== 'live' || apiKey === null) {
    throw new SpyglassError('not_running', 'No daemon is running, and there is no API key to ask with.', {
      hint: 'Start `spyglass --demo` first, or set MASSIVE_API_KEY (or POLYGON_API_KEY).',
    });
  }
  const { refuseMixing } = await import('../../config/instance.ts');
  const instance = invocation.instance('live');
  refuseMixing(instance, invocation.clock !== null, settings.baseUrl);
  const clock = invocation.clock
    ? virtualClock(invocation.clock.startAt, invocation.clock.speed)
    : systemClock();
  return {
    databasePath: instance.databasePath,
    storeUrl: instance.storeUrl,
    ...{ settings, apiKey, clock, baseUrl: settings.baseUrl },
    ...{ pid: environment.pid, appVersion: environment.appVersion },
    httpGet: createHttpGet(invocation.proxy()),
    random: () => crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32,
  };
}
