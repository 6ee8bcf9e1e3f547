import test from 'ava';
import { systemClock } from '../../src/base/clock.ts';
import { type Connection, createConnection } from '../../src/protocol/connection.ts';
import { hello } from '../daemon/listen-support.ts';
import { startAnswering } from './answering.ts';

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
