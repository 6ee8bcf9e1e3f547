import { assumptionsOf } from '../../config/settings/model/model-assumptions.ts';
import type { RebuildStep } from '../../protocol/rebuild.ts';
import type { RemovedRebuilt } from '../../recordings/rebuilt.ts';
import { openAlone, type OpenAloneOptions } from '../history/open-alone.ts';
import type { RebuildRequest } from './rebuild-context.ts';
import { createRebuilder } from './rebuilder.ts';

/** A rebuild where no daemon runs. */
export interface OpenRebuild {
  /** See `Rebuilder`. */
  step(request: RebuildRequest): Promise<RebuildStep>;
  remove(symbol: string, date: string, expiration?: string): Promise<RemovedRebuilt>;
  close(): Promise<void>;
}

/** @throws SpyglassError `database_*`, `data_dir` */
export async function openRebuild(options: OpenAloneOptions): Promise<OpenRebuild> {
  const alone = await openAlone(options);
  const { settings, hours, db } = alone;
  const rebuilder = createRebuilder({
    ...alone,
    source: 'polygon',
    assumptions: () => assumptionsOf(settings, hours.calendar),
    dealerSign: () => settings.dealerSign,
  });
  return {
    step: (request) => alone.run((signal) => rebuilder.step(request, signal)),
    remove: (symbol, date, expiration) => alone.run(() => db.rebuilt.remove(symbol, date, expiration)),
    close: alone.close,
  };
}
