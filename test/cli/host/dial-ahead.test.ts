import { PassThrough } from 'node:stream';
import test from 'ava';
import { dialAhead } from '../../../src/cli/host/dial-ahead.ts';
import type { SshChannel } from '../../../src/cli/host/ssh-channel.ts';

/** Channels in the order in which they are dialed; those of `failing` are not reached. */
function dialer(failing: readonly number[] = []) {
  const closed: number[] = [];
  const ends: ((reason: string) => void)[] = [];
  let dialed = 0;
  const dial = async (): Promise<SshChannel> => {
    const number = ++dialed;
    if (failing.includes(number)) throw new Error('not reached');
    return {
      ...{ input: new PassThrough(), output: new PassThrough(), noise: `${number}` },
      ended: new Promise((resolve) => ends.push(resolve)),
      close: () => void closed.push(number),
    };
  };
  return { dial, ends, closed, dialed: () => dialed };
}

test('channels are dialed at once, and taken in their order', async (t) => {
  const { dial, dialed } = dialer();
  const ahead = dialAhead(dial, 2);
  t.is(dialed(), 2);
  t.is((await ahead.take()).noise, '1');
  t.is((await ahead.take()).noise, '2');
  t.is((await ahead.take()).noise, '3');
});

test('one that has ended meanwhile, or was not reached, is dialed anew', async (t) => {
  const { dial, ends } = dialer([2]);
  const ahead = dialAhead(dial, 2);
  await Promise.resolve();
  ends[0]!('it said nothing');
  await new Promise((turn) => setImmediate(turn));
  t.is((await ahead.take()).noise, '3');
});

test('those that nobody has taken are closed', async (t) => {
  const { dial, closed } = dialer([3]);
  const ahead = dialAhead(dial, 3);
  await ahead.take();
  ahead.close();
  await new Promise((turn) => setImmediate(turn));
  t.deepEqual(closed, [2]);
});
