import type { ListedMigration } from '../list.ts';
import { Migration20261128210000_initial } from './Migration20261128210000_initial.ts';

/** Every migration of a store on PostgreSQL, oldest first. A released one is never edited. */
export const postgresMigrations: readonly Pick<ListedMigration, 'name' | 'class'>[] = [
  { name: 'Migration20261128210000_initial', class: Migration20261128210000_initial },
];
