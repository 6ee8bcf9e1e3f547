import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import test from 'ava';
import type { Cell, ExportColumn } from '../../../src/export/columns/column.ts';
import { createParquet } from '../../../src/export/formats/parquet.ts';
import { tempDir } from '../../support/temp-dir.ts';

const columns: ExportColumn[] = (
  [
    ['date', 'date'],
    ['symbol', 'word'],
    ['quoted_at', 'instant'],
    ['bid', 'price'],
    ['volume', 'quantity'],
    ['delta', 'number'],
    ['is_listed', 'flag'],
    ['reason', 'text'],
  ] as const
).map(([name, kind]) => ({ name, kind, meaning: '' }));

test('Parquet has the very same values for whoever reads it, in as many row groups as it takes', async (t) => {
  const file = path.join(await tempDir(t), 'rows.parquet');
  const format = createParquet(columns, '1.2.3');
  const at = Date.parse('2026-11-23T15:00:00.250Z');
  const pieces = [format.start()];
  const batches = 45;
  for (let batch = 0; batch < batches; batch++) {
    const rows = Array.from({ length: 1000 }, (_, row): Cell[] => [
      row % 7 === 0 ? null : row / 100,
      row + 0.5,
      row % 5 === 0 ? null : Math.sin(row),
      row % 2,
      row % 3 === 0 ? null : 'said "no", ünd\nmore',
    ]);
    pieces.push(await format.rows({ shared: ['2026-11-23', `SPY${batch}`, at + batch], rows }));
  }
  pieces.push(await format.end());
  writeFileSync(file, Buffer.concat(pieces.map((piece) => Buffer.from(piece))));

  const duck = await (await DuckDBInstance.create()).connect();
  const ask = async (sql: string) => (await duck.runAndReadAll(sql)).getRowsJson();
  t.deepEqual(await ask(`select count(*)::int, count(distinct symbol)::int, sum(volume) from '${file}'`), [
    [batches * 1000, batches, batches * (499_500 + 500)],
  ]);
  t.deepEqual(await ask(`select column_name, column_type from (describe from '${file}')`), [
    ['date', 'DATE'],
    ['symbol', 'VARCHAR'],
    ['quoted_at', 'TIMESTAMP WITH TIME ZONE'],
    ['bid', 'DOUBLE'],
    ['volume', 'DOUBLE'],
    ['delta', 'DOUBLE'],
    ['is_listed', 'BOOLEAN'],
    ['reason', 'VARCHAR'],
  ]);
  const [row] = await ask(
    `select date::varchar, symbol, epoch_ms(quoted_at)::double, bid, delta, is_listed, reason from '${file}'
     where symbol = 'SPY44' and volume = 11.5`,
  );
  t.deepEqual(row, ['2026-11-23', 'SPY44', at + 44, 0.11, Math.sin(11), true, 'said "no", ünd\nmore']);
  t.deepEqual(
    await ask(`select count(*)::int from '${file}' where bid is null or delta is null or reason is null`),
    [
      [
        batches *
          Array.from({ length: 1000 }, (_, i) => i).filter((i) => i % 7 === 0 || i % 5 === 0 || i % 3 === 0)
            .length,
      ],
    ],
  );
  duck.closeSync();
});
