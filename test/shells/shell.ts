import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type IPty, spawn } from '@lydell/node-pty';

/** How each shell is started without anybody's own settings, and reads a script. */
const shells = {
  bash: { args: ['--norc', '--noprofile', '-i'], read: 'eval "$(spyglass completion bash)"' },
  zsh: {
    args: ['-f', '-i'],
    read: 'autoload -U compinit && compinit -u -D && source <(spyglass completion zsh)',
  },
} as const;

export type ShellName = keyof typeof shells | 'fish';

export const shellNames: readonly ShellName[] = ['bash', 'zsh', 'fish'];

/** A shell in a pseudo-terminal, at whose prompt somebody types. */
export interface Shell {
  /** Types a beginning and Tab, waits until the text is seen or the list matches, and empties the line again. */
  complete(beginning: string, expected: string | RegExp): Promise<void>;
  /** Types a line, presses Enter, and waits for what it prints. */
  run(line: string, expected: string): Promise<void>;
  close(): void;
}

const patienceMs = 10_000;

/** Starts a shell and has it read its completion. */
export async function startShell(
  name: ShellName,
  options: { cwd: string; env: Record<string, string> },
): Promise<Shell> {
  if (name === 'fish') return fish(options);
  const { args, read } = shells[name];
  const pty = spawn(name, [...args], { ...options, cols: 200, rows: 50, name: 'xterm' });
  const screen = readScreen(pty);
  const shell: Shell = {
    async complete(beginning, expected) {
      screen.forget();
      pty.write(beginning);
      await screen.until(beginning.trimEnd());
      // Bash lists at the second Tab. A Tab too many would ask for what follows.
      pty.write(name === 'bash' && typeof expected !== 'string' ? '\t\t' : '\t');
      await screen.until(expected);
      pty.write('\x15');
      await shell.run('', '');
    },
    async run(line, expected) {
      marker += 1;
      // In two parts, so that the line itself is not taken for its output.
      pty.write(`${line}${line === '' ? '' : '; '}echo do''ne-${marker}\r`);
      await screen.until(`done-${marker}`);
      if (expected !== '') await screen.until(expected);
    },
    close: () => pty.kill(),
  };
  let marker = 0;
  await shell.run(read, '');
  return shell;
}

/** Fish says itself what Tab would offer (`complete -C`), each with its description. */
function fish(options: { cwd: string; env: Record<string, string> }): Shell {
  const output = async (script: string, ...args: string[]) => {
    const { stdout } = await promisify(execFile)('fish', ['--no-config', '-c', script, ...args], options);
    return stdout;
  };
  const expectIn = (text: string, expected: string | RegExp) => {
    if (typeof expected === 'string' ? text.includes(expected) : expected.test(text)) return;
    throw new Error(`${String(expected)} was not seen:\n${text}`);
  };
  return {
    async complete(beginning, expected) {
      const offered = await output('spyglass completion fish | source; complete -C "$argv[1]"', beginning);
      const before = beginning.slice(0, beginning.lastIndexOf(' ') + 1);
      expectIn(
        offered
          .split('\n')
          .map((line) => `${before}${line.replace('\t', '  ')}`)
          .join('\n'),
        expected,
      );
    },
    run: async (line, expected) => expectIn(await output(line), expected),
    close: () => {},
  };
}

function readScreen(pty: IPty) {
  let text = '';
  const waiting = new Set<() => void>();
  pty.onData((data) => {
    text += data;
    for (const look of waiting) look();
  });
  const plain = () =>
    text
      // biome-ignore format: one pattern a line
      .replaceAll(
      /\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[[(][0-9;?=>]*[A-Za-z]|\x1b[=>]|[\r\x07\x0f]|.\x08/g,
      '',
    );
  return {
    forget() {
      text = '';
    },
    until(expected: string | RegExp): Promise<string> {
      return new Promise((resolve, reject) => {
        const isThere = () =>
          typeof expected === 'string' ? plain().includes(expected) : expected.test(plain());
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`${String(expected)} was not seen:\n${plain()}`));
        }, patienceMs);
        const look = () => {
          if (!isThere()) return;
          waiting.delete(look);
          clearTimeout(timer);
          resolve(plain());
        };
        waiting.add(look);
        look();
      });
    },
  };
}
