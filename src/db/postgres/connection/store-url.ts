import { readFileSync } from 'node:fs';
import { type ConnectionOptions, checkServerIdentity } from 'node:tls';
import { messageOf, SpyglassError } from '../../../base/errors.ts';

/** Where a store is, and who asks. Never for a message as a whole: `name` is what people are shown. */
export interface StoreAddress {
  /** `postgres://host:port/database`: no user, no password, no options. */
  name: string;
  /** Host name, IP address, or the directory of a Unix socket. */
  host: string;
  port: number;
  database: string;
  /** Left out: what the environment says (`PGUSER`, or who runs this). */
  user: string | undefined;
  /** Left out: what the environment says (`PGPASSWORD`, `~/.pgpass`). */
  password: string | undefined;
  /** `false`: in the clear. */
  tls: false | ConnectionOptions;
}

const tlsModes = ['disable', 'require', 'verify-ca', 'verify-full'] as const;
type TlsMode = (typeof tlsModes)[number];

const parameters = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'host'];

/**
 * Reads the URL of a store: `postgres://user:password@host:5432/database?sslmode=verify-full&sslrootcert=FILE`. TLS is as libpq
 * has it: `require` encrypts and takes any certificate, unless `sslrootcert` names who must have signed it; without
 * `sslmode`, in the clear.
 *
 * Throws `SpyglassError` (`settings`), without the URL.
 */
export function readStoreUrl(text: string): StoreAddress {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['postgres:', 'postgresql:'].includes(url.protocol))
    throw wrong('is no URL of PostgreSQL: postgres://user@host:5432/database');
  const unknown = [...url.searchParams.keys()].find((name) => !parameters.includes(name));
  if (unknown !== undefined) throw wrong(`has the parameter ${unknown}; known are ${parameters.join(', ')}`);
  const host = url.searchParams.get('host') ?? (decoded(url.hostname) || 'localhost');
  const port = Number(url.port || 5432);
  const database = decoded(url.pathname.slice(1));
  if (!database) throw wrong('names no database: postgres://user@host:5432/database');
  return {
    name: `postgres://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}/${database}`,
    host: host.replace(/^\[(.*)\]$/, '$1'),
    port,
    database,
    user: decoded(url.username) || undefined,
    password: decoded(url.password) || undefined,
    tls: readTls(url.searchParams, host.replace(/^\[(.*)\]$/, '$1')),
  };
}

function readTls(search: URLSearchParams, host: string): false | ConnectionOptions {
  const mode = search.get('sslmode') ?? 'disable';
  if (!isTlsMode(mode)) throw wrong(`has the sslmode ${mode}; known are ${tlsModes.join(', ')}`);
  if (mode === 'disable') return false;
  const ca = certificate(search, 'sslrootcert');
  if (mode === 'verify-ca' && !ca) throw wrong('has sslmode verify-ca without sslrootcert');
  return {
    ...(ca && { ca }),
    ...(search.has('sslcert') && { cert: certificate(search, 'sslcert') }),
    ...(search.has('sslkey') && { key: certificate(search, 'sslkey') }),
    ...(mode === 'require' && !ca && { rejectUnauthorized: false }),
    // Who signed it is enough, or it must be of this name: the driver would hold an IP address to be `localhost`.
    checkServerIdentity: (_, peer) => (mode === 'verify-full' ? checkServerIdentity(host, peer) : undefined),
  };
}

const isTlsMode = (text: string): text is TlsMode => tlsModes.some((mode) => mode === text);

function certificate(search: URLSearchParams, name: string): string | undefined {
  const file = search.get(name);
  if (file === null) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw wrong(`names a file as ${name} that cannot be read: ${messageOf(cause)}`, cause);
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw wrong('has a % that is not followed by two digits', cause);
  }
}

function wrong(what: string, cause?: unknown): SpyglassError {
  return new SpyglassError('settings', `store.url ${what}.`, { cause });
}
