import type { AlertDeliveryStore } from '../../recordings/alert-deliveries.ts';
import type { AlertStore } from '../../recordings/alerts.ts';
import type { ArchivedSessionStore } from '../../recordings/archived-sessions.ts';
import type { BarStore } from '../../recordings/bars.ts';
import type { CacheStore } from '../../recordings/cache.ts';
import type { ExchangeDayStore } from '../../recordings/exchange-days.ts';
import type { GapStore } from '../../recordings/gaps.ts';
import type { Maintenance } from '../../recordings/maintenance.ts';
import type { LevelsStore, RecomputedLevelsStore } from '../../recordings/levels.ts';
import type { PollRows } from '../../recordings/poll-rows.ts';
import type { QuoteStore } from '../../recordings/quotes.ts';
import type { RebuiltStore } from '../../recordings/rebuilt.ts';
import type { SessionRows } from '../../recordings/session-rows.ts';
import type { ApiLog } from '../../recordings/usage.ts';
import type { PostgresConnection } from './connection/sql.ts';
import { createMaintenance } from './maintenance.ts';
import { guarded } from './postgres-error.ts';
import { createAlertDeliveryStore } from './stores/alerts/alert-delivery-store.ts';
import { createAlertStore } from './stores/alerts/alert-store.ts';
import { createApiLog } from './stores/api-log.ts';
import { createArchivedSessionStore } from './stores/archived-session-store.ts';
import { createBarStore } from './stores/bar-store.ts';
import { createCacheStore } from './stores/cache-store.ts';
import { createChainStore, type PostgresChainStore } from './stores/chains/chain-store.ts';
import { createPollRows } from './stores/chains/poll-rows.ts';
import { createExchangeDayStore } from './stores/exchange-day-store.ts';
import { createGapStore } from './stores/gap-store.ts';
import { createLevelsStore } from './stores/levels/levels-store.ts';
import { createRecomputedLevelsStore } from './stores/levels/recomputed-levels-store.ts';
import { createQuoteStore } from './stores/quote-store.ts';
import { createRebuiltStore } from './stores/rebuilt/rebuilt-store.ts';
import { createSessionRows } from './stores/sessions/session-rows-store.ts';
import { createTableStatus } from './table-status.ts';
import type { PostgresWriter } from './writer.ts';

/**
 * Every store on one connection, with PostgreSQL's errors mapped.
 *
 * @param name what people are shown of the store's URL
 */
export function assembleStores(connection: PostgresConnection, writer: PostgresWriter, name: string) {
  const gaps = createGapStore(connection, writer);
  return {
    alerts: guarded<AlertStore>(createAlertStore(connection, writer), name),
    alertDeliveries: guarded<AlertDeliveryStore>(createAlertDeliveryStore(connection, writer), name),
    apiLog: guarded<ApiLog>(createApiLog(connection, writer), name),
    cache: guarded<CacheStore>(createCacheStore(connection, writer), name),
    exchangeDays: guarded<ExchangeDayStore>(createExchangeDayStore(connection, writer), name),
    gaps: guarded<GapStore>(gaps, name),
    quotes: guarded<QuoteStore>(createQuoteStore(connection, writer), name),
    bars: guarded<BarStore>(createBarStore(connection, writer), name),
    rebuilt: guarded<RebuiltStore>(createRebuiltStore(connection, writer), name),
    archivedSessions: guarded<ArchivedSessionStore>(createArchivedSessionStore(connection, writer), name),
    maintenance: guarded<Maintenance>(createMaintenance(connection, name), name),
    ...guarded(createTableStatus(connection, name), name),
    chains: guarded<PostgresChainStore>(createChainStore(connection, writer), name),
    pollRows: guarded<PollRows>(createPollRows(connection), name),
    levels: guarded<LevelsStore>(createLevelsStore(connection), name),
    recomputedLevels: guarded<RecomputedLevelsStore>(createRecomputedLevelsStore(connection, writer), name),
    sessions: guarded<SessionRows>(createSessionRows(connection, gaps), name),
  };
}
