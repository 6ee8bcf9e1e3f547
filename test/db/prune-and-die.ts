/**
 * Removes what is archived and older than a cutoff from a database, and dies (`kill -9`) when retention looks at its clock for
 * the time that the second argument says: before a chunk, or right after one.
 */
import { virtualClock } from '../../src/base/clock.ts';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';

const [path, looks, cutoff] = process.argv.slice(2);
if (path === undefined || cutoff === undefined)
  throw new Error('expected a database, a number, and a cutoff');
const at = Number(cutoff);
const cutoffs = {
  ...{ market_data_cache: null, api_requests_log: null },
  ...{ option_contracts: at, spy_quotes: at, alerts: at },
};
let left = Number.POSITIVE_INFINITY;
const clock = virtualClock(at);
const dying = {
  ...clock,
  monotonic: () => {
    left -= 1;
    if (left < 0) process.kill(process.pid, 'SIGKILL');
    return clock.monotonic();
  },
};
const db = await openDatabase({ path, clock: dying });
const plan = await db.retention.plan(cutoffs, at, { onlyArchived: true });
left = Number(looks);
await db.retention.execute(plan);
await db.close();
