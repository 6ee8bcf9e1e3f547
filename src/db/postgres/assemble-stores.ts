import type { QuoteStore } from '../../recordings/quotes.ts';
import type { PostgresConnection } from './connection/sql.ts';
import { guarded } from './postgres-error.ts';
import { createQuoteStore } from './stores/quote-store.ts';
import type { PostgresWriter } from './writer.ts';

/**
 * Every store on one connection, with PostgreSQL's errors mapped.
 *
 * @param name what people are shown of the store's URL
 */
export function assembleStores(connection: PostgresConnection, writer: PostgresWriter, name: string) {
  return {
    quotes: guarded<QuoteStore>(createQuoteStore(connection, writer), name),
  };
}
