import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.resolve(import.meta.dirname, '../..');

/** A demo daemon in a process of its own, with a slot a second and a chain every five. */
export interface DemoDaemon {
  pid: number;
  socketPath: string;
  /** Resolves when it records; rejects with its log where it does not. */
  recording: Promise<void>;
  stop(): Promise<void>;
}

/** @param home the directory that all of its files are in */
export function startDemo(home: string): DemoDaemon {
  const child = spawn(process.execPath, [path.join(root, 'src/cli/entry.ts'), 'daemon', 'run', '--demo'], {
    env: {
      PATH: process.env.PATH ?? '',
      HOME: home,
      NODE_NO_WARNINGS: '1',
      XDG_DATA_HOME: path.join(home, 'data'),
      XDG_CONFIG_HOME: path.join(home, 'config'),
      XDG_STATE_HOME: path.join(home, 'state'),
      XDG_RUNTIME_DIR: path.join(home, 'run'),
      SPYGLASS_QUOTE_SECONDS: '1',
      SPYGLASS_CHAIN_SECONDS: '5',
      SPYGLASS_CALLS_PER_MINUTE: '1000',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  const exit = once(child, 'exit');
  const recording = new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stderr! }).on('line', (line) => {
      log += `${line}\n`;
      if (line.includes('"msg":"recording"')) resolve();
    });
    void exit.then(() => reject(new Error(log)));
  });
  void Promise.allSettled([recording]);
  return {
    pid: child.pid!,
    socketPath: path.join(home, 'run', 'spyglass', 'demo.sock'),
    recording,
    async stop() {
      child.kill('SIGTERM');
      await exit;
    },
  };
}
