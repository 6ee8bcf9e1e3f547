/** The built program: its daemon archives in a thread of its own, and the commands ask it, or do without. */
import { rmSync } from 'node:fs';
import test from 'ava';
import type { ArchiveReport } from '../../src/protocol/archive.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';
import { run, startDaemonProcess } from './support/command.ts';
import { makeHome } from './support/terminal.ts';

test('a demo that passes the end of its trade date archives it, and the files outlive the daemon', async (t) => {
  const home = makeHome(t);
  const dir = await tempDir(t);
  const data = ['--demo', '--data-dir', dir];
  // 19:57 in New York, and a minute each half second.
  const daemon = await startDaemonProcess(t, home, [...data, '--clock', '2026-11-24T00:57:00Z@120']);
  const list = async (): Promise<ArchiveReport> =>
    JSON.parse((await run(home, [...data, 'archive', 'list', '--json'])).stdout);
  let report: ArchiveReport | null = null;
  await until(async () => {
    report = await list();
    return report.sessions > 0;
  }, 500);
  t.like(report, { isEnabled: true, problem: null, oldest: '2026-11-23' });
  daemon.child.kill('SIGTERM');
  t.is(await daemon.exit, 0);
  const verified = await run(home, [...data, 'archive', 'verify']);
  t.is(verified.code, 0, verified.stderr);
  t.regex(verified.stdout, /2026-11-23 {2}ok {2}is what was written/);
  rmSync(`${dir}/demo-archive`, { recursive: true });
  const gone = await run(home, [...data, 'archive', 'verify']);
  t.is(gone.code, 29, 'a directory that is gone is no damaged file');
});
