import test from 'ava';
import { systemClock } from '../../../src/base/clock.ts';
import { type Connection, createConnection } from '../../../src/protocol/connection/connection.ts';
import { hello } from '../../daemon/listen-support.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { sampleSnapshot } from '../../tui/support/sample.ts';
import { startAnswering } from '../answering.ts';

test('a connection that is closed while it is being made does not stay with whoever answers then', async (t) => {
  const clock = systemClock();
  const asked: string[] = [];
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  let connection: Connection | null = null;
  const { socketPath } = await startAnswering(t, (id, method) => {
    asked.push(method);
    if (method === 'hello') resolve(connection!.close());
    return { jsonrpc: '2.0', id, result: hello };
  });
  connection = createConnection({ socketPath, clock, appVersion: '0.0.0', client: 'test' });
  await closed;
  t.deepEqual(asked, ['hello']);
});

test('who knows that somebody answers again need not wait for the next attempt', async (t) => {
  let isThere = false;
  const { socketPath } = await startAnswering(t, (id, method) => {
    if (!isThere) return { jsonrpc: '2.0', id, error: { code: -32_000, message: 'not yet' } };
    return { jsonrpc: '2.0', id, result: method === 'hello' ? hello : sampleSnapshot() };
  });
  const clock = manualClock(0);
  const connection = createConnection({ socketPath, clock, appVersion: '0.0.0', client: 'test' });
  const until = (status: string) =>
    new Promise<void>((resolve) => connection.onState((state) => state.status === status && resolve()));
  await until('lost');
  isThere = true;
  connection.retryNow();
  await until('connected');
  t.is(clock.now(), 0, 'the time of the next attempt has not come');
  await connection.close();
});
