import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A PostgreSQL server for tests. */
export interface TestCluster {
  /** Of a superuser, with the database `postgres`. */
  url: string;
  /** Stops it and removes its files; does nothing to a server that was there. */
  close(): void;
}

/** Where Debian keeps the programs of each version. */
const debianPlace = '/usr/lib/postgresql';

/** The programs of the newest version that is installed. @throws Error where there is none */
function programs(): string {
  const versions = existsSync(debianPlace) ? readdirSync(debianPlace) : [];
  const newest = versions.map(Number).sort((a, b) => b - a)[0];
  if (newest === undefined) {
    throw new Error('There is no PostgreSQL: apt-get install postgresql, or set SPYGLASS_TEST_POSTGRES_URL.');
  }
  return path.join(debianPlace, String(newest), 'bin');
}

/** PostgreSQL refuses to run as root. */
function otherUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const idOf = (what: string) => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * The server that SPYGLASS_TEST_POSTGRES_URL names, or a throw-away one of Debian's PostgreSQL on loopback.
 * @param settings `name=value` of postgresql.conf, for a throw-away one
 * @throws Error where there is neither
 */
export async function startCluster(settings: readonly string[] = []): Promise<TestCluster> {
  const named = process.env.SPYGLASS_TEST_POSTGRES_URL;
  if (named) return { url: named, close: () => {} };
  const bin = programs();
  const user = otherUser();
  const directory = mkdtempSync(path.join(tmpdir(), 'spyglass-pg-'));
  if (user) chownSync(directory, user.uid, user.gid);
  const data = path.join(directory, 'data');
  const run = (program: string, args: string[]) =>
    execFileSync(path.join(bin, program), args, { cwd: directory, stdio: 'pipe', ...user });
  run('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync']);
  const port = await freePort();
  const options = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${directory}`,
    ...settings,
  ];
  const log = path.join(directory, 'log');
  run('pg_ctl', [
    '-D',
    data,
    '-w',
    '-l',
    log,
    '-o',
    options.map((option) => `-c ${option}`).join(' '),
    'start',
  ]);
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    close() {
      run('pg_ctl', ['-D', data, '-m', 'immediate', '-w', 'stop']);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Runs something on a server of `startCluster`, and stops that afterwards whatever happens. */
export async function withCluster<T>(
  use: (url: string) => Promise<T>,
  settings: readonly string[] = [],
): Promise<T> {
  const cluster = await startCluster(settings);
  try {
    return await use(cluster.url);
  } finally {
    cluster.close();
  }
}
