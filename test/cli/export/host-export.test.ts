import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { exportTable } from '../../../src/cli/export/export.ts';
import type { ExportFlags } from '../../../src/cli/export/export-wish.ts';
import { loadSettings } from '../../../src/config/load-settings.ts';
import { createPlaybacks } from '../../../src/daemon/playback/playbacks.ts';
import { openReaderThread } from '../../../src/daemon/playback/thread/open-reader-thread.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { hello, startListener } from '../../daemon/listen-support.ts';
import { inventedPast } from '../../daemon/playback/invented-past.ts';
import { archive, dates, instantOn, recordedDays, removeRows } from '../../export/support/recorded-days.ts';
import { startAnswering } from '../../protocol/answering.ts';
import { silent } from '../../support/silent-log.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { startCommand } from '../playback/command-output.ts';

/** A daemon's socket with a recording behind it that is read in a thread, as a daemon does; one session is in its archive alone. */
async function recordedThere(t: ExecutionContext) {
  const days = await recordedDays(t);
  await archive(days, { underlying: 'SPY', date: dates[0] });
  await removeRows(days, { underlying: 'SPY', date: dates[0] });
  const clock = { ...systemClock(), now: () => instantOn('2026-11-25', '12:00') };
  const playbacks = createPlaybacks({
    ...{ clock, log: silent, mainSymbol: 'SPY' },
    openReader: () =>
      openReaderThread({
        databasePath: days.path,
        archive: { directory: days.directory, mode: 'live' },
        settings: loadSettings({ env: {} }).settings,
      }),
  });
  t.teardown(playbacks.close);
  const listening = await startListener(t, { playbacks });
  return { ...days, ...listening };
}

interface Exported {
  code?: number;
  out: string;
  err: string;
  error?: Error & { code: string };
}

/** Exports here what a daemon answers on a socket, or what lies in a directory. */
async function exported(
  where: { socketPath: string } | { data: string; directory: string },
  here: string,
  args: string[],
  flags: ExportFlags = {},
): Promise<Exported> {
  const isThere = 'socketPath' in where;
  const place = isThere ? { dir: here, socketPath: where.socketPath } : { dir: where.data };
  const command = startCommand(place, (invocation) =>
    exportTable(
      isThere
        ? { ...invocation, host: { text: 'ssh://box', server: 'box', roundTripMs: () => null } }
        : {
            ...invocation,
            instance: (mode) => ({ ...invocation.instance(mode), archiveDir: where.directory }),
          },
      flags,
      args,
    ),
  );
  try {
    const code = await command.ended;
    return { code, ...command.said };
  } catch (error) {
    return { error: error as Error & { code: string }, ...command.said };
  }
}

test('a file that the daemon of another machine is read into is the same as one over there', async (t) => {
  const there = await recordedThere(t);
  const here = await tempDir(t);
  const data = path.dirname(there.path);
  t.is(path.basename(there.path), 'spyglass.sqlite');
  const wishes: [string, ExportFlags][] = [
    ...['csv', 'ndjson', 'parquet'].map((format): [string, ExportFlags] => ['chain', { format }]),
    ['chain', { format: 'parquet', sample: '1m', strikes: '±1%', to: '2026-11-24 09:31:30' }],
    ['chain', { from: '2026-11-23 open+1m', to: '2026-11-24 open' }],
    ['chain', { from: '2026-11-24', expiry: '2026-12-18', rebuilt: true, times: 'epoch' }],
    ...['quotes', 'levels', 'gaps', 'usage'].flatMap((table): [string, ExportFlags][] => [
      [table, { format: 'csv' }],
      [table, { format: 'parquet' }],
    ]),
  ];
  for (const [index, [table, flags]] of wishes.entries()) {
    const [far, near] = [path.join(here, `far-${index}`), path.join(here, `near-${index}`)];
    const name = `${table} ${JSON.stringify(flags)}`;
    const away = await exported(there, here, [table], { ...flags, output: far });
    t.is(away.code, 0, `${name}: ${away.error?.message}`);
    t.is(
      (await exported({ data, directory: there.directory }, here, [table], { ...flags, output: near })).code,
      0,
    );
    t.deepEqual(readFileSync(far), readFileSync(near), name);
  }
});

