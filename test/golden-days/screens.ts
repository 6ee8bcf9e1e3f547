import type { ExecutionContext } from 'ava';
import type { MethodName } from '../../src/protocol/methods.ts';
import type { Status } from '../../src/protocol/state.ts';
import { screens } from '../../src/tui/layout/screens.ts';
import type { PolledDaemon } from '../daemon/polled-daemon.ts';
import { openDashboard } from '../tui/support/open-dashboard.ts';

/** A file of one name and size wherever the tests run, and of one schema whatever migrations there are. */
const database = {
  path: '/data/spyglass/spyglass.sqlite',
  bytes: 12_345_678,
  schemaVersion: 'Migration20261101000000_all',
};
const archiveDir = '/data/spyglass/archive';
/** How many rows a chain leaves is the database's own affair. */
const chainRows = 5000;
/** Turns of the event loop without a change after which a picture stands still. */
const stillTurns = 60;

/** Every screen of the dashboard as it shows what the daemon has at present. */
export async function takeScreens(t: ExecutionContext, { link }: PolledDaemon): Promise<[string, string][]> {
  const status = (await link.request('status', {})) as Status;
  const hello = { ...status.hello, databasePath: database.path };
  const recorded = await link.request('subscribe', {});
  const archive = recorded.archive && { ...recorded.archive, directory: archiveDir };
  const snapshot = { ...recorded, ...(archive && { archive }) };
  const taken: [string, string][] = [];
  for (const [name, { key }] of Object.entries(screens)) {
    const { terminal, connection } = await openDashboard(t, { columns: 120, rows: 40, snapshot, hello });
    terminal.press(key);
    let last = '';
    for (let still = 0; still < stillTurns; still++) {
      for (const { method, params, answer } of connection.asked.splice(0)) {
        answer(withoutFile(await link.request(method as MethodName, params as never)));
        still = 0;
      }
      await new Promise<void>((resolve) => setImmediate(resolve));
      await terminal.drained();
      if (terminal.text() !== last) still = 0;
      last = terminal.text();
    }
    taken.push([name, last]);
  }
  return taken;
}

function withoutFile(result: unknown): unknown {
  if (typeof result !== 'object' || result === null || !('database' in result)) return result;
  const { tables, ...rest } = (result as Status).database;
  const shown = tables.map((line) =>
    line.table === 'option_contracts' ? { ...line, rows: chainRows } : line,
  );
  return { ...result, database: { ...rest, ...database, tables: shown } };
}
