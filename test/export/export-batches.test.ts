import { rmSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { sessionPath } from '../../src/archive/archive-paths.ts';
import type { ExportRequest } from '../../src/export/export-request.ts';
import type { SessionKey } from '../../src/recordings/session-rows.ts';
import { aBar, day, monday } from '../db/fixtures.ts';
import {
  archive,
  dates,
  exportedLines,
  instantOn,
  recordedDays,
  removeRows,
} from './support/recorded-days.ts';

const keys: SessionKey[] = dates.map((date) => ({ underlying: 'SPY', date }));

/** Exports whose rows come from whole sessions, the sampled ones and parts among them. */
const requests: Record<string, Partial<ExportRequest>> = {
  chain: {},
  'a chain from an instant to another': {
    from: instantOn('2026-11-23', '09:30:15'),
    to: instantOn('2026-11-24', '09:31:30'),
  },
  'a chain by the minute': { sampleMs: 60_000 },
  'one expiration and some strikes': { expiration: '2026-12-18', strikes: { kind: 'around', percent: 1 } },
  quotes: { name: 'quotes' },
  levels: { name: 'levels' },
  gaps: { name: 'gaps' },
};

test('an export is the same before and after retention, from database and archive alike', async (t) => {
  const days = await recordedDays(t);
  const before = new Map<string, string[]>();
  for (const [name, request] of Object.entries(requests)) {
    before.set(name, await exportedLines(days.sources, request));
    t.true(before.get(name)!.length > 0, name);
  }
  for (const key of keys) {
    await archive(days, key);
    for (const [name, request] of Object.entries(requests)) {
      t.deepEqual(await exportedLines(days.sources, request), before.get(name), `${name}, archived`);
    }
    await removeRows(days, key);
    t.deepEqual(await days.db.sessions.polls(key), []);
    for (const [name, request] of Object.entries(requests)) {
      t.deepEqual(await exportedLines(days.sources, request), before.get(name), `${name}, removed`);
    }
  }
});

test('rows of a chain are those that each poll stored, the first of a date whole', async (t) => {
  const { sources } = await recordedDays(t);
  const lines = await exportedLines(sources, {
    expiration: '2026-11-24',
    to: instantOn('2026-11-23', '20:00'),
  });
  t.deepEqual(
    lines.map((line) => {
      const cells = line.split(',');
      return [cells[3]!.slice(11, 19), cells[12], cells[13], cells.at(-1)].join(' ');
    }),
    [
      '09:30:00 700 0.01 true',
      '09:30:00 671 1 true',
      '09:30:15 671 1.1 true',
      '09:31:30 671  false',
      '09:33:00 671 1.3 true',
    ],
  );
  t.is(
    lines[1]!.split(',').slice(0, 10).join(','),
    [
      ...['2026-11-23', 'SPY', '2026-11-24', '2026-11-23T09:30:00.000-05:00', '671.25', 'chain'],
      ...['2026-11-23T09:29:59.800-05:00', 'delayed', 'polygon', 'recorded'],
    ].join(','),
  );
});

test('rows from before the first poll of a date stated every contract are completed as the archive does', async (t) => {
  const days = await recordedDays(t);
  const [, second] = keys;
  const whole = await exportedLines(days.sources, {});
  const raw = new SqliteDatabase(days.path);
  raw
    .prepare('delete from option_contracts where strike = 700 and timestamp = ?')
    .run(instantOn(second!.date, '09:30'));
  raw.close();
  t.deepEqual(await exportedLines(days.sources, {}), whole);
  await archive(days, second!);
  await removeRows(days, second!);
  t.deepEqual(await exportedLines(days.sources, {}), whole);
});

test('a session whose rows go while it is exported is gone on with from the archive', async (t) => {
  const days = await recordedDays(t);
  const whole = await exportedLines(days.sources, {});
  for (const key of keys) await archive(days, key);
  let polls = 0;
  const db = {
    ...days.db,
    pollRows: {
      async stored(poll: Parameters<typeof days.db.pollRows.stored>[0]) {
        polls += 1;
        if (polls === 4) await removeRows(days, keys[0]!);
        return await days.db.pollRows.stored(poll);
      },
    },
  };
  t.deepEqual(await exportedLines({ ...days.sources, db }, {}), whole);
  t.true(polls >= 4);
});

test('a session that the archive has lost is an error that names it, and is left out where that is wanted', async (t) => {
  const days = await recordedDays(t);
  const whole = await exportedLines(days.sources, {});
  for (const key of keys) {
    await archive(days, key);
    await removeRows(days, key);
  }
  rmSync(path.join(days.directory, sessionPath(keys[0]!)), { recursive: true });
  const error = await t.throwsAsync(exportedLines(days.sources, {}), {
    code: 'archive_unavailable',
    message: /archived session of SPY on 2026-11-23 cannot be read: /,
  });
  t.regex((error as unknown as { hint: string }).hint, /--skip-unreadable/);
  const skipped: string[] = [];
  const rest = await exportedLines(days.sources, {}, { onUnreadable: ({ date }) => void skipped.push(date) });
  t.deepEqual(skipped, ['2026-11-23']);
  t.deepEqual(
    rest,
    whole.filter((line) => line.startsWith('2026-11-24')),
  );
});

test('bars come by timeframe and start, and requests by time, as far as the range goes', async (t) => {
  const { db, sources } = await recordedDays(t);
  const bars = [
    aBar({ start: monday, date: '2026-11-23' }),
    aBar({ start: monday + 4 * day, date: '2026-11-27' }),
    aBar({ start: instantOn('2026-11-23', '00:00'), date: '2026-11-23', timeframe: 'daily' }),
    aBar({ start: monday, symbol: 'QQQ' }),
  ];
  await db.bars.upsert(bars, monday + day);
  const barLines = (request: Partial<ExportRequest>) => exportedLines(sources, { name: 'bars', ...request });
  const starts = (lines: string[]) => lines.map((line) => line.split(',').slice(1, 4).join(' '));
  t.deepEqual(starts(await barLines({})), [
    'SPY daily 2026-11-23T00:00:00.000-05:00',
    'SPY 15min 2026-11-23T10:00:00.000-05:00',
    'SPY 15min 2026-11-27T10:00:00.000-05:00',
  ]);
  t.is((await barLines({ timeframe: 'daily' })).length, 1);
  t.is((await barLines({ from: monday + 1 })).length, 1);
  t.is((await barLines({ to: monday })).length, 2);

  for (const timestamp of [monday, monday + 2 * 3_600_000, monday + 2 * 3_600_000 + 1]) {
    await db.apiLog.record({
      ...{ endpoint: '/v3/snapshot', method: 'GET', statusCode: 200, responseTimeMs: 80, timestamp },
      error: '=cmd()',
    });
  }
  const usage = (request: Partial<ExportRequest>) => exportedLines(sources, { name: 'usage', ...request });
  t.is((await usage({})).length, 3);
  t.is((await usage({}))[0], "2026-11-23T10:00:00.000-05:00,/v3/snapshot,GET,200,80,'=cmd()");
  t.is((await usage({ from: monday + 1 })).length, 2);
  t.is((await usage({ to: monday })).length, 1);
});
