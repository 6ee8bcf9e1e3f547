/**
 * Looks at a daemon through a real sshd on loopback with throw-away keys: reading commands, a picture, a line that is cut for
 * five seconds, a key that may only read, and what is said where something is wrong. Prints what a picture takes here and
 * there. Needs Debian's openssh-server. Run by `npm run test:ssh`.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { startSshServer } from './server.ts';

const launcher = resolve(import.meta.dirname, '../../bin/spyglass.js');
const place = mkdtempSync(join(tmpdir(), 'spyglass-ssh-'));
const homeOf = (name: string) => ({
  HOME: join(place, name),
  ...Object.fromEntries(
    ['DATA', 'CONFIG', 'STATE', 'CACHE'].map((kind) => [
      `XDG_${kind}_HOME`,
      join(place, name, kind.toLowerCase()),
    ]),
  ),
  XDG_RUNTIME_DIR: join(place, name, 'run'),
});
const there = homeOf('there');
const overThere = `env ${Object.entries(there)
  .map(([name, value]) => `${name}=${value}`)
  .join(' ')} ${process.execPath} ${launcher}`;
const forced = (command: string) => `restrict,command="${command}"`;
/** Says that it is joined, and then speaks a protocol of the future. */
const future = `${process.execPath} -e 'console.log(JSON.stringify({method:\\"dialed\\",params:{appVersion:\\"9\\"}}));process.stdin.on(\\"data\\",()=>console.log(JSON.stringify({jsonrpc:\\"2.0\\",id:1,result:{protocolVersion:99,appVersion:\\"9.9.9\\",pid:1}})))'`;

let failures = 0;
function check(what: string, isRight: boolean, seen = ''): void {
  if (!isRight) failures += 1;
  process.stdout.write(`${isRight ? 'ok' : 'FAILED'}  ${what}${isRight ? '' : `\n${seen}`}\n`);
}

const server = await startSshServer(join(place, 'sshd'), {
  mine: '',
  reads: forced(`${overThere} dial-stdio --read-only --demo`),
  noisy: forced(`echo Welcome to this machine; ${overThere} dial-stdio --demo`),
  newer: forced(future),
});
const host = `ssh://${userInfo().username}@127.0.0.1:${server.port}`;
const environment = (key: string, extra: Record<string, string> = {}) => ({
  ...{ ...homeOf('here'), PATH: `${server.clientWith(key)}:${process.env.PATH}`, LANG: 'C.UTF-8' },
  ...{ SPYGLASS_REMOTE_COMMAND: overThere, ...extra },
});

interface Ran {
  code: number;
  stdout: string;
  stderr: string;
  ms: number;
}

function run(args: string[], env: Record<string, string | undefined>): Promise<Ran> {
  const startedAt = performance.now();
  return new Promise((done) => {
    execFile(process.execPath, [launcher, ...args], { env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      done({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr, ms: performance.now() - startedAt }),
    );
  });
}

const away = (args: string[], key = 'mine', extra = {}) =>
  run([...args, '--host', host], environment(key, extra));
const local = (args: string[]) => run(args, { ...there, PATH: process.env.PATH, LANG: 'C.UTF-8' });

const daemon = spawn(process.execPath, [launcher, 'daemon', 'run', '--demo'], {
  env: { ...there, PATH: process.env.PATH },
  stdio: ['ignore', 'ignore', 'pipe'],
});
try {
  for await (const line of createInterface({ input: daemon.stderr }))
    if (line.includes('"msg":"recording"')) break;
  await readingCommands();
  await cutLine();
  await readOnlyKey();
  await whatIsWrong();
} finally {
  daemon.kill();
  server.close();
  await once(daemon, 'exit');
  rmSync(place, { recursive: true, force: true });
}
process.stdout.write(failures === 0 ? 'all as it should be\n' : `${failures} failed\n`);
process.exit(failures === 0 ? 0 : 1);

async function readingCommands(): Promise<void> {
  for (const args of [
    ['status', '--json'],
    ['quote', '--json'],
    ['levels', '--json'],
    ['usage'],
    ['alerts'],
  ]) {
    const { code, stdout, stderr } = await away([...args, '--demo']);
    check(args.join(' '), code === 0 && stdout !== '', stderr);
  }
  const before = server.bytes();
  const [here, far] = [await local(['--once', '--demo']), await away(['--once', '--demo'])];
  check('one picture', far.code === 0 && far.stdout.includes('0-DTE chain'), far.stderr);
  process.stdout.write(
    `    a picture takes ${Math.round(here.ms)} ms on the machine itself, ${Math.round(far.ms)} ms by ssh, and ${Math.round((server.bytes() - before) / 1000)} kB on the line\n`,
  );
}

/** A dashboard's connection, as `events` has one, must find back after the line was cut. */
async function cutLine(): Promise<void> {
  const child = spawn(process.execPath, [launcher, 'events', '--json', '--demo', '--host', host], {
    env: environment('mine'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => (await lines.next()).value as string | undefined;
  const first = await next();
  server.cut();
  await new Promise((wait) => setTimeout(wait, 5000));
  await server.restore();
  // What was on its way before the cut may still come; what happened since says so by its time.
  const cutAt = Date.now();
  let line = await next();
  while (line !== undefined && Date.now() - cutAt < 1000) line = await next();
  check('a line that is cut for five seconds heals', first !== undefined && line !== undefined);
  child.kill();
  await once(child, 'exit');
}

async function readOnlyKey(): Promise<void> {
  for (const args of [['chain', '--json'], ['levels', '--json'], ['--once']]) {
    const { code, stderr } = await away(args, 'reads');
    check(`a key that may only read: ${args.join(' ')}`, code === 0, stderr);
  }
  for (const args of [
    ['refresh', 'all', '--force'],
    ['backfill', 'SPY', '--from', '2026-11-20', '--to', '2026-11-20'],
    ['prune', '--yes'],
    ['last-trade'],
    ['levels', 'recompute', '2026-11-25'],
    ['archive', 'verify', '2026-11-25'],
  ]) {
    const { code, stderr } = await away(args, 'reads');
    check(`is refused ${args.join(' ')}`, code === 35 && /may only read/.test(stderr), stderr);
  }
}

async function whatIsWrong(): Promise<void> {
  const noisy = await away(['quote'], 'noisy');
  check(
    'a noisy shell is named and skipped',
    noisy.code === 0 && /Welcome to this machine/.test(noisy.stderr),
    noisy.stderr,
  );
  const missing = await away(['quote'], 'mine', { SPYGLASS_REMOTE_COMMAND: 'no-such-program' });
  check(
    'a missing program',
    missing.code === 36 && /no-such-program.*not found/.test(missing.stderr),
    missing.stderr,
  );
  const newer = await away(['quote'], 'newer');
  check(
    'a newer daemon',
    newer.code === 31 && /This program is the older one/.test(newer.stderr),
    newer.stderr,
  );
  const dead = await run(['quote', '--host', 'ssh://127.0.0.1:1'], environment('mine'));
  check('a dead host', dead.code === 36 && /Connection refused/.test(dead.stderr), dead.stderr);
  const stranger = environment('mine');
  const denied = await run(['quote', '--host', host], {
    ...stranger,
    PATH: `${server.clientWith('host')}:${process.env.PATH}`,
  });
  check(
    'a key that nobody knows',
    denied.code === 36 && /Permission denied/.test(denied.stderr),
    denied.stderr,
  );
}
