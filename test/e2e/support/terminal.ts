import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import type { ExecutionContext } from 'ava';

const root = path.resolve(import.meta.dirname, '../../..');
export const launcher = path.join(root, 'bin/spyglass.js');

/** Directories of its own for each test, so that nothing of this machine's user is read or written. */
export interface Home {
  dir: string;
  env: Record<string, string>;
}

export function makeHome(t: Pick<ExecutionContext, 'teardown'>): Home {
  const dir = mkdtempSync(path.join(tmpdir(), 'sge-'));
  t.teardown(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  // The tour of the first start has a test of its own.
  mkdirSync(path.join(dir, 'state', 'spyglass'), { recursive: true, mode: 0o700 });
  writeFileSync(path.join(dir, 'state', 'spyglass', 'tour-seen'), '');
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: dir,
    XDG_DATA_HOME: path.join(dir, 'data'),
    XDG_CONFIG_HOME: path.join(dir, 'config'),
    XDG_STATE_HOME: path.join(dir, 'state'),
    XDG_RUNTIME_DIR: path.join(dir, 'run'),
    // Compiled code is the same for all of them, and megabytes.
    XDG_CACHE_HOME: path.join(root, 'temp/cache'),
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    LANG: 'C.UTF-8',
  };
  return { dir, env };
}

export interface Exit {
  code: number;
  signal: number | undefined;
}

/** The built program in a real pseudo-terminal, seen through a real terminal emulator. */
export interface Terminal {
  press(keys: string): void;
  resize(columns: number, rows: number): void;
  /** Signals the program, also where a shell runs it. */
  kill(signal: NodeJS.Signals): void;
  /** Lines of the screen as they are now, without trailing blanks. */
  lines(): string[];
  /** Everything the program ever wrote. */
  raw(): string;
  isAlternate(): boolean;
  isCursorHidden(): boolean;
  /** Resolves with the screen once `holds` is true of it, whole frames only; rejects with the screen when it never was. */
  until(what: string, holds: (screen: string) => boolean): Promise<string>;
  exit: Promise<Exit>;
  pid: number;
}

export interface TerminalOptions {
  columns?: number;
  rows?: number;
  env?: Record<string, string>;
  /**
   * Run it from a shell that stays when it ends and prints `exit CODE`: what the program left of the screen can be looked
   * at then.
   */
  inShell?: boolean;
  /** Such a shell with job control: it says `away` whenever the program was stopped, and brings it back after Enter. */
  hasJobs?: boolean;
}

const shell = ['-c', 'trap : INT TERM HUP; "$@"; printf "exit %s\\n" "$?"; exec cat', 'sh'];

/** A program that was stopped has 128 and the number of the signal, which is not the same everywhere, as its code. */
const jobsShell = [
  '-mc',
  `sh -c 'echo $$ >"$HOME/program.pid"; exec "$@"' sh "$@"; code=$?
  while [ $code -ge 145 ] && [ $code -le 148 ]; do
    printf "away %s\\n" $code; read -r line; fg >/dev/null; code=$?
  done
  printf "exit %s\\n" $code; exec cat`,
  'sh',
];

const frameBegin = '\x1b[?2026h';
const frameEnd = '\x1b[?2026l';

/** How long a condition may take on a machine that is busy with everything else: a limit, never a wait. */
const patienceMs = 30_000;

export function openTerminal(
  t: Pick<ExecutionContext, 'teardown'>,
  home: Home,
  args: string[],
  options: TerminalOptions = {},
): Terminal {
  const { columns = 120, rows = 40 } = options;
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
  const program = [process.execPath, launcher, ...args];
  const around = options.hasJobs ? jobsShell : options.inShell ? shell : null;
  const [file, ...argv] = around ? ['/bin/sh', ...around, ...program] : program;
  const pty: IPty = spawn(file!, argv, {
    cols: columns,
    rows,
    cwd: root,
    env: { ...home.env, ...options.env },
  });
  let written = '';
  /** Between the marks of DEC private mode 2026: a real terminal would go on showing the picture before. */
  let isMidFrame = false;
  const watchers = new Set<() => void>();
  const show = (piece: string, isTorn: boolean) =>
    screen.write(piece, () => {
      isMidFrame = isTorn;
      for (const watch of watchers) watch();
    });
  pty.onData((piece) => {
    let shown = written.length;
    written += piece;
    // Frame by frame, for where this process was not given its turn, several have come in one piece; a mark may be torn.
    let end = written.indexOf(frameEnd, Math.max(0, shown - frameEnd.length + 1));
    for (; end >= 0; end = written.indexOf(frameEnd, shown)) {
      show(written.slice(shown, end + frameEnd.length), false);
      shown = end + frameEnd.length;
    }
    const isTorn = written.lastIndexOf(frameBegin) > written.lastIndexOf(frameEnd);
    if (shown < written.length) show(written.slice(shown), isTorn);
  });
  const exit = new Promise<Exit>((resolve) => {
    pty.onExit(({ exitCode, signal }) => {
      // What was written before the end may still be on its way through the emulator.
      screen.write('', () => resolve({ code: exitCode, signal: signal || undefined }));
    });
  });
  let hasEnded = false;
  void exit.then(() => {
    hasEnded = true;
    for (const watch of watchers) watch();
  });
  t.teardown(async () => {
    if (!hasEnded) pty.kill('SIGKILL');
    await exit;
  });

  /** The shell without job control ignores the signals that go to both. */
  const programId = () => {
    if (options.hasJobs) return Number(readFileSync(path.join(home.dir, 'program.pid'), 'utf8'));
    return options.inShell ? -pty.pid : pty.pid;
  };
  const lines = () => {
    const buffer = screen.buffer.active;
    return Array.from(
      { length: screen.rows },
      (_, row) => buffer.getLine(buffer.viewportY + row)?.translateToString(true, 0, screen.cols) ?? '',
    );
  };
  return {
    press: (keys) => pty.write(keys),
    resize(nextColumns, nextRows) {
      screen.resize(nextColumns, nextRows);
      pty.resize(nextColumns, nextRows);
    },
    kill: (signal) => process.kill(programId(), signal),
    lines,
    raw: () => written,
    isAlternate: () => screen.buffer.active.type === 'alternate',
    isCursorHidden: () => written.lastIndexOf('\x1b[?25l') > written.lastIndexOf('\x1b[?25h'),
    pid: pty.pid,
    exit,
    until(what, holds) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => finish(`${what}: did not happen within ${patienceMs} ms`), patienceMs);
        const finish = (failure: string | null) => {
          watchers.delete(look);
          clearTimeout(timer);
          if (failure === null) resolve(lines().join('\n'));
          else reject(new Error(`${failure}\n${lines().join('\n')}`));
        };
        const look = () => {
          if (isMidFrame && !hasEnded) return;
          if (holds(lines().join('\n'))) finish(null);
          else if (hasEnded) finish(`${what}: the program ended before it happened`);
        };
        watchers.add(look);
        look();
      });
    },
  };
}
