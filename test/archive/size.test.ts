import { stat } from 'node:fs/promises';
import path from 'node:path';
import { sessionPath } from '../../src/archive/archive-paths.ts';
import { diskFiles } from '../../src/archive/files/archive-files.ts';
import { createTableReader } from '../../src/archive/parquet/table-reader.ts';
import { columnsOf } from '../../src/archive/tables/tables.ts';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import type { OptionQuote } from '../../src/market/quotes/chain.ts';
import type { ContractState } from '../../src/recordings/session-rows.ts';
import { long } from '../support/long.ts';
import { simulatedPolls } from '../support/simulated-polls.ts';
import { tempDir } from '../support/temp-dir.ts';
import { spySession } from './support/known-session.ts';
import { write } from './support/write.ts';

const date = '2026-11-25';
const minute = 60_000;

/** States that are stored of so many polls, a minute apart, of the simulated market. */
function simulatedStates(polls: number): ContractState[] {
  const { chain } = simulatedPolls();
  const latest = new Map<string, string>();
  const states: ContractState[] = [];
  for (let poll = 0; poll < polls; poll += 1) {
    const { contracts, timestamp } = chain(date, newYorkInstant(date, '10:00') + poll * minute + 417);
    for (const contract of contracts) {
      const values = valuesOf(contract);
      if (latest.get(contract.symbol) === values) continue;
      latest.set(contract.symbol, values);
      states.push({ ...contract, expiration: date, timestamp, isListed: true });
    }
  }
  return states.toSorted((one, other) =>
    one.symbol === other.symbol ? one.timestamp - other.timestamp : one.symbol < other.symbol ? -1 : 1,
  );
}

const valuesOf = (contract: OptionQuote) => JSON.stringify(contract);

/** What no encoding makes much smaller: numbers that the vendor computes to 15 digits. */
const computed = ['implied_volatility', 'delta', 'gamma', 'theta', 'vega'];

long(
  'a row of a simulated chain takes less than 8 bytes, the vendor’s greeks less than 25 more',
  async (t) => {
    const dir = await tempDir(t);
    const states = simulatedStates(40);
    const content = { ...spySession, key: { underlying: 'SPY', date }, states };
    await write(dir, content);
    const file = path.join(dir, sessionPath(content.key), 'chain.parquet');
    const open = await diskFiles.open(file);
    t.teardown(() => open.close());
    const { groups } = await createTableReader(open, columnsOf('chain'));
    const bytesOf = (names: readonly string[]) =>
      names.reduce(
        (sum, name) => sum + groups.reduce((total, { chunks }) => total + chunks[name]!.length, 0),
        0,
      );
    const others = Object.keys(columnsOf('chain')).filter((name) => !computed.includes(name));
    const perRow = { others: bytesOf(others) / states.length, computed: bytesOf(computed) / states.length };
    t.log(`${states.length} rows, ${(await stat(file)).size} bytes`, perRow);
    t.true(states.length > 5000);
    t.true(perRow.others < 8, `${perRow.others}`);
    t.true(perRow.computed < 25, `${perRow.computed}`);
  },
);
