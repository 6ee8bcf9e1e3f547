import { Migrator } from '@mikro-orm/migrations';
import { defineConfig, type Options } from '@mikro-orm/sqlite';
import { migrations } from '../../../migrations/list.ts';
import { AlertDeliveryRow } from '../schema/alerts/alert-deliveries.ts';
import { AlertRow } from '../schema/alerts/alerts.ts';
import { ApiRequest } from '../schema/api-requests-log.ts';
import { ArchivedSessionRow } from '../schema/archived-sessions.ts';
import { ChainMetric } from '../schema/chain-metrics.ts';
import { ChainPoll } from '../schema/chain-polls.ts';
import { ExchangeDay } from '../schema/exchange-days.ts';
import { HistoricalPrice } from '../schema/historical-prices.ts';
import { MarketDataCache } from '../schema/market-data-cache.ts';
import { OptionContract } from '../schema/option-contracts.ts';
import { PollGap } from '../schema/poll-gaps.ts';
import { RebuiltContractRow } from '../schema/rebuilt/rebuilt-contracts.ts';
import { RebuiltDayRow } from '../schema/rebuilt/rebuilt-days.ts';
import { RebuiltMetric } from '../schema/rebuilt/rebuilt-metrics.ts';
import { RebuiltMinuteRow } from '../schema/rebuilt/rebuilt-minutes.ts';
import { RebuiltSpotRow } from '../schema/rebuilt/rebuilt-spots.ts';
import { RecomputedMetric } from '../schema/recomputed-metrics.ts';
import { SpyQuote } from '../schema/spy-quotes.ts';

export const entities = [
  MarketDataCache,
  SpyQuote,
  OptionContract,
  HistoricalPrice,
  ApiRequest,
  ChainPoll,
  ChainMetric,
  PollGap,
  ExchangeDay,
  AlertRow,
  AlertDeliveryRow,
  RecomputedMetric,
  ArchivedSessionRow,
  RebuiltDayRow,
  RebuiltContractRow,
  RebuiltMinuteRow,
  RebuiltSpotRow,
  RebuiltMetric,
] as const;

/** How long a statement waits for another process (a backup tool, a reader's checkpoint) before it gives up. */
export const busyTimeoutMs = 5000;

/**
 * The one configuration of the ORM, for the daemon and for the `mikro-orm` command. Entities and migrations are listed
 * by import, because a bundle has no folders to search.
 */
export function ormOptions(path: string, overrides: Partial<Options> = {}): Options {
  return defineConfig({
    dbName: path,
    entities: [...entities],
    extensions: [Migrator],
    driverOptions: { timeout: busyTimeoutMs },
    // Kysely does not queue for SQLite's single connection, so a transaction spanning an `await` would take in whatever
    // else is written meanwhile. The entity manager therefore writes in single statements only.
    implicitTransactions: false,
    debug: false,
    colors: false,
    migrations: {
      migrationsList: migrations.map(({ name, class: migration }) => ({ name, class: migration })),
      snapshot: false,
      silent: true,
    },
    ...overrides,
  }) as Options;
}
