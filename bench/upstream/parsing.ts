import { parseChainRows } from '../../src/sources/polygon/parse/options/parse-chain.ts';
import { createCalendar } from '../../src/market/calendar/calendar.ts';
import { newYorkInstant } from '../../src/market/calendar/new-york-time.ts';
import { startSimulator } from '../../src/simulator/server.ts';
import { manualClock } from '../../test/support/manual-clock.ts';

const date = '2026-11-23';

export interface Parsing {
  rows: number;
  bytes: number;
  jsonMs: number;
  parseMs: number;
  /** Of `JSON.parse` and everything after it to `JSON.parse` alone. */
  ratio: number;
  rowsPerSecond: number;
}

/** A page of 250 contracts of the largest plan, read and checked, against reading its JSON alone. Medians. */
export async function measureParsing(rounds: number): Promise<Parsing> {
  const receivedAt = newYorkInstant(date, '11:00');
  const simulator = await startSimulator({ clock: manualClock(receivedAt), hasRateLimit: false });
  const url = `${simulator.url}/v3/snapshot/options/SPY?expiration_date=${date}&limit=250&sort=ticker&order=asc`;
  const response = await fetch(url, { headers: { authorization: 'Bearer bench' } });
  const text = await response.text();
  await simulator.close();
  const { productChanges, checkExpiration } = createCalendar();
  const context = {
    underlying: 'SPY',
    expiration: date,
    sessionDate: date,
    receivedAt,
    productChanges,
    checkExpiration,
  };
  let rows = 0;
  const whole = () => {
    const parsed = parseChainRows((JSON.parse(text) as { results: unknown[] }).results, context);
    rows = parsed.rows.length;
  };
  const json = () => void JSON.parse(text);
  for (let warm = 0; warm < 200; warm++) {
    json();
    whole();
  }
  const jsonMs: number[] = [];
  const wholeMs: number[] = [];
  // In turns, so that a slow moment of the machine counts for both.
  for (let round = 0; round < rounds; round++) {
    jsonMs.push(timed(json));
    wholeMs.push(timed(whole));
  }
  const [alone, together] = [median(jsonMs), median(wholeMs)];
  return {
    ...{ rows, bytes: Buffer.byteLength(text), jsonMs: alone, parseMs: together },
    ratio: together / alone,
    rowsPerSecond: Math.round((rows / together) * 1000),
  };
}

function timed(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >>> 1]!;
}
