import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { defineConfig } from '@mikro-orm/sqlite';
import { ormOptions } from './src/db/sqlite/orm-options.ts';

const path = process.env.SPYGLASS_DB ?? 'temp/dev.sqlite';
mkdirSync(dirname(path), { recursive: true });
const options = ormOptions(path);

/**
 * For the `mikro-orm` command, on the database that SPYGLASS_DB names. Spyglass itself opens its database with
 * `src/db/sqlite/open-database.ts`, by the same options.
 */
export default defineConfig({
  ...options,
  migrations: {
    ...options.migrations,
    path: 'migrations',
    pathTs: 'migrations',
    emit: 'ts',
    silent: false,
    // What `migration:create` compares the entities with, so that it needs no database.
    snapshot: true,
    snapshotOnMigrate: false,
    snapshotName: '.snapshot-spyglass',
  },
});
