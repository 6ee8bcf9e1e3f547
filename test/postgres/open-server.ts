import { randomBytes } from 'node:crypto';
import type { ExecutionContext } from 'ava';
import { createDatabase, onServer } from '../support/postgres/test-server.ts';

/** The server that `test/postgres/run.ts` has. */
export const serverUrl: string = process.env.SPYGLASS_TEST_POSTGRES_URL ?? '';

/** The URL of a new, empty database that goes with the test. */
export async function newStore(t: Pick<ExecutionContext, 'teardown'>): Promise<string> {
  const { url, drop } = await createDatabase(serverUrl);
  t.teardown(drop);
  return url;
}

/** The same, by a user of its own with a password, who owns the database and is nobody else's superuser. */
export async function newStoreOfUser(t: Pick<ExecutionContext, 'teardown'>): Promise<string> {
  const user = `spyglass_test_user_${randomBytes(6).toString('hex')}`;
  await onServer(serverUrl, `create role ${user} login password 'pass-word'`);
  t.teardown(() => onServer(serverUrl, `drop role ${user}`));
  const { url, drop } = await createDatabase(serverUrl, user);
  t.teardown(drop);
  const own = new URL(url);
  own.username = user;
  own.password = 'pass-word';
  return own.href;
}
