import test, { type ExecutionContext } from 'ava';
import { checkArchive, withoutNamed } from '../../../src/cli/doctor/check-archive.ts';
import { newYorkInstant } from '../../../src/market/calendar/new-york-time.ts';
import type { ArchiveReport } from '../../../src/protocol/archive.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { sampleArchive } from '../../tui/support/sample-archive.ts';

const now = newYorkInstant('2026-11-23', '10:00');
const session = (date: string, symbol: string, bytes: number) => ({
  ...{ symbol, date, bytes, rows: 1000, archivedAt: now, verifiedAt: now, problem: null },
  ...{ isWaiting: false, isChainsRemoved: false, isQuotesRemoved: false },
});

async function check(t: ExecutionContext, given: Partial<ArchiveReport> = {}, chainsSince = '2026-11-20') {
  const dataDir = await tempDir(t);
  const list = [
    session('2026-11-19', 'SPY', 3_000_000),
    session('2026-11-20', 'SPY', 2_000_000),
    session('2026-11-20', 'QQQ', 1_000_000),
  ];
  return checkArchive({
    instance: { dataDir },
    settings: { archiveEnabled: true, archiveKeep: 'forever', keepChainsDays: 30 },
    report: { ...sampleArchive({ directory: `${dataDir}/archive` }), list, ...given },
    database: {
      ...{ path: '', bytes: 4_000_000, schemaVersion: '' },
      tables: [
        { table: 'option_contracts', rows: 4000, oldest: newYorkInstant(chainsSince, '10:00'), newest: now },
      ],
    },
    now,
  });
}

test('it says what a session adds, and how long the disk lasts', async (t) => {
  const [archive, forecast] = await check(t);
  t.like(archive, { check: 'archive', state: 'ok' });
  t.like(forecast, { check: 'disk forecast', state: 'ok' });
  t.regex(forecast!.message, /a session adds 2\.9 MB to the archive and 1\.4 MB to the database for 19 more/);
  t.regex(forecast!.message, / free last \d+ (months|years)|over a hundred years/);
});

test('where retention takes as much as comes, the archive alone grows', async (t) => {
  const [, forecast] = await check(t, {}, '2026-10-20');
  t.regex(forecast!.message, /a session adds 2\.9 MB to the archive; /);
});

test('before the first session there is no forecast', async (t) => {
  t.is((await check(t, { list: [], sessions: 0 })).length, 1);
});

test('a problem fails, and that archiving is off is a warning', async (t) => {
  const problem = { code: 'archive_damaged', subject: 'archive', message: 'bad', hint: 'do', since: now };
  t.like((await check(t, { problem }))[0], { state: 'failure', message: 'bad', hint: 'do' });
  t.like(
    await check(t, { isEnabled: false }),
    [{ state: 'warning', message: /off/ }].map(({ state }) => ({ state })),
  );
});

test('a problem of the archive is named once', async (t) => {
  const problem = {
    ...{ code: 'archive_damaged', subject: 'archive', message: 'chain.parquet is missing.', hint: '' },
    since: now,
  } as const;
  const archive = await check(t, { problem });
  const health = (message: string) => ({
    ...({ check: 'health', state: 'failure', message, hint: null } as const),
  });
  const other = health('disk: full');
  t.deepEqual(withoutNamed([health('archive: chain.parquet is missing.'), other], archive), [other]);
  const second = health('archive: quotes.parquet is missing.');
  t.deepEqual(withoutNamed([second, other], archive), [second, other], 'what is not named stays');
});
