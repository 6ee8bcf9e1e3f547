import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Env, inTerminal } from './run-program.ts';

const alternateScreen = '\u001b[?1049h';

/** Says of a check whether it holds, with what was seen. */
export type Check = (what: string, isRight: boolean, seen?: string) => void;

/** What ssh asks for. */
export interface Prompts {
  host: string;
  /** With a key that has a passphrase, and without any key; neither has an agent. */
  locked: Env;
  noKey: Env;
  passphrase: string;
  /** The client's home directory, in which nothing may hold what was typed. */
  home: string;
}

/**
 * ssh's own prompts, by the real ssh in a terminal: they appear before the alternate screen, and what is typed is seen by nobody
 * but ssh.
 */
export async function prompts(
  check: Check,
  { host, locked, noKey, passphrase, home }: Prompts,
): Promise<void> {
  const terminal = inTerminal(['--demo', '--host', host], locked);
  const asked = await terminal.until(/Enter passphrase for key/);
  check(
    'a passphrase is asked for on the terminal, before the alternate screen',
    /Enter passphrase for key/.test(asked) && !asked.includes(alternateScreen),
    asked,
  );
  terminal.write(`${passphrase}\r`);
  const shown = await terminal.until(/0-DTE chain/);
  check('the dashboard follows', shown.includes(alternateScreen) && /0-DTE chain/.test(shown), shown);
  check('and asks nothing more', shown.split('Enter passphrase').length === 2, shown);
  terminal.write('q');
  const { code } = await terminal.exit;
  check('it ends in order', code === 0, `${code}`);

  const typed = 'wr0ng-passw0rd';
  const refused = inTerminal(['--demo', '--host', host], noKey);
  for (let time = 1; time <= 3; time++) {
    await refused.until(new RegExp(`(?:password:[\\s\\S]*){${time}}`));
    if (time === 1) {
      const words = refused.written();
      check(
        'a password is asked for on the terminal, before the alternate screen',
        /password: ?$/.test(words) && !words.includes(alternateScreen),
        words,
      );
    }
    refused.write(`${typed}\r`);
  }
  const ended = await refused.exit;
  const words = refused.written();
  check(
    'a wrong password is one clear line',
    ended.code === 36 && /Cannot reach the daemon of .*Permission denied/.test(words),
    words,
  );
  check('there was no alternate screen', !words.includes(alternateScreen), words);

  const all = `${terminal.written()}${words}${filesUnder(home)}`;
  check('what was typed stands nowhere', !all.includes(passphrase) && !all.includes(typed));
}

function filesUnder(directory: string): string {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}
