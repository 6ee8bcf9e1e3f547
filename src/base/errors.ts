/**
 * How severe a problem is that lasts, the worst first. `critical`: nothing is recorded until somebody acts. `error`: some
 * of what is due is not recorded. `warning`: it passes by itself, or only something secondary to the recording is missing.
 */
export const severities = ['critical', 'error', 'warning'] as const;
/** How bad an error is. */
export type Severity = (typeof severities)[number];

/**
 * Every error a person can meet: its code, what they can do about it, the exit code that scripts see, and how severe it
 * is as a problem that lasts. The table in docs/commands.md is generated from here.
 */
export const errorTable = {
  internal: {
    exit: 1,
    severity: 'error',
    hint: 'This is a fault in Spyglass: please report it with the lines above.',
  },
  usage: { exit: 2, severity: 'error', hint: 'See `spyglass --help`.' },
  settings: {
    exit: 2,
    severity: 'error',
    hint: 'Correct the setting that is named, in the file, the environment or the flag it came from.',
  },
  not_running: {
    exit: 3,
    severity: 'error',
    hint: 'Start it: `spyglass` for the dashboard, `spyglass daemon run` without one.',
  },
  unhealthy: { exit: 4, severity: 'error', hint: 'The problems listed say what to do about each.' },
  no_data: {
    exit: 5,
    severity: 'error',
    hint: 'Nothing of this kind has been recorded yet; wait for the next poll or run `spyglass refresh`.',
  },
  key_rejected: {
    exit: 10,
    severity: 'critical',
    hint: 'Check MASSIVE_API_KEY (or POLYGON_API_KEY): the API does not know this key. Without a key, `spyglass --demo` shows a simulated market.',
  },
  not_entitled: {
    exit: 11,
    severity: 'warning',
    hint: 'The plan of this key does not include this; see the plans on the vendor’s pricing page.',
  },
  upstream_unreachable: { exit: 12, severity: 'error', hint: 'Check the network and SPYGLASS_BASE_URL.' },
  upstream_failed: {
    exit: 13,
    severity: 'error',
    hint: 'Spyglass keeps trying and shows the last good values.',
  },
  rate_limited: {
    exit: 14,
    severity: 'warning',
    hint: 'The calls of this minute are used up; it goes on by itself in the next one.',
  },
  unknown_symbol: {
    exit: 15,
    severity: 'warning',
    hint: 'Correct the symbol, or take it out: watch.symbol and watch.symbols in the settings file, which `spyglass config path` finds.',
  },
  data_dir: {
    exit: 20,
    severity: 'critical',
    hint: 'Give a directory that you may write to with --data-dir.',
  },
  database_locked: {
    exit: 21,
    severity: 'critical',
    hint: 'Another daemon records into this database: attach to it with `spyglass`, or stop it with `spyglass daemon stop`.',
  },
  database_newer: {
    exit: 22,
    severity: 'critical',
    hint: 'Upgrade Spyglass, or point --data-dir at another directory. Nothing was changed.',
  },
  database_broken: {
    exit: 23,
    severity: 'critical',
    hint: 'Nothing was changed. Restore a backup, or point --data-dir at another directory.',
  },
  database_full: {
    exit: 24,
    severity: 'critical',
    hint: 'Free some disk space; recording goes on by itself once there is room.',
  },
  database_gone: {
    exit: 25,
    severity: 'critical',
    hint: '`spyglass db backup FILE` saves what was recorded. Put the same file back, and recording goes on by itself; or put that backup there and run `spyglass daemon restart`.',
  },
  database_busy: {
    exit: 26,
    severity: 'critical',
    hint: 'Another program keeps a lock on the database, such as a backup tool or an SQL shell in a transaction: let it end. Spyglass tries again by itself.',
  },
  file: {
    exit: 27,
    severity: 'error',
    hint: 'Let this user read and write there, or name another place.',
  },
  migration_needed: {
    exit: 28,
    severity: 'critical',
    hint: 'Run `spyglass db migrate --dry-run`, which says how long it takes and what room it needs, and then `spyglass db migrate`. Nothing was changed.',
  },
  archive_unavailable: {
    exit: 29,
    severity: 'error',
    hint: 'Recording goes on, and nothing that is not archived is removed. Let the archive’s directory be there and be written to, or name another one as archive.dir.',
  },
  archive_damaged: {
    exit: 34,
    severity: 'error',
    hint: 'Nothing was changed. `spyglass archive verify` names every file that is not what it was: bring it back from a copy, or write it again with `spyglass archive now DATE --replace` while the database still has the date.',
  },
  lease_held: {
    exit: 47,
    severity: 'error',
    hint: 'One daemon of the desk records. Run this on the machine that is named, or stop the daemon there first: `spyglass status` shows which it is.',
  },
  lease_lost: {
    exit: 48,
    severity: 'critical',
    hint: 'Another daemon records by now. This one follows it, and leaves it what it could not store.',
  },
  store: {
    exit: 49,
    severity: 'critical',
    hint: 'Check store.url, the server and its log. A daemon that runs goes on by itself once the store answers; one that could not start is to be started again.',
  },
  copy_differs: {
    exit: 46,
    severity: 'error',
    hint: 'Nothing was overwritten. What differs was recorded or changed in one of the two after an earlier copy: stop the daemons, and copy into an empty store, or keep what is there.',
  },
  socket: { exit: 30, severity: 'error', hint: 'Give a shorter path that you may write to with --socket.' },
  protocol_mismatch: {
    exit: 31,
    severity: 'error',
    hint: 'Upgrade the older side; `spyglass daemon restart` starts the daemon again from this version.',
  },
  protocol: {
    exit: 32,
    severity: 'error',
    hint: 'Whoever answers on this socket does not speak Spyglass’s protocol; check --socket.',
  },
  host: {
    exit: 36,
    severity: 'error',
    hint: 'Look whether ssh reaches that machine, and whether a daemon runs there.',
  },
  read_only: {
    exit: 35,
    severity: 'error',
    hint: 'This way to the daemon is for reading: what costs calls or changes anything is done on its own machine.',
  },
  timeout: {
    exit: 33,
    severity: 'error',
    hint: 'The daemon is busy or stuck; `spyglass status` says more.',
  },
  terminal: {
    exit: 40,
    severity: 'error',
    hint: 'Run it in a terminal, or use a command with --json in a script.',
  },
  output: {
    exit: 41,
    severity: 'error',
    hint: 'Make room where the output goes, or send it somewhere else.',
  },
  service: {
    exit: 42,
    severity: 'error',
    hint: 'Run the command that failed yourself; its reason is said above.',
  },
  clock: {
    exit: 44,
    severity: 'critical',
    hint: 'Set the machine’s clock (`date`, or a time service). Recording waits, and goes on by itself once it is right.',
  },
  alert_delivery: {
    exit: 45,
    severity: 'warning',
    hint: 'Nothing is lost: each alert is tried again for a day. `spyglass alerts test` tries every channel now; docs/alerts.md says how they are set.',
  },
  log: {
    exit: 43,
    severity: 'warning',
    hint: 'Recording goes on. Make room where the log lies, or let it be written there; it is tried again with each line.',
  },
} as const satisfies Record<string, { exit: number; severity: Severity; hint: string }>;

