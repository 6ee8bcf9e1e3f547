import { Writable } from 'node:stream';
import { createJsonLog } from '../../src/daemon/process/log.ts';

/** The daemon's own log at its most talkative, kept in memory: errors with message, stack and cause, as in a file. */
export function jsonLog() {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  return { log: createJsonLog(stream, 'debug'), text: () => lines.join('') };
}
