import type { Clock } from '../../base/clock.ts';
import type { SharedStore } from './shared-store.ts';

/**
 * Connects to a shared store. Its driver is loaded for daemons of a desk alone.
 * @param market whether prices are those of the market, or of a moved clock or a simulated API: a store never holds both
 * @throws SpyglassError `store`, `settings`, `database_newer`
 */
export async function openSharedStore(
  url: string,
  clock: Clock,
  market: 'live' | 'test',
): Promise<SharedStore> {
  const { openDesk } = await import('../../db/postgres/desk/open-desk.ts');
  return await openDesk({ url, clock, market });
}