/** A row of the error table. */
export type ErrorCode = keyof typeof errorTable;

/** What an error can carry next to its message. */
export interface SpyglassErrorOptions {
  /** The original error, kept for logs. */
  cause?: unknown;
  /** A more precise hint than the table's. */
  hint?: string;
}

/** An expected failure: `message` says what happened, `hint` what to do, `exitCode` what a script sees. */
export class SpyglassError extends Error {
  override readonly name = 'SpyglassError';
  readonly code: ErrorCode;
  readonly hint: string;

  constructor(code: ErrorCode, message: string, options: SpyglassErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.hint = options.hint ?? errorTable[code].hint;
  }

  get exitCode(): number {
    return errorTable[this.code].exit;
  }
}

/** Whether a text is a code of this version’s table. */
export function isErrorCode(text: unknown): text is ErrorCode {
  return typeof text === 'string' && Object.hasOwn(errorTable, text);
}

/** What the operating system says about files, in words, and what to do where that is another thing than usual. */
const fileProblems: Record<string, { says: string; hint?: string }> = {
  EACCES: { says: 'permission was denied' },
  EPERM: { says: 'the operation is not permitted' },
  EROFS: { says: 'the file system is read-only' },
  ENOENT: { says: 'there is no such file or directory' },
  ENOTDIR: { says: 'a part of the path is no directory' },
  EISDIR: { says: 'it is a directory' },
  EEXIST: { says: 'it exists already' },
  ELOOP: { says: 'its symbolic links lead in a circle' },
  ENAMETOOLONG: { says: 'the path is too long' },
  ENOSPC: { says: 'there is no room left', hint: 'Free some disk space (or inodes: `df -i`).' },
  EDQUOT: { says: 'the quota is used up', hint: 'Free some disk space of this user.' },
  EMFILE: { says: 'too many files are open', hint: 'Raise the limit of open files (`ulimit -n`).' },
  ENFILE: { says: 'this machine has too many files open', hint: 'End programs that keep files open.' },
  EIO: { says: 'the disk cannot be read or written', hint: 'See the system’s log about the disk.' },
};

/** A failure of the file system as an expected error; `null` for anything else, such as a program that is not found. */
export function toFileError(thrown: unknown): SpyglassError | null {
  if (!(thrown instanceof Error) || !('code' in thrown) || !('syscall' in thrown)) return null;
  const { code, syscall } = thrown;
  const problem = typeof code === 'string' ? fileProblems[code] : undefined;
  const file = 'path' in thrown && typeof thrown.path === 'string' ? thrown.path : null;
  if (!problem || typeof syscall !== 'string' || syscall.startsWith('spawn')) return null;
  // Sockets fail in the same words, about an address.
  if (file === null && !['write', 'read', 'fsync', 'ftruncate'].includes(syscall)) return null;
  const message = `Cannot ${syscall} ${file ?? 'a file'}: ${problem.says} (${code}).`;
  return new SpyglassError('file', message, { cause: thrown, ...(problem.hint && { hint: problem.hint }) });
}

/** Anything thrown, as a `SpyglassError`: expected ones as they are, of files as `file`, the rest as `internal`. */
export function toSpyglassError(thrown: unknown): SpyglassError {
  if (thrown instanceof SpyglassError) return thrown;
  const fileError = toFileError(thrown);
  if (fileError) return fileError;
  return new SpyglassError('internal', messageOf(thrown), { cause: thrown });
}

/** The message of anything thrown, on one line. */
export function messageOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  return text.replaceAll(/\s*\n\s*/g, ' ');
}
