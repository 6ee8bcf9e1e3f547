import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { sanitizeText } from '../../base/sanitize.ts';
import { longestRequestBytes } from '../../protocol/framing.ts';
import { isDialedLine } from './dialed-line.ts';

/** A connection to a daemon on another machine, through a child that runs ssh. */
export interface SshChannel {
  /** What the daemon sends, from its first line on. */
  output: Readable;
  input: Writable;
  /** What a shell over there printed first; `''` where it printed nothing. */
  noise: string;
  /** Resolves with the reason when it ends. */
  ended: Promise<string>;
  close(): void;
}

/** What is run: ssh and its arguments; the environment is this process's own. */
export interface SshCommand {
  program: string;
  arguments: readonly string[];
}

/** Characters of what a shell or ssh says that are kept for people. */
const longestWords = 300;

/**
 * Starts ssh and waits until the daemon's side has said that it is joined. ssh asks for passwords on the terminal by itself.
 * @throws Error whose message is what ssh or the shell over there said, in one line
 */
export async function openSshChannel({ program, arguments: words }: SshCommand): Promise<SshChannel> {
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'pipe'] });
  const exit = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`${program} cannot be run: ${error.message}`));
    child.once('close', (code, signal) => resolve(`ssh ended with ${signal ?? `exit code ${code}`}`));
  });
  const complaints = keepTail(child.stderr);
  // A write to a child that has ended is no fault of its own: its end says why.
  child.stdin.on('error', () => undefined);
  const ended = exit.then((how) => sanitizeText(complaints() || how, longestWords));
  // It must not outlive us, however we end: it ends with its input, too.
  const onExit = () => child.kill();
  process.once('exit', onExit);
  void exit.then(() => process.off('exit', onExit));
  const close = () => {
    child.stdin.end();
    child.kill();
  };
  try {
    const noise = await skipNoise(child.stdout, ended);
    return { output: child.stdout, input: child.stdin, noise, ended, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Reads up to the line of `dial-stdio`; what a shell printed before is kept for the reason, and the rest stays in the stream. */
async function skipNoise(output: Readable, ended: Promise<string>): Promise<string> {
  let read = '';
  let noise = '';
  let hasEnded = false;
  void ended.then(() => {
    hasEnded = true;
  });
  while (true) {
    const piece = output.read() as Buffer | null;
    if (piece === null) {
      if (hasEnded || output.readableEnded || output.destroyed)
        throw new Error(reasonOf(await ended, noise + read));
      await Promise.race([once(output, 'readable'), once(output, 'end'), ended]);
      continue;
    }
    read += piece.toString('latin1');
    for (let end = read.indexOf('\n'); end >= 0; end = read.indexOf('\n')) {
      const line = read.slice(0, end);
      read = read.slice(end + 1);
      if (isDialedLine(line)) {
        if (read !== '') output.unshift(Buffer.from(read, 'latin1'));
        return sanitizeText(Buffer.from(noise, 'latin1').toString('utf8'), longestWords);
      }
      noise += `${line}\n`;
    }
    if (noise.length + read.length > longestRequestBytes) throw new Error(reasonOf('', noise));
  }
}

/** What ssh complained of is the reason; what the shell printed may be it, or stand in its way. */
function reasonOf(ended: string, noise: string): string {
  const said = sanitizeText(Buffer.from(noise, 'latin1').toString('utf8'), longestWords);
  return said === '' ? ended : `${ended || 'no daemon answers'} (its shell printed: ${said})`;
}

function keepTail(stream: Readable): () => string {
  let tail = '';
  stream.on('data', (piece: Buffer) => {
    tail = (tail + piece.toString('utf8')).slice(-4 * longestWords);
  });
  return () => tail.trim();
}
