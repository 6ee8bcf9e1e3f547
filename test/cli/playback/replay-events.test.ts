import path from 'node:path';
import test from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { events } from '../../../src/cli/commands/events.ts';
import type { Heard } from '../../daemon/playback/life.ts';
import { comparable } from '../../daemon/playback/life.ts';
import { tempDir } from '../../support/temp-dir.ts';
import type { ManualClock } from '../../support/manual-clock.ts';
import { startCommand } from './command-output.ts';
import { date, instantAt, recordedMorning } from './recorded-morning.ts';

interface Line {
  event: string;
  at: number;
  payload: unknown;
}

const linesOf = (text: string): Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const heardOf = (lines: readonly Line[]) =>
  lines.map(({ event, payload }) => ({ name: event, payload })) as Heard[];

/** What the client heard: from after its first picture on. */
const heardPart = { from: '09:28', to: '09:36' };

type Where = { dir: string; socketPath?: string; clock?: ManualClock };

/** Lets a daemon play whose clock stands still otherwise. */
async function ticking({ clock }: Where, ended: Promise<unknown>, meanwhile = () => {}): Promise<void> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  void ended.then(over, over);
  while (!isOver) {
    meanwhile();
    await clock?.advance(0);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Runs `events --replay` to its end. */
async function replayed(
  where: Where,
  flags: { from?: string; to?: string; speed?: string; symbol?: string; replay?: string } = {},
) {
  const command = startCommand(where, (invocation) =>
    events(invocation, { json: true, replay: date, ...flags }),
  );
  await ticking(where, command.ended);
  await command.ended;
  return command.said.out;
}

test.serial(
  'a recorded day is printed as it was heard, the same with its daemon and without one',
  async (t) => {
    const daemon = await recordedMorning(t);
    const beside = await replayed(daemon, heardPart);
    const lines = linesOf(beside);
    t.is(lines[0]?.event, 'snapshot');
    const heard = comparable(daemon.heard);
    t.true(heard.some(({ name }) => name === 'levels'));
    t.deepEqual(comparable(heardOf(lines)), heard);
    t.false(
      lines.some(({ event }) => event === 'playback'),
      'as live, with nothing added',
    );

    // Whoever reads slowly is waited for, and misses nothing.
    const { dir } = daemon;
    const slow = startCommand(
      daemon,
      (invocation) => events(invocation, { json: true, replay: date, ...heardPart }),
      {
        isRead: false,
      },
    );
    let most = 0;
    await ticking(daemon, slow.ended, () => {
      most = Math.max(most, slow.stdout.writableLength + slow.stdout.readableLength);
      const piece = slow.stdout.read();
      if (piece !== null) slow.said.out += String(piece);
    });
    slow.said.out += String(slow.stdout.read() ?? '');
    t.true(slow.said.out === beside, 'to the last byte');
    t.true(most < beside.length / 3, `${most} of ${beside.length} characters waited`);

    await daemon.close();
    t.true((await replayed({ dir }, heardPart)) === beside, 'to the last byte');
  },
);

test.serial('a part of a day, of one symbol, at a speed', async (t) => {
  const daemon = await recordedMorning(t);
  const { dir } = daemon;
  await daemon.close();
  const part = linesOf(
    await replayed({ dir }, { from: 'open+2m', to: '09:35:30', speed: '3600', symbol: 'SPY' }),
  );
  t.like(part[0], { event: 'snapshot', at: instantAt('09:32') });
  const chains = part.filter(({ event }) => event === 'chain');
  t.true(chains.length > 1);
  t.true(chains.every(({ at }) => at > instantAt('09:32') && at <= instantAt('09:35:30')));
  t.false(
    part.some(({ event }) => event === 'phase'),
    'it is about no symbol',
  );

  const gone = startCommand({ dir }, (invocation) => events(invocation, { json: true, replay: date }), {
    isRead: false,
  });
  gone.stdout.once('data', () => gone.stdout.destroy());
  t.is(await gone.ended, 0, 'a reader that has had enough is no failure');
});

test.serial('what cannot be played says why, and what can', async (t) => {
  const daemon = await recordedMorning(t, '09:31');
  const { dir } = daemon;
  await daemon.close();
  const of = (flags: object) => replayed({ dir }, flags);
  await t.throwsAsync(of({ replay: '2026-11-20' }), {
    code: 'no_data',
    message: 'No chain of SPY is recorded of Fri 20 Nov.',
  });
  const thrown = await t.throwsAsync<Error & { hint: string }>(of({ replay: '2026-11-24' }));
  t.is(thrown.hint, 'The nearest recorded day is Mon 23 Nov.');
  await t.throwsAsync(of({ symbol: 'QQQ' }), { message: /^No chain of QQQ is recorded in / });
  await t.throwsAsync(of({ replay: 'noon' }), { code: 'usage', message: '"noon" is no day.' });
  await t.throwsAsync(of({ from: '25:00' }), { code: 'usage', message: /^--from 25:00: / });
  await t.throwsAsync(of({ from: '10:00', to: '09:45' }), { code: 'usage', message: /^--to: / });
  await t.throwsAsync(of({ speed: '0' }), { code: 'usage', message: /^--speed 0: expected a number/ });
  await t.throwsAsync(startCommand({ dir }, (invocation) => events(invocation, { from: '10:00' })).ended, {
    code: 'usage',
    message: /goes with --replay DATE\.$/,
  });
  const database = new SqliteDatabase(path.join(dir, 'spyglass.sqlite'));
  database
    .prepare('insert into mikro_orm_migrations (name) values (?)')
    .run('Migration29990101000000_unheard_of');
  database.close();
  await t.throwsAsync(of({}), { code: 'database_newer' });
  await t.throwsAsync(replayed({ dir: await tempDir(t) }), {
    code: 'no_data',
    message: /^Nothing is recorded in .* yet\.$/,
  });
});
