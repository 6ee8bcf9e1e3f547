import type { BackfillStep } from '../../protocol/state.ts';
import { createCachedFetch } from '../../sources/polygon/cache.ts';
import { createBarSource } from '../../sources/poll/poll-bars.ts';
import { type BackfillRequest, backfillStep } from './backfill.ts';
import { openAlone, type OpenAloneOptions } from './open-alone.ts';

/**
 * A backfill where no daemon runs.
 * @throws SpyglassError `database_*`, `data_dir`
 */
export async function openBackfill(
  options: OpenAloneOptions,
): Promise<{ step(request: BackfillRequest): Promise<BackfillStep>; close(): Promise<void> }> {
  const alone = await openAlone(options);
  const { db, clock, budget, endpoints, hours, usage, fail } = alone;
  const { symbol } = options.settings;
  const cached = createCachedFetch(db.cache, clock, fail);
  const context = {
    ...{ symbol, clock, db, budget, hours, usage },
    feed: { bars: createBarSource({ clock, source: 'polygon', hours, endpoints, cached, usage }, symbol) },
    log: { info: () => {}, warn: () => {} },
  };
  return {
    step: (request) => alone.run((signal) => backfillStep(context, request, signal)),
    close: alone.close,
  };
}
