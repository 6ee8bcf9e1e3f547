import test from 'ava';
import { alerts } from '../../../src/cli/commands/alerts.ts';
import { chain } from '../../../src/cli/commands/chain.ts';
import { levels } from '../../../src/cli/commands/levels.ts';
import { quote } from '../../../src/cli/commands/quote.ts';
import { status } from '../../../src/cli/commands/status.ts';
import { startCommand } from './command-output.ts';
import { instantAt, recordedMorning } from './recorded-morning.ts';

const commands = { alerts, chain, levels, quote, status };

interface Where {
  dir: string;
  socketPath?: string;
}

async function answered(where: Where, name: keyof typeof commands, flags: object) {
  const command = startCommand(where, async (invocation) =>
    commands[name](invocation, { at: '2026-11-23 09:33:20', ...flags }, []),
  );
  await command.ended;
  return command.said.out;
}

test.serial('every answer is as of an instant, and says so, with a daemon and without one', async (t) => {
  const daemon = await recordedMorning(t);
  const { dir } = daemon;
  const names = Object.keys(commands) as (keyof typeof commands)[];
  const beside = new Map<string, string>();
  const asOf = instantAt('09:33') + 20_000;
  for (const name of names) {
    const json = await answered(daemon, name, { json: true });
    t.like(JSON.parse(json), { asOf }, name);
    const text = await answered(daemon, name, {});
    t.regex(text, /^As of Mon 23 Nov 09:33:20 ET, as it was recorded\./, name);
    beside.set(name, json + text);
  }
  t.like(JSON.parse(await answered(daemon, 'chain', { json: true })), { timestamp: instantAt('09:33') });
  t.like(JSON.parse(await answered(daemon, 'levels', { json: true })), { timestamp: instantAt('09:33') });
  const { receivedAt, freshness } = JSON.parse(await answered(daemon, 'quote', { json: true }));
  t.is(receivedAt, instantAt('09:33') + 15_000);
  t.true(freshness.ageMs < 21_000, 'its age is that of then');
  const { coverage, phase } = JSON.parse(await answered(daemon, 'status', { json: true }));
  t.like(phase, { phase: 'regular' });
  t.like(
    coverage.find(({ job }: { job: string }) => job === 'chain'),
    { date: '2026-11-23', ratio: 1 },
  );
  t.regex(await answered(daemon, 'status', {}), /chains of 2026-11-23 recorded: 100\.0 %/);

  await daemon.close();
  for (const name of names) {
    const alone = (await answered({ dir }, name, { json: true })) + (await answered({ dir }, name, {}));
    t.is(withoutYear(alone), beside.get(name)!, name);
  }
  const early = { at: '2026-11-20 10:00' };
  await t.throwsAsync(answered({ dir }, 'quote', early), {
    code: 'no_data',
    message: /^No quote of SPY had been recorded by Fri 20 Nov/,
  });
  t.regex(await answered({ dir }, 'alerts', early), /No alerts that day by then\./);
});

/** This machine's clock says which year needs no name. */
const withoutYear = (text: string) => text.replace(/ 2026 (?=\d\d:)/, ' ');
