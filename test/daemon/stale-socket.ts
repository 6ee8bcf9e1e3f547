import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A socket file as a killed daemon leaves it: bound by a process that was not asked before it died. */
export async function leaveStaleSocket(socketPath: string): Promise<void> {
  const program = `require('net').createServer().listen(process.argv[1], () => console.log('listening'))`;
  const child = spawn(process.execPath, ['-e', program, socketPath], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
}