test('what is missing is said as it is over there, and an export goes on without it where that is wanted', async (t) => {
  const there = await recordedThere(t);
  const here = await tempDir(t);
  const nothing = await exported(there, here, ['chain'], { symbol: 'QQQ' });
  t.is(nothing.error?.code, 'no_data');
  t.is(nothing.out, '');
  rmSync(path.join(there.directory, 'underlying=SPY', `date=${dates[0]}`), { recursive: true });
  const file = path.join(here, 'quotes.csv');
  const refused = await exported(there, here, ['quotes'], { output: file });
  t.is(refused.error?.code, 'archive_unavailable');
  t.deepEqual(readdirSync(here), []);
  const skipped = await exported(there, here, ['quotes'], { output: file, skipUnreadable: true });
  t.is(skipped.code, 0);
  t.regex(skipped.err, /^Skipped: The archived session of SPY on 2026-11-23 .*\n3 rows → /);
  const wrong = await exported(there, here, ['quotes'], { from: '2026-11-24', to: '2026-11-23' });
  t.is(wrong.error?.code, 'usage');
});

/** A daemon's socket whose exports never end. @param onRead hears how many chunks were read */
async function endlessThere(t: ExecutionContext, onRead: (reads: number) => void) {
  let reads = 0;
  const columns = [
    { name: 'symbol', kind: 'word' },
    { name: 'price', kind: 'price' },
  ];
  const batches = [{ shared: [], rows: [['SPY', 671.25]] }];
  const json = JSON.stringify({ session: null, batches, skipped: [], isEnd: false });
  const past = {
    ...inventedPast([]),
    openExport: async () => ({ symbol: 'SPY', columns }),
    readExport: async () => {
      reads += 1;
      onRead(reads);
      return { json, isEnd: false };
    },
  };
  const playbacks = createPlaybacks({
    ...{ clock: systemClock(), log: silent, mainSymbol: 'SPY', openReader: async () => past },
  });
  t.teardown(playbacks.close);
  return await startListener(t, { playbacks });
}

test('a connection that is lost ends the export, and leaves no file', async (t) => {
  const here = await tempDir(t);
  const there = await endlessThere(t, (reads) => {
    if (reads === 10) void there.listener.close();
  });
  const { error } = await exported(there, here, ['quotes'], { output: path.join(here, 'out.csv') });
  t.is(error?.code, 'host');
  t.regex(error!.message, /^The export from ssh:\/\/box broke off: The connection to the daemon ended: /);
  t.deepEqual(readdirSync(here), []);
});

// Alone: the signal is the whole process’s.
test.serial('Ctrl-C ends it, and leaves no file', async (t) => {
  const here = await tempDir(t);
  const there = await endlessThere(t, (reads) => {
    if (reads === 10) process.emit('SIGINT', 'SIGINT');
  });
  const { code, err } = await exported(there, here, ['quotes'], { output: path.join(here, 'out.csv') });
  t.is(code, 130);
  t.is(err, '');
  t.deepEqual(readdirSync(here), []);
});

test('a daemon that knows no exports is named as the older one', async (t) => {
  const { socketPath } = await startAnswering(t, (id, method) => {
    if (method === 'hello') return { jsonrpc: '2.0', id, result: hello };
    return { jsonrpc: '2.0', id, error: { code: -32_601, message: 'Method not found' } };
  });
  const { error } = await exported({ socketPath }, await tempDir(t), ['quotes']);
  t.is(error?.code, 'protocol_mismatch');
  t.is(error?.message, 'ssh://box: the daemon is older, and exports nothing.');
});
