import { spawn } from 'node:child_process';

const hook = new URL('../../scripts/typescript-hook.js', import.meta.url).href;

/** Runs a script of the tests as a process of its own, from the sources; compiled code is kept from one to the next. */
export function startScript(file: string, args: readonly string[]) {
  return spawn(process.execPath, [`--import=${hook}`, file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
}
