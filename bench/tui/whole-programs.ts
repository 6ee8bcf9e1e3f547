import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDaemonProcess } from '../../test/e2e/support/command.ts';
import { isReady } from '../../test/e2e/support/screen.ts';
import { launcher, makeHome } from '../../test/e2e/support/terminal.ts';
import { type Launch, liveLaunch, startMarket } from './live-program.ts';
import { cpuMsOf, rssBytesOf } from './process-usage.ts';
import { hasFrame, openPty, type PtyProgram } from './pty-program.ts';

export interface Starts {
  /** To the first frame, in milliseconds. */
  frameMs: number[];
  /** To the first frame with a quote and a chain in it; none for programs that have no such thing. */
  readyMs: number[];
}

/** A program that runs and is left alone. */
export interface Steady {
  /** Of one core, over the last part of the run; `null` where there is no `/proc`. */
  cpuShare: number | null;
  /** At the end of it. */
  rssBytes: number | null;
  bytesPerSecond: number;
}

/** `demo` has the simulated market inside, the other embedded ones poll it in another process. */
export type Program = 'embedded' | 'embeddedFast' | 'embeddedClosed' | 'demo' | 'attached' | 'gtop' | 'htop';

export interface WholePrograms {
  /** `null` for a program that is not on the PATH. */
  starts: Record<'attached' | 'embedded' | 'gtop' | 'htop', Starts | null>;
  steady: Record<Program, Steady | null>;
}

const others = ['gtop', 'htop'] as const;
/** A quote a second, and the chain as often as it is by default. */
const everySecond = { SPYGLASS_QUOTE_SECONDS: '1', SPYGLASS_CALLS_PER_MINUTE: '1000' };
/** On a Sunday. */
const closedMarket = (dataDir: string) => ['--clock', '2026-11-22T15:30:00Z', '--data-dir', dataDir];

function isOnPath(name: string): boolean {
  return (process.env.PATH ?? '').split(path.delimiter).some((dir) => {
    try {
      accessSync(path.join(dir, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

async function start(launch: Launch, starts: Starts, isOurs: boolean): Promise<PtyProgram> {
  const program = openPty(launch.file, launch.args, launch.env);
  starts.frameMs.push(await program.until(hasFrame));
  if (isOurs) starts.readyMs.push(await program.until(isReady));
  return program;
}

/** The built program and others beside it: how they start, one after the other, and what they take, all at once for `seconds`. */
export async function measurePrograms(
  { runs, seconds }: { runs: number; seconds: number },
  say: (line: string) => void,
): Promise<WholePrograms> {
  const endings: (() => unknown)[] = [];
  const t = { teardown: (end: () => unknown) => void endings.unshift(end) };
  try {
    const ours = (env: Record<string, string>, args: string[] = []): Launch => ({
      file: process.execPath,
      args: [launcher, '--demo', ...args],
      env,
    });
    const shared = makeHome(t);
    await startDaemonProcess(t, shared, ['--demo']);
    const launches = {
      attached: () => ours(shared.env),
      embedded: () => ours(makeHome(t).env),
      gtop: () => ({ file: 'gtop', args: [], env: makeHome(t).env }),
      htop: () => ({ file: 'htop', args: [], env: makeHome(t).env }),
    };
    const starts = {} as WholePrograms['starts'];
    for (const name of ['attached', 'embedded', ...others] as const) {
      const isOurs = name === 'attached' || name === 'embedded';
      starts[name] = isOurs || isOnPath(name) ? { frameMs: [], readyMs: [] } : null;
      const found = starts[name];
      if (!found) continue;
      say(`starts of ${name} …`);
      for (let run = 0; run < runs; run++) await (await start(launches[name](), found, isOurs)).close();
    }

    say(`all of them for ${seconds} s …`);
    const running = new Map<Program, PtyProgram>();
    const open = (name: Program, { file, args, env }: Launch) => {
      const program = openPty(file, args, env);
      running.set(name, program);
      t.teardown(() => program.close());
    };
    open('attached', launches.attached());
    const market = await startMarket(t);
    open('embedded', liveLaunch(market, makeHome(t)));
    open('embeddedFast', liveLaunch(market, makeHome(t), everySecond));
    open('demo', launches.embedded());
    open('embeddedClosed', ours(makeHome(t).env, closedMarket(makeHome(t).dir)));
    for (const name of others) if (starts[name]) open(name, launches[name]());
    // What starting costs is over by then.
    await sleep(seconds * 500);
    for (const program of running.values()) program.checkRuns();
    const before = new Map(
      [...running].map(([name, program]) => [name, { cpu: cpuMsOf(program.pid), bytes: program.bytes() }]),
    );
    const since = performance.now();
    await sleep(seconds * 500);
    const tookMs = performance.now() - since;
    const steadyOf = (name: Program): Steady | null => {
      const program = running.get(name);
      const earlier = before.get(name);
      if (!program || !earlier) return null;
      const cpu = cpuMsOf(program.pid);
      return {
        cpuShare: cpu === null || earlier.cpu === null ? null : (cpu - earlier.cpu) / tookMs,
        rssBytes: rssBytesOf(program.pid),
        bytesPerSecond: (program.bytes() - earlier.bytes) / (tookMs / 1000),
      };
    };
    return {
      starts,
      steady: {
        embedded: steadyOf('embedded'),
        embeddedFast: steadyOf('embeddedFast'),
        embeddedClosed: steadyOf('embeddedClosed'),
        demo: steadyOf('demo'),
        attached: steadyOf('attached'),
        gtop: steadyOf('gtop'),
        htop: steadyOf('htop'),
      },
    };
  } finally {
    // What was opened last goes first: programs before the directories that they write to.
    for (const end of endings) await end();
  }
}
