import { SpyglassError } from '../../../base/errors.ts';
import type { Sql } from '../connection/sql.ts';

/**
 * What a store's prices are of: of the market as it is, or of a moved clock or a simulated API, which must not be mixed with
 * it.
 */
export type StoreMarket = 'live' | 'test';

/**
 * The market of a store, which its first recorder has decided; before that, the one that is asked for.
 *
 * Throws `SpyglassError` (`store`) where another one is asked for.
 *
 * @param asked `null`: whichever it is
 */
export async function storeMarket(sql: Sql, name: string, asked: StoreMarket | null): Promise<string> {
  const found = await sql.get<{ market: string }>(
    'select market from recorder_lease order by market limit 1',
  );
  if (found && asked !== null && found.market !== asked) {
    const [holds, comes] =
      asked === 'live' ? ['prices of tests', 'the market'] : ['the market', 'prices of tests'];
    throw new SpyglassError('store', `${name} holds ${holds}, and this daemon would record ${comes}`, {
      hint: 'A moved clock and an API on this machine need a store of their own.',
    });
  }
  return found?.market ?? asked ?? 'live';
}
