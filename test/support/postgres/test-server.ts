import { randomBytes } from 'node:crypto';
import { systemClock } from '../../../src/base/clock.ts';
import { createPool } from '../../../src/db/postgres/connection/pool.ts';
import { connectionOf } from '../../../src/db/postgres/connection/pool-connection.ts';
import { readStoreUrl } from '../../../src/db/postgres/connection/store-url.ts';

/** A new, empty database on a server, by the URL of one that is there. */
export async function createDatabase(
  serverUrl: string,
  owner = 'default',
): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `spyglass_test_${randomBytes(6).toString('hex')}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await onServer(serverUrl, `create database ${name} owner ${owner}`);
  return { url: url.href, drop: () => onServer(serverUrl, `drop database if exists ${name} with (force)`) };
}

/** Runs one statement on a connection of its own. */
export async function onServer(url: string, statement: string): Promise<void> {
  const { pool, close } = await createPool(readStoreUrl(url));
  const connection = connectionOf(pool, systemClock(), close);
  try {
    await connection.run(statement);
  } finally {
    await connection.close();
  }
}
