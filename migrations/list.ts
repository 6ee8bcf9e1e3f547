import type { Migration } from '@mikro-orm/migrations';
import { Migration20261123000000_initial } from './Migration20261123000000_initial.ts';
import { Migration20261123080000_chain_metrics } from './Migration20261123080000_chain_metrics.ts';
import { Migration20261127120000_exchange_days } from './Migration20261127120000_exchange_days.ts';
import { Migration20261127120600_alerts } from './Migration20261127120600_alerts.ts';
import { Migration20261127214500_times_and_provenance } from './Migration20261127214500_times_and_provenance.ts';
import { Migration20261128092000_underlyings } from './Migration20261128092000_underlyings.ts';
import { Migration20261128124000_times_of_notice } from './Migration20261128124000_times_of_notice.ts';
import { Migration20261128170000_archived_sessions } from './Migration20261128170000_archived_sessions.ts';
import { Migration20261128171000_rebuilt } from './Migration20261128171000_rebuilt.ts';
import { Migration20261128180000_alert_deliveries } from './Migration20261128180000_alert_deliveries.ts';

/** A migration, and what it costs where there are many rows. */
export interface ListedMigration {
  name: string;
  class: new (...args: ConstructorParameters<typeof Migration>) => Migration;
  /** Tables that it makes anew, row by row. Left out: all, so that one that says nothing is taken for a long one. */
  rewrites?: readonly string[];
  /** Tables that it reads from end to end, once for each time that they are named. Left out: all. */
  reads?: readonly string[];
}

/**
 * Every migration, oldest first, by import: a bundle has no folder to search. A released one is never edited; after
 * `npm run db:migration` add the new file here, with what it
 * costs.
 */
export const migrations: readonly ListedMigration[] = [
  {
    name: 'Migration20261123000000_initial',
    class: Migration20261123000000_initial,
    rewrites: [],
    reads: [],
  },
  {
    name: 'Migration20261123080000_chain_metrics',
    class: Migration20261123080000_chain_metrics,
    rewrites: [],
    reads: [],
  },
  {
    name: 'Migration20261127120000_exchange_days',
    class: Migration20261127120000_exchange_days,
    rewrites: [],
    reads: [],
  },
  { name: 'Migration20261127120600_alerts', class: Migration20261127120600_alerts, rewrites: [], reads: [] },
  {
    name: 'Migration20261127214500_times_and_provenance',
    class: Migration20261127214500_times_and_provenance,
    rewrites: ['chain_metrics'],
    // Each column that is added has a CHECK, which SQLite holds against the rows there are.
    reads: [
      ...['spy_quotes', 'spy_quotes', 'spy_quotes', 'chain_polls', 'chain_polls', 'chain_polls'],
      ...['option_contracts', 'option_contracts', 'alerts'],
    ],
  },
  {
    name: 'Migration20261128092000_underlyings',
    class: Migration20261128092000_underlyings,
    rewrites: ['poll_gaps'],
    // Seven columns are added to the levels; which underlying was polled most is counted.
    reads: [...Array.from({ length: 7 }, () => 'chain_metrics'), 'chain_polls', 'spy_quotes'],
  },
  {
    name: 'Migration20261128124000_times_of_notice',
    class: Migration20261128124000_times_of_notice,
    rewrites: [],
    // Five columns with a CHECK, and two indexes.
    reads: [
      ...['chain_metrics', 'recomputed_metrics', 'poll_gaps', 'poll_gaps', 'historical_prices'],
      ...['spy_quotes', 'chain_polls'],
    ],
  },
  {
    name: 'Migration20261128170000_archived_sessions',
    class: Migration20261128170000_archived_sessions,
    rewrites: [],
    // An index.
    reads: ['spy_quotes'],
  },
  {
    name: 'Migration20261128171000_rebuilt',
    class: Migration20261128171000_rebuilt,
    rewrites: [],
    reads: [],
  },
  {
    name: 'Migration20261128180000_alert_deliveries',
    class: Migration20261128180000_alert_deliveries,
    rewrites: [],
    reads: [],
  },
];
