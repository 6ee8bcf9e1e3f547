import { once } from 'node:events';
import net from 'node:net';
import type { Check } from './prompts.ts';
import { type Env, type Ran, run } from './run-program.ts';

/** Ways to the daemon that lead nowhere. */
export interface Ways {
  host: string;
  /** Runs a command by a key of the server. */
  away(args: string[], key?: string, extra?: Record<string, string>): Promise<Ran>;
  mine: Env;
  /** With a key that the server does not know. */
  stranger: Env;
}

/** Each is said in one line, with one about what to do. */
const isOneLine = (stderr: string) => /^spyglass: [^\n]+\n {2}[^\n]+\n$/.test(stderr);

/** What is said where something is wrong. */
export async function sayWhatIsWrong(check: Check, { host, away, mine, stranger }: Ways): Promise<void> {
  const says = (what: string, { code, stderr }: Ran, expected: number, words: RegExp) =>
    check(what, code === expected && words.test(stderr) && isOneLine(stderr), `${code}: ${stderr}`);

  const noisy = await away(['quote'], 'noisy');
  check(
    'a noisy shell is named in one line and skipped',
    noisy.code === 0 && /^The shell of [^\n]* prints [^\n]*Welcome to this machine\n$/.test(noisy.stderr),
    noisy.stderr,
  );
  const missing = await away(['quote'], 'mine', { SPYGLASS_REMOTE_COMMAND: 'no-such-program' });
  says('a missing program', missing, 36, /no-such-program.*not found/);
  says('a newer daemon', await away(['quote'], 'newer'), 31, /This program is the older one/);
  says('an older daemon', await away(['quote'], 'older'), 31, /The daemon is the older one/);
  const none = await run(['quote', '--host', `${host}/nowhere.sock`], mine);
  says('no daemon over there', none, 36, /No daemon answers on \/nowhere\.sock/);
  const dead = await run(['quote', '--host', 'ssh://127.0.0.1:1'], mine);
  says('a dead host', dead, 36, /Connection refused/);
  says('a key that nobody knows', await run(['quote', '--host', host], stranger), 36, /Permission denied/);

  const silent = net.createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as net.AddressInfo;
  const asleep = await run(['quote', '--host', `ssh://127.0.0.1:${port}`], mine);
  says('a host that accepts and says nothing', asleep, 36, /timed out/i);
  check('it is given up after 15 s', asleep.ms > 14_000 && asleep.ms < 40_000, `${asleep.ms} ms`);
  silent.close();
}
