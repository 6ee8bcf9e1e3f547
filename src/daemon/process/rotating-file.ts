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

/** A log file that is put aside when it is full. */
export interface RotatingFile {
  /** Writes one whole line. Lines that cannot be written are counted, and the count is logged once writing works again. */
  write(line: string): void;
  /** Opens the file anew, after another program has moved it away; where that fails, with the next line. */
  reopen(): void;
  /** Applies from the next line on; files beyond the number are removed when the next one is put aside. */
  setLimits(limits: RotationLimits): void;
  close(): void;
}

/** How much a log may take. */
export interface RotationLimits {
  /** The file is put aside before it grows past this. */
  maxBytes: number;
  /** Files kept, the one being written included. */
  files: number;
}

/**
 * A log that never takes more than `maxBytes × files`: `x.log`, then `x.log.1`, `x.log.2`, the older the higher. Lines
 * are written at once, so that a crash loses none. Never throws: where the file cannot be opened or written, lines are
 * lost and counted, and recording goes on without a log.
 * @param onTrouble called with the reason, and with `null` once writing works again
 */
export function openRotatingFile(
  file: string,
  limits: RotationLimits,
  onTrouble: (reason: string | null) => void = () => {},
): RotatingFile {
  const files = openFiles(file, limits);
  let lost = 0;
  let lastReason: string | null = null;

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

  attempt(files.open);
  return {
    write(line) {
      const isWritten = attempt(() => {
        if (lost > 0) {
          const msg = `${lost} lines could not be written: ${lastReason}`;
          files.append(`${JSON.stringify({ level: 40, msg })}\n`);
          lost = 0;
        }
        files.append(line);
      });
      if (!isWritten) lost += 1;
    },
    reopen() {
      attempt(() => {
        files.close();
        files.open();
      });
    },
    setLimits: files.setLimits,
    close: files.close,
  };
}

/** The file being written and those put aside. Each function throws the file system's error. */
function openFiles(file: string, limits: RotationLimits) {
  let { maxBytes, files } = limits;
  let descriptor: number | null = null;
  let size = 0;

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
    // There may be several from a time when more were kept.
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
  const setLimits = (next: RotationLimits) => {
    ({ maxBytes, files } = next);
  };
  return { open, append, setLimits, close };
}

/** Renames a file; one that is not there is none to rename. */
function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
