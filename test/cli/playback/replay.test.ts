import test from 'ava';
import { openDashboard } from '../../../src/cli/dashboard/open-dashboard.ts';
import type { GlobalFlags } from '../../../src/cli/invocation/flags.ts';
import { replay } from '../../../src/cli/playback/replay.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { startCommand } from './command-output.ts';
import { recordedMorning } from './recorded-morning.ts';

interface Where {
  dir: string;
  socketPath?: string;
}

/** The picture that `replay` prints where output is no terminal. */
async function replayed(where: Where, args: string[], flags: object = {}) {
  const command = startCommand(where, (invocation) => replay(invocation, flags, args));
  await command.ended;
  return command.said.out;
}

async function onceAt(where: Where, at: string, flags: GlobalFlags = {}) {
  const command = startCommand(where, (invocation) =>
    openDashboard(invocation, { once: true, ...flags, at }),
  );
  if ((await command.ended) !== 0) throw new Error(command.said.err);
  return command.said.out;
}

const headerOf = (picture: string) => picture.split('\n')[0]!;
/** The line about the market as it is. */
const liveOf = (picture: string) => picture.split('\n')[1]!;

test.serial('a recorded day is shown with its daemon and without one', async (t) => {
  const daemon = await recordedMorning(t);
  const at = { from: '09:33' };
  const beside = await replayed(daemon, ['2026-11-23'], at);
  t.regex(headerOf(beside), /REPLAY {2}Mon 23 Nov 09:33:00 ET · poll \d+ of \d+ · paused/);
  t.regex(liveOf(beside), /LIVE {3}Mon 23 Nov 09:36:\d\d ET/);
  t.is(await onceAt(daemon, '09:33'), beside, '--once --at prints the same');

  await daemon.close();
  const { dir } = daemon;
  const alone = await replayed({ dir }, ['23 Nov 2026'], at);
  t.regex(liveOf(alone), /LIVE {3}– nothing is recorded here/);
  // The bar of the session below them reaches to now.
  const panesOf = (picture: string) => picture.split('\n').slice(2, -3);
  t.regex(headerOf(alone), /REPLAY {2}Mon 23 Nov 09:33:00 ET · poll 5 of 8 · paused/);
  t.deepEqual(panesOf(alone), panesOf(beside));
  t.is(await onceAt({ dir }, '2026-11-23 09:33'), alone);
});

test.serial(
  'without a time it begins with the opening, and without a day with the last recorded instant',
  async (t) => {
    const daemon = await recordedMorning(t, '09:32');
    const { dir } = daemon;
    await daemon.close();
    t.regex(headerOf(await replayed({ dir }, ['2026-11-23'])), /REPLAY {2}Mon 23 Nov 09:30:00 ET/);
    t.regex(headerOf(await replayed({ dir }, [])), /REPLAY {2}Mon 23 Nov 09:32:00 ET/);
    t.regex(headerOf(await replayed({ dir }, [], { from: 'open+1m' })), /09:31:00 ET/);
    const code = { code: 'usage' };
    await t.throwsAsync(replayed({ dir }, [], { speed: 'max' }), code);
    await t.throwsAsync(replayed({ dir }, ['monday noon']), code);
    await t.throwsAsync(
      startCommand({ dir }, (invocation) => openDashboard(invocation, { at: '10:30' })).ended,
      { ...code, message: '--at is about one picture: it goes with --once.' },
    );
    await t.throwsAsync(replayed({ dir }, ['2026-11-20']), {
      code: 'no_data',
      message: 'No chain of SPY is recorded of Fri 20 Nov.',
    });
    await t.throwsAsync(replayed({ dir: await tempDir(t) }, []), {
      code: 'no_data',
      message: /^Nothing is recorded in /,
    });
  },
);
