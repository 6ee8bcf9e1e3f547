import { type ErrorCode, isErrorCode, messageOf, SpyglassError } from '../../base/errors.ts';
import { guardedBy } from '../guarded.ts';
import { RejectedRow } from '../../recordings/rejected-row.ts';

/** What a person can do something about, by the beginning of PostgreSQL's code (SQLSTATE). The first that fits counts. */
const meanings: readonly { prefix: string; code: ErrorCode; says: string }[] = [
  { prefix: '53100', code: 'database_full', says: 'there is no room left on the disk of' },
  { prefix: '53200', code: 'store', says: 'there is no memory left on the server of' },
  { prefix: '53300', code: 'store', says: 'no more connections are taken by' },
  { prefix: '28', code: 'store', says: 'the user or the password was refused by' },
  { prefix: '3D000', code: 'store', says: 'there is no such database at' },
  { prefix: '42501', code: 'store', says: 'this user may not do that on' },
  { prefix: '25P03', code: 'store', says: 'a transaction was idle for too long on' },
  { prefix: '25006', code: 'store', says: 'nothing may be written to' },
  { prefix: '55P03', code: 'store', says: 'another session keeps a lock on' },
  { prefix: '57014', code: 'store', says: 'a statement took too long on' },
  { prefix: '57P', code: 'store', says: 'the server is being shut down, or has ended the connection, of' },
  { prefix: '08', code: 'store', says: 'the connection was lost to' },
  { prefix: '0A000', code: 'store', says: 'the tables were changed meanwhile of' },
  { prefix: '40', code: 'store', says: 'a transaction was undone by the server of' },
  { prefix: 'XX001', code: 'database_broken', says: 'there is damage in' },
  { prefix: 'XX002', code: 'database_broken', says: 'there is damage in' },
];

/** Codes and messages of Node and of the driver that mean: the server is away. */
const awayCodes = [
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'ENOENT', 'EACCES'],
];
const awayMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end|The server does not support SSL|Client was passed a null)/;
const tlsCode = /^(ERR_TLS|ERR_SSL|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|EPROTO)/;

/** The errors that an error was made of, it first: the ORM wraps what the driver throws, Node what several addresses say. */
function* causesOf(thrown: unknown): Generator<object> {
  let error = thrown;
  for (let depth = 0; depth < 6 && typeof error === 'object' && error !== null; depth++) {
    yield error;
    if (error instanceof AggregateError) error = error.errors[0];
    else error = 'cause' in error ? error.cause : 'previous' in error ? error.previous : null;
  }
}

/** PostgreSQL's code (SQLSTATE, five characters) of anything thrown; `null` where the server did not say it. */
export function sqlState(thrown: unknown): string | null {
  for (const error of causesOf(thrown)) {
    if (
      'code' in error &&
      typeof error.code === 'string' &&
      /^[0-9A-Z]{5}$/.test(error.code) &&
      'severity' in error
    )
      return error.code;
  }
  return null;
}

/** Whether a row was refused by a CHECK, NOT NULL, UNIQUE or the type of a column; that its partition is missing is a fault. */
export function isRefusedRow(thrown: unknown): boolean {
  const state = sqlState(thrown) ?? '';
  return /^2[23]/.test(state) && !(state === '23514' && /^no partition/.test(serverMessage(thrown)));
}

/** Whether a statement was prepared before a migration that changed the types of what it returns. */
export function isOfFormerSchema(thrown: unknown): boolean {
  return sqlState(thrown) === '0A000' && /cached plan/.test(serverMessage(thrown));
}

/** Whether the server did not answer, or ended the connection: what was asked for may be asked for again later. */
export function isAway(thrown: unknown): boolean {
  if (/^(08|57P|25P03)/.test(sqlState(thrown) ?? '')) return true;
  for (const error of causesOf(thrown)) {
    if ('code' in error && awayCodes.includes(String(error.code))) return true;
    if (error instanceof Error && awayMessages.test(error.message)) return true;
  }
  return false;
}

/**
 * Expected failures of PostgreSQL as a `SpyglassError` that names the store, and as a `RejectedRow` where a row breaks a rule
 * of the schema; everything else as it came. No message has the user, the password or the values of a row.
 *
 * @param name what people are shown of the store's URL
 */
export function toDatabaseError(thrown: unknown, name: string): unknown {
  if (thrown instanceof SpyglassError || thrown instanceof RejectedRow) return thrown;
  if (thrown instanceof Error && 'code' in thrown && isErrorCode(thrown.code)) {
    // The ORM makes an error of its own of each, with the properties of the one before.
    return new SpyglassError(thrown.code, thrown.message, { cause: thrown });
  }
  const state = sqlState(thrown);
  if (isRefusedRow(thrown)) return new RejectedRow(`${serverMessage(thrown)} (${state})`, { cause: thrown });
  const meaning = state === null ? undefined : meanings.find(({ prefix }) => state.startsWith(prefix));
  if (meaning) {
    // The server's words about a login name the user.
    const why = meaning.prefix === '28' ? '' : `: ${serverMessage(thrown)}`;
    return new SpyglassError(meaning.code, `${meaning.says} ${name}${why} (${state})`, { cause: thrown });
  }
  const failure = connectionFailure(thrown);
  if (failure === null) return thrown;
  return new SpyglassError('store', `${name} cannot be reached: ${failure}`, { cause: thrown });
}

/** What the server says, of the error that it sent. */
function serverMessage(thrown: unknown): string {
  const sent = [...causesOf(thrown)].find((error) => 'severity' in error);
  return messageOf(sent ?? thrown);
}

function connectionFailure(thrown: unknown): string | null {
  for (const error of causesOf(thrown)) {
    const code = 'code' in error ? String(error.code) : '';
    const says = error instanceof Error ? messageOf(error) : code;
    if (tlsCode.test(code)) return `TLS failed: ${says} (${code})`;
    if (awayCodes.includes(code)) return says === '' || error instanceof AggregateError ? code : says;
    if (error instanceof Error && awayMessages.test(error.message)) return says;
  }
  return null;
}

/** The same object with every method's errors, thrown or rejected, passed through `toDatabaseError`. */
export function guarded<T extends object>(store: T, name: string): T {
  return guardedBy(store, (thrown) => toDatabaseError(thrown, name));
}
