/**
 * Looks at a daemon through a real sshd on loopback with throw-away keys: reading commands, a picture, a line that is cut for
 * five seconds, a key that may only read, and what is said where something is wrong. Prints what a picture takes here and
 * there. Needs Debian's openssh-server. Run by `npm run test:ssh`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sayWhatIsWrong } from './failures.ts';
import { measure } from './measure.ts';
import { prompts } from './prompts.ts';
import { program, run } from './run-program.ts';
import { startSshServer } from './server.ts';

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
  .join(' ')} ${program.join(' ')}`;
const forced = (command: string) => `restrict,command="${command}"`;
const passphrase = 'c0rrect-h0rse';
/** Says that it is joined, and then speaks another protocol. */
const speaks = (version: number) =>
  `${process.execPath} -e 'console.log(JSON.stringify({method:\\"dialed\\",params:{appVersion:\\"9\\"}}));process.stdin.on(\\"data\\",()=>console.log(JSON.stringify({jsonrpc:\\"2.0\\",id:1,result:{protocolVersion:${version},appVersion:\\"9.9.9\\",pid:1}})))'`;

let failures = 0;
function check(what: string, isRight: boolean, seen = ''): void {
  if (!isRight) failures += 1;
  process.stdout.write(`${isRight ? 'ok' : 'FAILED'}  ${what}${isRight ? '' : `\n${seen}`}\n`);
}

const server = await startSshServer(
  join(place, 'sshd'),
  {
    mine: '',
    reads: forced(`${overThere} dial-stdio --read-only --demo`),
    noisy: forced(`echo Welcome to this machine; ${overThere} dial-stdio --demo`),
    newer: forced(speaks(99)),
    older: forced(speaks(1)),
    locked: '',
  },
  { locked: passphrase },
);
const host = `ssh://${userInfo().username}@127.0.0.1:${server.port}`;
const environment = (key: string, extra: Record<string, string> = {}) => ({
  ...{ ...homeOf('here'), PATH: `${server.clientWith(key)}:${process.env.PATH}`, LANG: 'C.UTF-8' },
  ...{ SPYGLASS_REMOTE_COMMAND: overThere, ...extra },
});

const away = (args: string[], key = 'mine', extra = {}) =>
  run([...args, '--host', host], environment(key, extra));
const localEnv = { ...there, PATH: process.env.PATH, LANG: 'C.UTF-8' };
const local = (args: string[]) => run(args, localEnv);

const daemon = spawn(program[0]!, [program[1]!, 'daemon', 'run', '--demo'], {
  env: { ...there, PATH: process.env.PATH },
  stdio: ['ignore', 'ignore', 'pipe'],
});
try {
  for await (const line of createInterface({ input: daemon.stderr }))
    if (line.includes('"msg":"recording"')) break;
  await readingCommands();
  await figures();
  await cutLine();
  await readOnlyKey();
  const env = (key: string | null) => ({
    ...environment('mine'),
    PATH: `${server.clientWith(key)}:${process.env.PATH}`,
  });
  await sayWhatIsWrong(check, { host, away, mine: environment('mine'), stranger: env('host') });
  await prompts(check, {
    host,
    locked: env('locked'),
    noKey: env(null),
    passphrase,
    home: homeOf('here').HOME,
  });
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
  const { hello } = JSON.parse((await away(['status', '--json', '--demo'])).stdout);
  const exported = [
    'export',
    'chain',
    '--demo',
    '--format',
    'parquet',
    '--to',
    new Date(hello.now).toISOString(),
  ];
  const files = ['here', 'far'].map((name) => join(place, `${name}.parquet`)) as [string, string];
  await local([...exported, '-o', files[0]]);
  const { code, stderr } = await away([...exported, '-o', files[1]], 'reads');
  check(
    'an export is the same file',
    code === 0 && readFileSync(files[0]).equals(readFileSync(files[1])),
    stderr,
  );
}

async function figures(): Promise<void> {
  const socketPath = join(there.XDG_RUNTIME_DIR, 'spyglass', 'demo.sock');
  const far = { env: environment('mine'), host, server };
  check('a picture and a dashboard, here and there', await measure({ socketPath, here: localEnv, far }));
}

/** A dashboard's connection, as `events` has one, must find back after the line was cut. */
async function cutLine(): Promise<void> {
  const child = spawn(program[0]!, [program[1]!, 'events', '--json', '--demo', '--host', host], {
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
    ['alerts', 'add', 'price crosses 1'],
    ['alerts', 'remove', '1'],
  ]) {
    const { code, stderr } = await away(args, 'reads');
    check(`is refused ${args.join(' ')}`, code === 35 && /may only read/.test(stderr), stderr);
  }
}
