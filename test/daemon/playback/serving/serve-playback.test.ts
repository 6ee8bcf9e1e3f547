import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { loadSettings } from '../../../../src/config/load-settings.ts';
import { servePlayback } from '../../../../src/daemon/playback/serving/serve-playback.ts';
import { manualClock } from '../../../support/manual-clock.ts';
import { silent } from '../../../support/silent-log.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { helloRequest, type RawClient, rawClient } from '../../listen-support.ts';
import { inventedPast, instantAt, pollsAt } from '../invented-past.ts';

const polls = [0, 15, 30].map((seconds) => instantAt('10:00') + seconds * 1000);

/** A client of a server that plays an invented recording. @param now what the machine's clock says */
async function served(t: ExecutionContext, now = instantAt('16:00')) {
  const socketPath = path.join(await tempDir(t), 'run', 's.sock');
  const server = await servePlayback({
    reader: inventedPast(pollsAt(...polls)),
    ...{ databasePath: '/recorded/demo.sqlite', mode: 'demo', settings: loadSettings({ env: {} }).settings },
    ...{ socketPath, platform: process.platform, clock: manualClock(now), log: silent },
    ...{ appVersion: '0.0.0', pid: 1 },
  });
  t.teardown(server.close);
  const client = await rawClient(t, socketPath);
  client.send(helloRequest());
  const { result } = await client.next();
  return { client, hello: result, server };
}

async function ask(client: RawClient, method: string, params: unknown = {}) {
  client.send({ jsonrpc: '2.0', id: 7, method, params });
  return await client.next();
}

test('it says that it only plays, and whose recording that is', async (t) => {
  const { hello } = await served(t);
  t.like(hello, { mode: 'demo', isPlaybackOnly: true, symbol: 'SPY', databasePath: '/recorded/demo.sqlite' });
});

test('who subscribes without an instant sees the last recorded one, paused', async (t) => {
  const { client } = await served(t);
  t.like(await ask(client, 'subscribe'), {
    result: { pictureOf: polls[2], playback: { at: polls[2], isPaused: true } },
  });
  t.like(await ask(client, 'subscribe', { symbol: 'QQQ' }), { result: { playback: { at: polls[2] } } });
  t.like(await ask(client, 'subscribe', { at: polls[1] }), { result: { playback: { at: polls[1] } } });
});

test('what a demo recorded ahead of this machine’s clock is played', async (t) => {
  const { client, hello } = await served(t, instantAt('09:00'));
  t.like(hello, { now: polls[2] });
  t.like(await ask(client, 'subscribe'), { result: { playback: { at: polls[2] } } });
});

test('reading methods answer as of the last instant, or as of the one that the client looks at', async (t) => {
  const { client } = await served(t);
  t.like(await ask(client, 'quote.get'), { result: { asOf: polls[2] } });
  await ask(client, 'subscribe', { at: polls[0] });
  t.like(await ask(client, 'quote.get'), { result: { asOf: polls[0] } });
});

test('whatever records or asks the vendor is refused, and says what to do', async (t) => {
  const { client } = await served(t);
  const date = '2026-11-23';
  for (const [method, params] of Object.entries({
    ...{
      status: {},
      'usage.get': {},
      'last-trade.get': {},
      refresh: { job: 'all' },
      prune: { dryRun: false },
    },
    ...{ backfill: { timeframe: 'daily', from: date, to: date }, 'levels.recompute': { date } },
    ...{ backup: { file: '/tmp/copy' }, doctor: {}, shutdown: {} },
  })) {
    const { error } = await ask(client, method, params);
    const { message, data } = error as { message: string; data: { code: string; hint: string } };
    t.true(message.startsWith('Recordings are only played here'), method);
    t.is(data.code, 'not_running');
    t.true(data.hint.length > 0);
  }
});

test('its end says goodbye', async (t) => {
  const { client, server } = await served(t);
  void server.close();
  t.like(await client.rest(), [{ method: 'bye' }]);
});
