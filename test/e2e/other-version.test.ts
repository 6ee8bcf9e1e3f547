/** A daemon of another version answers: every command says which side is the older one, and restart brings them together. */
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { encodeLine, lineSplitter } from '../../src/protocol/framing.ts';
import { protocolVersion } from '../../src/protocol/version.ts';
import { oldDatabase, seemsLarge } from '../db/old-database.ts';
import { run } from './support/command.ts';
import { type Home, makeHome } from './support/terminal.ts';

interface OtherDaemon {
  socketPath: string;
  asked: string[];
}

/** Says hello in another version of the protocol, and closes when it is asked to, as every version does. */
async function startOther(t: ExecutionContext, home: Home, hello: object): Promise<OtherDaemon> {
  const socketPath = path.join(home.dir, 'other.sock');
  const asked: string[] = [];
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined);
    const onLine = (line: string) => {
      const { id, method } = JSON.parse(line);
      asked.push(method);
      const isLast = method === 'shutdown';
      const result = isLast ? { isClosing: true } : { appVersion: '0.0.1', pid: 4711, ...hello };
      socket.write(encodeLine({ jsonrpc: '2.0', id, result }));
      if (!isLast) return;
      server.close();
      socket.end();
    };
    socket.on(
      'data',
      lineSplitter(1e6, onLine, () => socket.destroy()),
    );
  });
  server.listen(socketPath);
  await once(server, 'listening');
  t.teardown(() => server.close());
  return { socketPath, asked };
}

for (const args of [['status'], ['quote'], ['events'], ['refresh'], ['--once']]) {
  test(`an older daemon and \`spyglass ${args.join(' ')}\`: the way out is named`, async (t) => {
    const home = makeHome(t);
    const { socketPath } = await startOther(t, home, { protocolVersion: protocolVersion - 1 });
    const outcome = await run(home, [...args, '--demo', '--socket', socketPath]);
    t.is(outcome.code, 31, outcome.stderr);
    t.regex(outcome.stderr, /The daemon \(version 0\.0\.1, protocol \d+\) and this program/);
    t.regex(outcome.stderr, /The daemon is the older one: `spyglass daemon restart`/);
  });
}

test('a newer daemon is left alone, and this program is called the older one', async (t) => {
  const home = makeHome(t);
  const { socketPath, asked } = await startOther(t, home, { protocolVersion: protocolVersion + 1 });
  const outcome = await run(home, ['status', '--demo', '--socket', socketPath]);
  t.is(outcome.code, 31);
  t.regex(outcome.stderr, /This program is the older one: upgrade it/);
  t.deepEqual(asked, ['hello']);
});

test('restart stops a daemon of another version and starts this one, recording where that one did', async (t) => {
  const home = makeHome(t);
  const recordings = path.join(home.dir, 'elsewhere');
  mkdirSync(recordings);
  const databasePath = path.join(recordings, 'demo.sqlite');
  const { socketPath, asked } = await startOther(t, home, {
    protocolVersion: protocolVersion - 1,
    databasePath,
  });
  const at = ['--demo', '--socket', socketPath];
  t.teardown(() => run(home, ['daemon', 'stop', ...at]));
  const restarted = await run(home, ['daemon', 'restart', ...at]);
  t.is(restarted.code, 0, restarted.stderr);
  t.regex(restarted.stderr, /process 4711\) has closed[\s\S]*has started/);
  t.true(asked.includes('shutdown'));
  const status = JSON.parse((await run(home, ['status', '--json', ...at])).stdout);
  t.is(status.database.path, databasePath);
});

test('a daemon of another mode is not restarted by mistake', async (t) => {
  const home = makeHome(t);
  const { socketPath, asked } = await startOther(t, home, {
    protocolVersion: protocolVersion - 1,
    databasePath: path.join(home.dir, 'spyglass.sqlite'),
  });
  const outcome = await run(home, ['daemon', 'restart', '--demo', '--socket', socketPath]);
  t.is(outcome.code, 2, outcome.stderr);
  t.regex(outcome.stderr, /is not a demo one/);
  t.false(asked.includes('shutdown'));
});

test('a restart that would have to migrate for long is refused before the daemon is stopped', async (t) => {
  const home = makeHome(t);
  const databasePath = oldDatabase(path.join(home.dir, 'demo.sqlite'));
  seemsLarge(databasePath);
  const hello = { protocolVersion: protocolVersion - 1, databasePath };
  const { socketPath, asked } = await startOther(t, home, hello);
  const outcome = await run(home, ['daemon', 'restart', '--demo', '--socket', socketPath]);
  t.is(outcome.code, 28, outcome.stderr);
  t.regex(outcome.stderr, /has to be migrated first[\s\S]*spyglass db migrate/);
  t.false(asked.includes('shutdown'));
});
