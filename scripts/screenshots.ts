/**
 * Renders the real dashboard, in a real pseudo-terminal on a simulated market of a fixed moment, as SVG into `docs/`.
 * Needs a build: `npm run screenshots` makes one.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { spawn } from '@lydell/node-pty';
import xterm, { type Terminal } from '@xterm/headless';
import { svgOf } from './terminal-svg.ts';

const root = path.resolve(import.meta.dirname, '..');
const middayInstant = '2026-11-23T17:30:00Z';

interface Shot {
  file: string;
  columns: number;
  rows: number;
  keys: string[];
  /** Where the clock starts; midday of an ordinary session unless given. */
  instant?: string;
}

const shots: Shot[] = [
  { file: 'dashboard.svg', columns: 120, rows: 40, keys: [] },
  { file: 'dashboard-80x24.svg', columns: 80, rows: 24, keys: [] },
  { file: 'levels.svg', columns: 120, rows: 40, keys: ['6'] },
  { file: 'levels-80x24.svg', columns: 80, rows: 24, keys: ['6'] },
  { file: 'levels-200x50.svg', columns: 200, rows: 50, keys: ['6'] },
  // Twenty minutes before the option close of an early close, and in the last minute of an ordinary one.
  { file: 'levels-early-close.svg', columns: 120, rows: 40, keys: ['6'], instant: '2026-11-27T17:55:00Z' },
  { file: 'levels-last-minute.svg', columns: 120, rows: 40, keys: ['6'], instant: '2026-11-23T21:14:10Z' },
  { file: 'chart.svg', columns: 120, rows: 40, keys: ['3'] },
];

for (const shot of shots) {
  writeFileSync(path.join(root, 'docs', shot.file), await take(shot));
}

async function take({ columns, rows, keys, instant = middayInstant }: Shot): Promise<string> {
  const home = mkdtempSync(path.join(tmpdir(), 'sgs-'));
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
  const args = [path.join(root, 'bin/spyglass.js'), '--demo', '--clock', instant, '--data-dir', home];
  const program = spawn(process.execPath, args, {
    cols: columns,
    rows,
    cwd: root,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: home,
      XDG_RUNTIME_DIR: home,
      XDG_STATE_HOME: home,
      TERM: 'xterm-256color',
      COLORTERM: 'truecolor',
    },
  });
  program.onData((piece) => screen.write(piece));
  const ended = new Promise<void>((resolve) => program.onExit(() => resolve()));
  try {
    await until(() => (text(screen).match(/\d ago/g) ?? []).length >= 2);
    for (const key of keys) {
      program.write(key);
      await wait(500);
    }
    // The jobs that start with the daemon have all been heard of by then.
    await wait(3000);
    return svgOf(screen);
  } finally {
    program.kill('SIGTERM');
    await ended;
    rmSync(home, { recursive: true, force: true });
  }
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (holds()) return;
    await wait(100);
  }
  throw new Error('the dashboard did not come up');
}

function text(screen: Terminal): string {
  const { active } = screen.buffer;
  return Array.from({ length: screen.rows }, (_, row) => active.getLine(row)?.translateToString() ?? '').join(
    '\n',
  );
}
