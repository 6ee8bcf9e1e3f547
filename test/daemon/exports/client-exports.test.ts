import test from 'ava';
import { createClientExports } from '../../../src/daemon/exports/client-exports.ts';
import { createPlaybacks } from '../../../src/daemon/playback/playbacks.ts';
import type { Client, LookedAt } from '../../../src/daemon/server/client.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { silent } from '../../support/silent-log.ts';
import { inventedPast } from '../playback/invented-past.ts';

function started() {
  const clock = manualClock(0);
  const log: string[] = [];
  let held = 0;
  const shared = {
    ...inventedPast([]),
    async openExport(id: number, { table, symbol }: { table: string; symbol: string }) {
      log.push(`open ${id} ${table} ${symbol}`);
      return { symbol, columns: [] };
    },
    async readExport(id: number) {
      log.push(`read ${id}`);
      return { json: `{"of":${id}}`, isEnd: log.filter((line) => line === `read ${id}`).length === 2 };
    },
    closeExport: async (id: number) => void log.push(`close ${id}`),
  };
  const hold = () => {
    held += 1;
    return () => {
      held -= 1;
    };
  };
  const exports = createClientExports({ reader: { shared, hold }, clock, mainSymbol: 'SPY' });
  return { exports, clock, log, held: () => held };
}

const aClient = () => ({ name: 'test' }) as unknown as Client<LookedAt>;

test('a client reads its export to the end, and an answer after that is empty', async (t) => {
  const { exports, log, held } = started();
  const client = aClient();
  await t.throwsAsync(exports.read(client), { code: 'usage' });
  t.deepEqual(await exports.open(client, { table: 'quotes' }), { symbol: 'SPY', columns: [] });
  t.is(held(), 1);
  t.is((await exports.read(client)).json, '{"of":1}');
  await exports.read(client);
  t.is(held(), 0);
  t.like(JSON.parse((await exports.read(client)).json), { batches: [], isEnd: true });
  t.deepEqual(log, ['open 1 quotes SPY', 'read 1', 'read 1', 'close 1']);
});

test('who begins another, or leaves, gives up the one before', async (t) => {
  const { exports, log, held } = started();
  const client = aClient();
  await exports.open(client, { table: 'quotes' });
  await exports.open(client, { table: 'gaps', symbol: 'QQQ' });
  t.is(held(), 1);
  exports.leave(client);
  exports.leave(client);
  t.is(held(), 0);
  t.deepEqual(log, ['open 1 quotes SPY', 'close 1', 'open 2 gaps QQQ', 'close 2']);
});

test('three are under way at once; one that nobody has read for a minute makes room', async (t) => {
  const { exports, clock, log } = started();
  const clients = [aClient(), aClient(), aClient(), aClient()] as const;
  for (const client of clients.slice(0, 3)) await exports.open(client, { table: 'chain' });
  await t.throwsAsync(exports.open(clients[3], { table: 'chain' }), {
    code: 'timeout',
    message: /3 exports are under way/,
  });
  await clock.advance(61_000);
  await exports.read(clients[0]);
  await exports.read(clients[2]);
  await exports.open(clients[3], { table: 'chain' });
  t.true(log.includes('close 2'));
  await t.throwsAsync(exports.read(clients[1]), { code: 'usage' });
});

test('no reader is opened to give an export up', async (t) => {
  let opened = 0;
  const openReader = async () => {
    opened += 1;
    return inventedPast([]);
  };
  const playbacks = createPlaybacks({ openReader, clock: manualClock(0), log: silent, mainSymbol: 'SPY' });
  const client = aClient();
  await playbacks.exports.open(client, { table: 'quotes' });
  await playbacks.close();
  playbacks.exports.leave(client);
  t.is(opened, 1);
});
