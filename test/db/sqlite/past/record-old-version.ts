/**
 * Run as a process of its own: records into the database of an older version that its argument names, a quote and a call of the API in
 * each transaction, without pause until it is killed. Says `recording` after the first.
 */
import SqliteDatabase from 'better-sqlite3';

const native = new SqliteDatabase(process.argv[2]);
native.pragma('journal_mode = WAL');
const quote = native.prepare(
  `insert into spy_quotes (symbol, price, timestamp, received_at) values ('SPY', 671, ?, ?)`,
);
const call = native.prepare(
  `insert into api_requests_log (endpoint, method, timestamp) values ('/v3/snapshot', 'GET', ?)`,
);
const record = native.transaction((at: number) => {
  quote.run(at, at);
  call.run(at);
});
let at = Date.parse('2026-11-24T15:00:00Z');
record(at);
process.stdout.write('recording\n');
setImmediate(function next() {
  at += 1000;
  record(at);
  setImmediate(next);
});
