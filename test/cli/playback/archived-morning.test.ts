import path from 'node:path';
import { readdirSync, rmSync, statSync } from 'node:fs';
import test, { type ExecutionContext } from 'ava';
import { chain } from '../../../src/cli/commands/chain.ts';
import { events } from '../../../src/cli/commands/events.ts';
import { levels } from '../../../src/cli/commands/levels.ts';
import { quote } from '../../../src/cli/commands/quote.ts';
import { status } from '../../../src/cli/commands/status.ts';
import { exportTable } from '../../../src/cli/export/export.ts';
import type { GlobalFlags } from '../../../src/cli/invocation/flags.ts';
import { openDatabase } from '../../../src/db/sqlite/open-database.ts';
import { archiveAll, retain } from '../../archive/read/retained.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { startCommand } from './command-output.ts';
import { date, instantAt, recordedMorning } from './recorded-morning.ts';

/** Commands that read an instant or a stretch of the past. */
const commands = {
  chain: (invocation, flags) => chain(invocation, { ...flags, json: true }, []),
  levels: (invocation, flags) => levels(invocation, { ...flags, json: true }, []),
  quote: (invocation, flags) => quote(invocation, { ...flags, json: true }, []),
  status: (invocation, flags) => status(invocation, { ...flags, json: true }),
  events: (invocation, { at: _, ...flags }) =>
    events(invocation, { ...flags, json: true, replay: date, from: '09:28', to: '09:34' }),
  'export of chains': (invocation) => exportTable(invocation, {}, ['chain']),
  'export of quotes': (invocation) => exportTable(invocation, {}, ['quotes']),
} satisfies Record<
  string,
  (invocation: Parameters<typeof chain>[0], flags: GlobalFlags) => Promise<number | undefined>
>;
type Name = keyof typeof commands;

async function outputOf(dir: string, name: Name, flags: GlobalFlags = {}): Promise<string> {
  const given = { at: `${date} 09:32:20`, ...flags };
  const command = startCommand({ dir }, (invocation) => commands[name](invocation, given), { flags: given });
  await command.ended;
  return command.said.out;
}

async function outputs(dir: string, names: readonly Name[], flags: GlobalFlags = {}) {
  const all = new Map<Name, string>();
  for (const name of names) all.set(name, await outputOf(dir, name, flags));
  return all;
}

/** A recorded morning without its daemon, with its archive beside it. */
async function archivedMorning(
  t: ExecutionContext,
): Promise<{ dir: string; archive: string; retain(): Promise<void> }> {
  const daemon = await recordedMorning(t, '09:34');
  await daemon.close();
  const { dir } = daemon;
  const archive = path.join(dir, 'archive');
  const withDatabase = async (use: (db: Awaited<ReturnType<typeof openDatabase>>) => Promise<void>) => {
    const db = await openDatabase({
      path: path.join(dir, 'spyglass.sqlite'),
      clock: manualClock(instantAt('09:34')),
    });
    try {
      await use(db);
    } finally {
      await db.close();
    }
  };
  await withDatabase((db) => archiveAll(db, archive));
  return { dir, archive, retain: () => withDatabase((db) => retain(db, date)) };
}

/** What lies in a directory, with the times at which it was changed. */
function contentOf(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => `${name} ${statSync(path.join(directory, name)).mtimeMs}`)
    .sort();
}

test('what was recorded is said alike before and after retention, and by the archive alone, until its files are gone', async (t) => {
  const { dir, archive, retain: takeAll } = await archivedMorning(t);
  const names = Object.keys(commands) as Name[];
  const before = await outputs(dir, names);
  t.like(JSON.parse(before.get('chain')!), { timestamp: instantAt('09:32') });
  t.true(before.get('events')!.split('\n').length > 20);
  await takeAll();
  const after = await outputs(dir, names);
  for (const name of names) t.is(after.get(name), before.get(name), name);

  const lies = contentOf(archive);
  const alone = await outputs(dir, ['chain', 'levels', 'quote', 'status'], { archive });
  for (const [name, said] of alone) t.is(said, before.get(name)!, `${name} --archive`);
  // What no file holds is not in it: bars, and what the exchange had said.
  const recorded = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ event }) => ['quote', 'chain', 'levels', 'alert', 'gap'].includes(event));
  const elsewhere = path.join(dir, 'elsewhere');
  t.deepEqual(recorded(await outputOf(elsewhere, 'events', { archive })), recorded(before.get('events')!));
  t.deepEqual(contentOf(archive), lies, 'nothing is written');

  const chainFile = path.join(archive, 'underlying=SPY', `date=${date}`, 'chain.parquet');
  rmSync(chainFile);
  for (const flags of [{}, { archive }]) {
    await t.throwsAsync(outputOf(dir, 'chain', flags), {
      code: 'archive_damaged',
      message: /chain\.parquet/,
    });
    await t.throwsAsync(outputOf(dir, 'events', flags), {
      code: 'archive_damaged',
      message: /chain\.parquet/,
    });
  }
  rmSync(archive, { recursive: true });
  await t.throwsAsync(outputOf(dir, 'chain'), { code: 'archive_unavailable' });
  await t.throwsAsync(outputOf(dir, 'chain', { archive }), { code: 'archive_unavailable' });
});
