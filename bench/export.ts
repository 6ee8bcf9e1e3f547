/**
 * `npm run bench -- export [--rows 1000000] [--runs 3] [--json]`: the built program's export of a recorded chain against `sqlite3 -csv` on the
 * same file in the same run, by turns. Ten million rows (`--rows 10000000`) fill 3 GB of temporary files first.
 */

import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { program, run, type RunFigures } from './export/runs.ts';
import { fillDatabase } from './store/filled.ts';
import { scratch } from './store/polls.ts';
import { type Bench, numberFlag } from './support/bench.ts';
import { count, ratio } from './support/spread.ts';

/** What it must reach. */
const leastRatio = 0.5;
const mostBytes = 200e6;

/** The columns of the export that the table has, as it has them. */
const columns = `underlying, expiration_date, timestamp, underlying_price, underlying_price_source, symbol, option_type, strike, bid, ask,
  bid_size, ask_size, last_price, traded_at, previous_close, volume, open_interest, implied_volatility, delta, gamma, theta,
  vega, greeks_source, quoted_at, shares_per_contract, is_listed`;

export const bench: Bench = async (flags, say) => {
  const rows = numberFlag(flags, 'rows', 1_000_000);
  const runs = numberFlag(flags, 'runs', 3);
  const files = scratch();
  try {
    const database = files.path('spyglass.sqlite');
    say(`filling a database with ${count(rows)} rows …`);
    const { db } = await fillDatabase(database, rows);
    await db.close();
    const sqlite = hasSqlite();
    if (!sqlite)
      say('There is no sqlite3 here to compare with: install it (Debian: apt-get install sqlite3).');
    const formats: Record<string, string[]> = {
      ...(sqlite && {
        'sqlite3 -csv': ['sqlite3', '-csv', database, `select ${columns} from option_contracts`],
      }),
      ...Object.fromEntries(
        ['csv', 'ndjson', 'parquet'].map((format) => [
          `export ${format}`,
          program(['export', 'chain', '--format', format, '--data-dir', files.path('.')]),
        ]),
      ),
    };
    const found = new Map<string, { best: RunFigures; bytes: number }>();
    for (let turn = 0; turn < runs; turn++) {
      for (const [name, command] of Object.entries(formats)) {
        say(`${name} …`);
        const out = files.path('out');
        const figures = await run(command, out, files.path('.'));
        const best = found.get(name)?.best;
        found.set(name, {
          best: best && best.seconds < figures.seconds ? best : figures,
          bytes: statSync(out).size,
        });
      }
    }
    return report(rows, found);
  } finally {
    files.remove();
  }
};

function hasSqlite(): boolean {
  try {
    execFileSync('sqlite3', ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function report(rows: number, found: ReadonlyMap<string, { best: RunFigures; bytes: number }>) {
  const reference = found.get('sqlite3 -csv')?.best;
  const csv = found.get('export csv')!.best;
  const ratioOf = (figures: RunFigures) => (reference ? reference.seconds / figures.seconds : null);
  const csvRatio = ratioOf(csv);
  const peaks = [...found.values()].map(({ best }) => best.peakBytes ?? 0);
  const problems = [
    ...(csvRatio !== null && csvRatio < leastRatio
      ? [`CSV comes at ${ratio(csvRatio)} of the rows a second of sqlite3 -csv, and not at ${leastRatio}.`]
      : []),
    ...(Math.max(...peaks) > mostBytes ? [`An export took ${megabytes(Math.max(...peaks))} of memory.`] : []),
  ];
  return {
    rows,
    figures: Object.fromEntries(found),
    csvRatio,
    problems,
    tables: [
      {
        title: `Export of ${count(rows)} rows of a chain, the best of each`,
        rows: [
          ['', 'rows/s', 'of sqlite3', 's', 'processor s', 'peak memory', 'bytes a row'],
          ...[...found].map(([name, { best, bytes }]) => {
            const share = ratioOf(best);
            return [
              name,
              count(rows / best.seconds),
              share === null ? '' : `${ratio(share)} ×`,
              best.seconds.toFixed(1),
              best.cpuSeconds.toFixed(1),
              best.peakBytes === null ? '' : megabytes(best.peakBytes),
              (bytes / rows).toFixed(1),
            ];
          }),
        ],
      },
    ],
  };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
