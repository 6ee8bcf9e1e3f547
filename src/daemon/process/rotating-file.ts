import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../base/errors.ts';

export interface RotatingFile {
  /** One whole line. A line that cannot be written is counted, and told of once writing works again. */
  write(line: string): void;
  /** Opens the file anew, after somebody else has moved it away; where that fails, with the next line. */
  reopen(): void;
  /** Holds from the next line on; files beyond the number go when the next one is put aside. */
  setLimits(limits: RotationLimits): void;
  close(): void;
}

export interface RotationLimits {
  /** The file is put aside before it grows past this. */
  maxBytes: number;
  /** Files kept, the one being written included. */
  files: number;
}

/**
 * A log that never takes more than `maxBytes × files`: `x.log`, then `x.log.1`, `x.log.2`, the older the higher. Lines
 * are written at once, so that a crash loses none. Where the file cannot be opened or written, lines are lost and counted,
 * `onTrouble` is called with the reason, and with `null` once writing works again; recording goes on without a log.
 */
export function openRotatingFile(
  file: string,
  limits: RotationLimits,
  onTrouble: (reason: string | null) => void = () => {},
): RotatingFile {
  let { maxBytes, files } = limits;
  let descriptor: number | null = null;
  let size = 0;
  let lost = 0;
  let lastReason: string | null = null;

  const open = () => {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    descriptor = openSync(file, 'a', 0o600);
    size = fstatSync(descriptor).size;
  };
  const close = () => {
    if (descriptor !== null) closeSync(descriptor);
    descriptor = null;
  };
  const rotate = () => {
    close();
    // Of a time when more were kept, there may be several.
    for (let n = Math.max(1, files - 1); existsSync(`${file}.${n}`); n++) rmSync(`${file}.${n}`);
    for (let n = files - 2; n >= 1; n--) move(`${file}.${n}`, `${file}.${n + 1}`);
    if (files > 1) move(file, `${file}.1`);
    else rmSync(file, { force: true });
    open();
  };
  const append = (line: string) => {
    const bytes = Buffer.from(line);
    if (descriptor === null) open();
    if (size > 0 && size + bytes.length > maxBytes) rotate();
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor!, bytes, at);
    size += bytes.length;
  };

  /** Losing the log must not end the recording. */
  const attempt = (work: () => void): boolean => {
    try {
      work();
      if (lastReason !== null && lost === 0) onTrouble(null);
      if (lost === 0) lastReason = null;
      return true;
    } catch (error) {
      const reason = messageOf(error);
      if (reason !== lastReason) onTrouble(reason);
      lastReason = reason;
      return false;
    }
  };

  attempt(() => open());
  return {
    write(line) {
      const isWritten = attempt(() => {
        if (lost > 0) {
          const msg = `${lost} lines could not be written: ${lastReason}`;
          append(`${JSON.stringify({ level: 40, msg })}\n`);
          lost = 0;
        }
        append(line);
      });
      if (!isWritten) lost += 1;
    },
    reopen() {
      attempt(() => {
        close();
        open();
      });
    },
    setLimits(next) {
      ({ maxBytes, files } = next);
    },
    close,
  };
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
