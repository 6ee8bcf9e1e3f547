import test from 'ava';
import { type ErrorCode, SpyglassError } from '../../../src/base/errors.ts';
import { guarded, isAway, toDatabaseError } from '../../../src/db/postgres/postgres-error.ts';
import { RejectedRow } from '../../../src/recordings/rejected-row.ts';

const sent = (code: string, message: string, more = {}) =>
  Object.assign(new Error(message), { code, severity: 'ERROR', ...more });
const coded = (code: string, message = code) => Object.assign(new Error(message), { code });
const store = 'postgres://server:5432/spyglass';

test('what the server says becomes an error that names the store', (t) => {
  const codes: [string, ErrorCode][] = [
    ['53100', 'database_full'],
    ['53300', 'store'],
    ['57P01', 'store'],
    ['08006', 'store'],
    ['25P03', 'store'],
    ['25006', 'store'],
    ['40P01', 'store'],
    ['55P03', 'store'],
    ['57014', 'store'],
    ['3D000', 'store'],
    ['XX001', 'database_broken'],
  ];
  for (const [state, code] of codes) {
    const error = toDatabaseError(sent(state, 'its words'), store) as SpyglassError;
    t.is(error.code, code, state);
    t.regex(error.message, new RegExp(`${store}: its words \\(${state}\\)$`));
  }
});

test('a login that is refused does not repeat the user', (t) => {
  const error = sent('28P01', 'password authentication failed for user "bob"');
  const mapped = toDatabaseError(error, store) as SpyglassError;
  t.is(mapped.message, `the user or the password was refused by ${store} (28P01)`);
});

test('a row that breaks a rule is rejected, without its values', (t) => {
  const broken = sent('23514', 'new row violates check constraint "c"', {
    detail: 'Failing row contains (1).',
  });
  const mapped = toDatabaseError(broken, store) as RejectedRow;
  t.true(mapped instanceof RejectedRow);
  t.is(mapped.message, 'new row violates check constraint "c" (23514)');
  t.true(toDatabaseError(sent('22001', 'too long'), store) instanceof RejectedRow);
  const noPartition = sent('23514', 'no partition of relation "spy_quotes" found for row');
  t.is(toDatabaseError(noPartition, store), noPartition, 'a fault of ours');
});

test('a server that does not answer is away, in whatever words', (t) => {
  const refused = new AggregateError([coded('ECONNREFUSED', 'connect ECONNREFUSED ::1:5432')], '');
  const away = [
    ...[coded('ECONNREFUSED'), coded('ECONNRESET'), coded('ETIMEDOUT'), refused],
    new Error('Connection terminated unexpectedly'),
    new Error('timeout exceeded when trying to connect'),
    new Error('Query read timeout'),
    new Error('Wrapped by the ORM', { cause: coded('EPIPE') }),
    sent('57P01', 'terminating connection due to administrator command'),
  ];
  for (const error of away) {
    t.true(isAway(error), error.message);
    t.is((toDatabaseError(error, store) as SpyglassError).code, 'store', error.message);
  }
  t.is(
    (toDatabaseError(refused, store) as SpyglassError).message,
    `${store} cannot be reached: connect ECONNREFUSED ::1:5432`,
  );
  const tls = toDatabaseError(coded('SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate'), store);
  t.regex((tls as SpyglassError).message, /TLS failed: self-signed certificate/);
});

test('anything else stays as it is', async (t) => {
  for (const error of [new TypeError('a fault'), sent('42P01', 'no table'), 'text', null])
    t.is(toDatabaseError(error, store), error);
  const expected = new SpyglassError('lease_lost', 'lost');
  t.is(toDatabaseError(expected, store), expected);
  const part = guarded(
    {
      number: 1,
      fails: async () => {
        throw sent('57P01', 'bye');
      },
      throws: () => {
        throw coded('ECONNREFUSED');
      },
    },
    store,
  );
  t.is(part.number, 1);
  await t.throwsAsync(part.fails(), { code: 'store' });
  t.throws(() => part.throws(), { code: 'store' });
});
