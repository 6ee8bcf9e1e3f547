/** A throw-away server of Debian's PostgreSQL, and PgBouncer before it. Neither runs as root: as the user `postgres`, then. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where a server answers, and how it ends. */
export interface Started {
  url: string;
  stop(): Promise<void>;
}

const installed = '/usr/lib/postgresql';

/** Debian's newest PostgreSQL. Throws where none is installed. */
function binaries(): string {
  const versions = existsSync(installed)
    ? readdirSync(installed)
        .map(Number)
        .toSorted((a, b) => b - a)
    : [];
  const found = versions
    .map((version) => join(installed, String(version), 'bin'))
    .find((directory) => existsSync(join(directory, 'initdb')));
  if (found) return found;
  throw new Error(
    'No PostgreSQL is installed: `apt-get install postgresql pgbouncer`, or name a server in SPYGLASS_TEST_POSTGRES_URL.',
  );
}

const isRoot = process.getuid?.() === 0;

/** A command as somebody who may run a database; signals reach it, since nothing stands between. */
function asUser(command: string, args: string[]): [string, string[]] {
  const become = ['--reuid=postgres', '--regid=postgres', '--init-groups', command];
  return isRoot ? ['setpriv', [...become, ...args]] : [command, args];
}

/** A new directory of whoever runs the database. */
function ownDirectory(name: string): string {
  const directory = mkdtempSync(join(tmpdir(), name));
  if (isRoot) {
    const id = (option: string) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
    chownSync(directory, id('-u'), id('-g'));
  }
  return directory;
}

/** A TCP port of loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Starts a server with an empty cluster. Its data is gone after `stop`.
 * @param more `name=value` of postgresql.conf
 */
export async function startCluster(more: readonly string[] = []): Promise<Started> {
  const bin = binaries();
  const directory = ownDirectory('sg-pg-');
  const data = join(directory, 'data');
  execFileSync(
    ...asUser(join(bin, 'initdb'), [
      '-D',
      data,
      '-A',
      'trust',
      '-U',
      'postgres',
      '-E',
      'UTF8',
      '--locale=C',
      '-N',
    ]),
  );
  const port = await freePort();
  const settings = [
    ...['listen_addresses=127.0.0.1', `unix_socket_directories=${directory}`, `port=${port}`],
    // Nothing of it outlives a crash of the machine.
    ...['fsync=off', 'max_connections=60', 'shared_buffers=64MB'],
    ...more,
  ];
  const server = spawn(
    ...asUser(join(bin, 'postgres'), ['-D', data, ...settings.flatMap((one) => ['-c', one])]),
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  await says(server, /ready to accept connections/);
  const stop = async () => {
    // Fast: it ends the connections that are left.
    await ended(server, 'SIGINT');
    rmSync(directory, { recursive: true, force: true });
  };
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop };
}

/**
 * Runs something on the server that SPYGLASS_TEST_POSTGRES_URL names, or on a throw-away one, which ends afterwards whatever
 * happens. Throws where there is neither.
 */
export async function withCluster<T>(
  use: (url: string) => Promise<T>,
  settings: readonly string[] = [],
): Promise<T> {
  const named = process.env.SPYGLASS_TEST_POSTGRES_URL;
  if (named) return await use(named);
  const cluster = await startCluster(settings);
  try {
    return await use(cluster.url);
  } finally {
    await cluster.stop();
  }
}

/** Starts PgBouncer before a server. */
export async function startPgBouncer(serverUrl: string, mode: 'session' | 'transaction'): Promise<Started> {
  const { hostname, port: serverPort, username, pathname } = new URL(serverUrl);
  const directory = ownDirectory('sg-bouncer-');
  const port = await freePort();
  const file = join(directory, 'pgbouncer.ini');
  writeFileSync(
    file,
    [
      '[databases]',
      `* = host=${hostname} port=${serverPort || 5432} user=${username}`,
      '[pgbouncer]',
      `listen_addr = 127.0.0.1\nlisten_port = ${port}\nunix_socket_dir =`,
      `auth_type = any\npool_mode = ${mode}\ndefault_pool_size = 12`,
    ].join('\n'),
  );
  chmodSync(file, 0o644);
  const server = spawn(...asUser('/usr/sbin/pgbouncer', [file]), { stdio: ['ignore', 'ignore', 'pipe'] });
  await says(server, /process up/);
  const stop = async () => {
    await ended(server, 'SIGTERM');
    rmSync(directory, { recursive: true, force: true });
  };
  return { url: `postgres://${username}@127.0.0.1:${port}${pathname}`, stop };
}

/** Resolves once a process has said something; rejects when it ends before. */
async function says(process: ChildProcess, text: RegExp): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    process.once('error', reject);
    process.once('exit', (code) => reject(new Error(`It ended with ${code}:\n${said}`)));
    process.stderr?.setEncoding('utf8').on('data', (more: string) => {
      said += more;
      if (text.test(said)) resolve();
    });
  });
}

async function ended(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exit = once(server, 'exit');
  server.kill(signal);
  await exit;
}
