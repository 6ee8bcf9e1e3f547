/** Migrates the database named, and is killed in the last migration, after the ones before it and within their transaction. */
import { migrations } from '../../migrations/list.ts';
import { migrateDatabase } from '../../src/db/sqlite/migrating/migrate-database.ts';

const last = migrations.at(-1)!.class.prototype;
const up = last.up;
last.up = async function upAndDie(this: typeof last) {
  await up.call(this);
  process.kill(process.pid, 'SIGKILL');
};
await migrateDatabase({
  path: process.argv[2]!,
  pid: process.pid,
  limits: { rows: 0, ms: 0 },
  agree: () => true,
});
