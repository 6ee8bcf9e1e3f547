import type { ArchivedSessionStore } from '../../recordings/archived-sessions.ts';
import type { BarStore } from '../../recordings/bars.ts';
import type { Maintenance } from '../../recordings/maintenance.ts';
import type { LevelsStore, RecomputedLevelsStore } from '../../recordings/levels.ts';
import type { PollRows } from '../../recordings/poll-rows.ts';
import type { QuoteStore } from '../../recordings/quotes.ts';
import type { RebuiltStore } from '../../recordings/rebuilt.ts';
import type { PostgresConnection } from './connection/sql.ts';
import { createMaintenance } from './maintenance.ts';
import { guarded } from './postgres-error.ts';
import { createArchivedSessionStore } from './stores/archived-session-store.ts';
import { createBarStore } from './stores/bar-store.ts';
import { createChainStore, type PostgresChainStore } from './stores/chains/chain-store.ts';
import { createPollRows } from './stores/chains/poll-rows.ts';
import { createLevelsStore } from './stores/levels/levels-store.ts';
import { createRecomputedLevelsStore } from './stores/levels/recomputed-levels-store.ts';
import { createQuoteStore } from './stores/quote-store.ts';
import { createRebuiltStore } from './stores/rebuilt/rebuilt-store.ts';
import { createTableStatus } from './table-status.ts';
import type { PostgresWriter } from './writer.ts';

/**
 * Every store on one connection, with PostgreSQL's errors mapped.
 *
 * @param name what people are shown of the store's URL
 */
export function assembleStores(connection: PostgresConnection, writer: PostgresWriter, name: string) {
  return {
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
  };
}
