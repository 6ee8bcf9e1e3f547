/** Begin and end of what a terminal shall show at once (DEC private mode 2026); others ignore both. */
const begin = '\u001b[?2026h';
const end = '\u001b[?2026l';

export interface ResizeGate {
  /** The terminal's output, for Ink. */
  stdout: NodeJS.WriteStream;
  /** Gathers what is written until the present turn is over, and writes it then, in one piece. */
  gather(): void;
}

/**
 * On a smaller window Ink takes back the whole frame and only then draws the next one: a flash. Gathered into one
 * synchronized write, the frame changes at once.
 */
export function createResizeGate(stdout: NodeJS.WriteStream): ResizeGate {
  let gathered: string[] | null = null;
  const release = () => {
    const text = gathered?.join('').replaceAll(begin, '').replaceAll(end, '') ?? '';
    gathered = null;
    if (text !== '' && !stdout.destroyed && !stdout.writableEnded) stdout.write(`${begin}${text}${end}`);
  };
  const write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    if (gathered && typeof chunk === 'string' && rest.length === 0) {
      gathered.push(chunk);
      return true;
    }
    // Who wants to know when it is written gets it written now, after what came before.
    release();
    return (stdout.write as (...args: unknown[]) => boolean)(chunk, ...rest);
  };
  return {
    stdout: new Proxy(stdout, {
      get(target, name) {
        if (name === 'write') return write;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    }),
    gather() {
      if (gathered) return;
      gathered = [];
      queueMicrotask(release);
    },
  };
}
