import { readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { leftPolls } from '../../../../src/daemon/recording/spool/left-polls.ts';
import { createSpool } from '../../../../src/daemon/recording/spool/spool.ts';
import { type SpooledPoll, spooledAt } from '../../../../src/daemon/recording/spool/spooled-poll.ts';
import { aChain, aContract, aQuote, minute, monday } from '../../../db/fixtures.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const quote = (index: number): SpooledPoll => ({
  kind: 'quote',
  quote: aQuote({ receivedAt: monday + index * minute, price: 700 + index }),
});
const chain = (index: number): SpooledPoll => ({
  kind: 'chain',
  chain: aChain({ timestamp: monday + index * minute, contracts: [aContract({ strike: 700 })] }),
  levels: null,
});

async function newSpool(t: ExecutionContext, maxBytes = 1_000_000) {
  const directory = join(await tempDir(t), 'spool');
  const errors: unknown[] = [];
  const spool = createSpool({ directory, maxBytes }, 'I:SPX.start', (error) => errors.push(error));
  const stored: SpooledPoll[] = [];
  const file = () => join(directory, readdirSync(directory)[0]!);
  return {
    directory,
    file,
    spool,
    errors,
    stored,
    store: async (poll: SpooledPoll) => void stored.push(poll),
  };
}

test('polls come back as they were, in order, and their file goes', async (t) => {
  const { directory, file, spool, stored, store } = await newSpool(t);
  const polls = [quote(1), chain(1), quote(2)];
  for (const poll of polls) t.true(spool.push(poll));
  t.deepEqual(spool.size(), { quotes: 2, chains: 1 });
  t.is(statSync(file()).mode & 0o777, 0o600);
  t.true(await spool.drain(store));
  t.deepEqual(stored, polls);
  t.deepEqual(readdirSync(directory), []);
  t.false(await spool.drain(store));
});

test('what the store does not take stays, with all that follows', async (t) => {
  const { spool, stored, store } = await newSpool(t);
  for (const index of [1, 2, 3]) spool.push(quote(index));
  const failing = async (poll: SpooledPoll) => {
    if (spooledAt(poll) === monday + 2 * minute) throw new Error('away');
    await store(poll);
  };
  await t.throwsAsync(spool.drain(failing), { message: 'away' });
  t.deepEqual(spool.size(), { quotes: 2, chains: 0 });
  spool.push(quote(4));
  await spool.drain(store);
  t.deepEqual(stored, [quote(1), quote(2), quote(3), quote(4)]);
});

test('a poll that finds no room is not taken', async (t) => {
  const { spool } = await newSpool(t, 1000);
  let taken = 0;
  while (spool.push(quote(taken))) taken += 1;
  t.true(taken > 0 && taken < 10, `${taken}`);
  t.is(spool.size().quotes, taken);
});

test('where nothing can be written a poll is not taken, and somebody hears why', async (t) => {
  const directory = join(await tempDir(t), 'spool');
  writeFileSync(directory, 'no directory');
  const errors: unknown[] = [];
  const spool = createSpool({ directory, maxBytes: 1000 }, 'SPY', (error) => errors.push(error));
  t.false(spool.push(quote(1)));
  t.is(errors.length, 1);
});

test('a file that was taken away loses its polls and keeps nothing waiting', async (t) => {
  const { file, spool, errors, stored, store } = await newSpool(t);
  spool.push(quote(1));
  rmSync(file());
  t.false(await spool.drain(store));
  t.is(errors.length, 1);
  spool.push(quote(2));
  await spool.drain(store);
  t.deepEqual(stored, [quote(2)]);
});

test('polls that an earlier start has left are read, without the line that a kill cut off', async (t) => {
  const { directory, file, spool } = await newSpool(t);
  for (const index of [1, 2, 3]) spool.push(quote(index));
  truncateSync(file(), statSync(file()).size - 20);
  writeFileSync(join(directory, 'other.txt'), 'not ours');
  const [left, ...others] = await leftPolls(directory);
  t.deepEqual(others, []);
  const polls: SpooledPoll[] = [];
  for await (const poll of left!.polls()) polls.push(poll);
  t.deepEqual(polls, [quote(1), quote(2)]);
  await left!.remove();
  t.deepEqual(await leftPolls(directory), []);
  t.deepEqual(await leftPolls(join(directory, 'missing')), []);
});
