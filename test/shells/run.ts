/**
 * Types in real shells, bash, zsh and fish, and presses Tab: commands, flags, recorded dates and symbols, hostile names. Needs
 * Debian's zsh and fish. Run by `npm run test:shells`.
 */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '../../src/db/sqlite/open-database.ts';
import { aChain, day, monday } from '../db/fixtures.ts';
import { manualClock } from '../support/manual-clock.ts';
import { type ShellName, shellNames, startShell } from './shell.ts';

const launcher = path.resolve(import.meta.dirname, '../../bin/spyglass.js');
const place = mkdtempSync(path.join(tmpdir(), 'spyglass-shells-'));
const [bin, home, data, other] = ['bin', 'home', 'home/data/spyglass', 'my data'].map((name) => {
  const directory = path.join(place, name);
  mkdirSync(directory, { recursive: true });
  return directory;
}) as [string, string, string, string];
const program = path.join(bin, 'spyglass');
const start = `#!/bin/sh\nexec '${process.execPath}' '${launcher}' "$@"\n`;
writeFileSync(program, start);
chmodSync(program, 0o755);

let failures = 0;
function check(what: string, isRight: boolean, seen = ''): void {
  if (!isRight) failures += 1;
  process.stdout.write(`${isRight ? 'ok' : 'FAILED'}  ${what}${isRight ? '' : `\n${seen}`}\n`);
}

try {
  await record(data, [
    ['SPY', monday],
    ['SPY', monday + day],
    ['I:SPX', monday],
  ]);
  await record(other, [['QQQ', monday - 7 * day]]);
  for (const name of shellNames) await inShell(name);
} finally {
  rmSync(place, { recursive: true, force: true });
}
process.stdout.write(failures === 0 ? 'all as it should be\n' : `${failures} failed\n`);
process.exit(failures === 0 ? 0 : 1);

async function record(directory: string, chains: readonly (readonly [string, number])[]): Promise<void> {
  const db = await openDatabase({
    path: path.join(directory, 'spyglass.sqlite'),
    clock: manualClock(monday),
  });
  for (const [underlying, timestamp] of chains) {
    await db.chains.record(aChain({ underlying, timestamp, contracts: [] }));
  }
  await db.close();
}

async function inShell(name: ShellName): Promise<void> {
  const env = {
    ...{ PATH: `${bin}:${process.env.PATH}`, HOME: home, TERM: 'xterm', LANG: 'C.UTF-8', PS1: '> ' },
    ...{ XDG_DATA_HOME: path.join(home, 'data'), XDG_CACHE_HOME: path.join(home, 'cache') },
    ...{ XDG_CONFIG_HOME: path.join(home, 'config'), XDG_STATE_HOME: path.join(home, 'state') },
  };
  const shell = await startShell(name, { cwd: place, env });
  const expectOf = async (what: string, beginning: string, expected: string | RegExp) => {
    try {
      await shell.complete(beginning, expected);
      check(`${name}: ${what}`, true);
    } catch (error) {
      check(`${name}: ${what}`, false, String(error));
    }
  };
  try {
    await expectOf('a command', 'spyglass cale', 'spyglass calendar');
    await expectOf('a command below another', 'spyglass archive ver', 'archive verify');
    await expectOf('what a command does', 'spyglass d', /daemon +.*run the daemon without a dashboard/);
    await expectOf('a flag', 'spyglass chain --exp', 'chain --expiry');
    await expectOf('what a flag does', 'spyglass prune --', /--dry-run +.*only say what would go/);
    await expectOf('a recorded date', 'spyglass replay 2026-11-24', 'replay 2026-11-24');
    await expectOf(
      'the recorded dates',
      'spyglass replay 2026-11-2',
      /2026-11-23[\s\S]*2026-11-24|2026-11-24[\s\S]*2026-11-23/,
    );
    await expectOf(
      'a recorded date of another directory',
      `spyglass --data-dir 'my data' replay 2026-11-1`,
      '2026-11-16',
    );
    await expectOf(
      'a date of a flag',
      'spyglass export chain --from 2026-11-2',
      /2026-11-23[\s\S]*2026-11-24|2026-11-24[\s\S]*2026-11-23/,
    );
    await expectOf('a recorded symbol', 'spyglass quote I', 'quote I:SPX');
    await expectOf('a symbol of a flag', 'spyglass chain --symbol I:', '--symbol I:SPX');
    await expectOf('a symbol behind =', 'spyglass chain --symbol=I', '--symbol=I:SPX');
    await expectOf('a plan', 'spyglass --demo --plan sta', '--plan starter');
    await expectOf('a directory', 'spyglass replay --archive ho', '--archive home');
    await hostileNames(name, expectOf);
    await shell.run('spyglass calendar 2026-11-27', 'early close');
  } catch (error) {
    check(`${name}: to the end`, false, String(error));
  } finally {
    shell.close();
  }
}

/** The program itself refuses to print such names; a shell must not run one that it is given all the same. */
async function hostileNames(
  name: ShellName,
  expectOf: (what: string, beginning: string, expected: string | RegExp) => Promise<void>,
): Promise<void> {
  const touched = path.join(place, 'touched');
  const hostile = `X$(touch touched);touch touched;\`touch touched\`"'`;
  writeFileSync(
    program,
    `${start.replace('exec', '[ "$1" = complete ] || exec')}cat <<'EOF'\n${hostile}\nEOF\n`,
  );
  // Fish lists names as they are, and escapes what it inserts.
  const escaped = name === 'fish' ? /X\$\(touch/ : /X\\\$\\\(touch/;
  await expectOf('a hostile name is escaped', 'spyglass quote X', escaped);
  check(`${name}: a hostile name runs nothing`, !existsSync(touched));
  writeFileSync(program, start);
}
