import { Migration20261123000000_initial } from './Migration20261123000000_initial.ts';
import { Migration20261123080000_chain_metrics } from './Migration20261123080000_chain_metrics.ts';
import { Migration20261127120000_exchange_days } from './Migration20261127120000_exchange_days.ts';
import { Migration20261127120600_alerts } from './Migration20261127120600_alerts.ts';
import { Migration20261127214500_times_and_provenance } from './Migration20261127214500_times_and_provenance.ts';
import { Migration20261128092000_underlyings } from './Migration20261128092000_underlyings.ts';

/**
 * Every migration, oldest first, by import: a bundle has no folder to search. A released one is never edited; after
 * `npm run db:migration` add the new file here.
 */
export const migrations = [
  { name: 'Migration20261123000000_initial', class: Migration20261123000000_initial },
  { name: 'Migration20261123080000_chain_metrics', class: Migration20261123080000_chain_metrics },
  { name: 'Migration20261127120000_exchange_days', class: Migration20261127120000_exchange_days },
  { name: 'Migration20261127120600_alerts', class: Migration20261127120600_alerts },
  {
    name: 'Migration20261127214500_times_and_provenance',
    class: Migration20261127214500_times_and_provenance,
  },
  { name: 'Migration20261128092000_underlyings', class: Migration20261128092000_underlyings },
];
