import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** A program in a real pseudo-terminal of 120×40. */
export interface PtyProgram {
  pid: number;
  /** Bytes that it has written so far. */
  bytes(): number;
  /** Milliseconds from its start until `holds` is true of the screen. */
  until(holds: (screen: string) => boolean): Promise<number>;
  /** Milliseconds from pressing keys until something is written. */
  answerTo(keys: string): Promise<number>;
  /** Returns the function that tells the longest time between two writes since, in milliseconds. */
  watchGaps(): () => number;
  /** Throws with what is on its screen when it has ended by itself. */
  checkRuns(): void;
  /** Ends it, and resolves once it is gone. */
  close(): Promise<void>;
}

const columns = 120;
const rows = 40;
const patienceMs = 30_000;

export function openPty(file: string, args: readonly string[], env: Record<string, string>): PtyProgram {
  const screen = new xterm.Terminal({ cols: columns, rows, scrollback: 0, allowProposedApi: true });
  const startedAt = performance.now();
  const pty = spawn(file, [...args], { cols: columns, rows, env });
  const exit = new Promise<void>((resolve) => pty.onExit(() => resolve()));
  let hasEnded = false;
  void exit.then(() => {
    hasEnded = true;
  });
  let bytes = 0;
  let look: (cameAt: number) => void = () => {};
  let answer: (cameAt: number) => void = () => {};
  let lastAt = performance.now();
  let longestGap = 0;
  pty.onData((piece) => {
    const cameAt = performance.now();
    bytes += Buffer.byteLength(piece);
    longestGap = Math.max(longestGap, cameAt - lastAt);
    lastAt = cameAt;
    answer(cameAt);
    screen.write(piece, () => look(cameAt));
  });
  const text = () =>
    Array.from(
      { length: rows },
      (_, row) =>
        screen.buffer.active.getLine(screen.buffer.active.viewportY + row)?.translateToString(true) ?? '',
    ).join('\n');
  return {
    pid: pty.pid,
    bytes: () => bytes,
    until: (holds) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`${file} did not get there:\n${text()}`)),
          patienceMs,
        );
        look = (cameAt) => {
          if (!holds(text())) return;
          look = () => {};
          clearTimeout(timer);
          resolve(cameAt - startedAt);
        };
        look(performance.now());
      }),
    answerTo: (keys) =>
      new Promise((resolve) => {
        const pressedAt = performance.now();
        answer = (cameAt) => {
          answer = () => {};
          resolve(cameAt - pressedAt);
        };
        pty.write(keys);
      }),
    watchGaps() {
      lastAt = performance.now();
      longestGap = 0;
      return () => longestGap;
    },
    checkRuns() {
      if (hasEnded) throw new Error(`${file} has ended:\n${text().trimEnd()}`);
    },
    async close() {
      if (hasEnded) return screen.dispose();
      pty.kill('SIGTERM');
      const timer = setTimeout(() => pty.kill('SIGKILL'), 5000);
      await exit;
      clearTimeout(timer);
      screen.dispose();
    },
  };
}

/** A frame is there, of whatever program: a good part of the screen has something on it. */
export const hasFrame = (screen: string): boolean =>
  screen.split('\n').filter((line) => line.trim() !== '').length >= 10;
