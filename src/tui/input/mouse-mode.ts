import { mouseOff, mouseOn } from './mouse-report.ts';

/** Switches mouse reports on and off. Calling a method twice does no harm. */
export interface MouseMode {
  on(): void;
  off(): void;
  /** Off while `during` runs, and on again unless `off` was called meanwhile. */
  offDuring(during: () => Promise<void>): Promise<void>;
}

/** Switches mouse reports of this terminal; off at first. */
export function createMouseMode(stdout: NodeJS.WriteStream): MouseMode {
  let isOn = false;
  // A terminal that is gone needs no sequence.
  const write = (sequence: string) => {
    if (!stdout.destroyed && !stdout.writableEnded) stdout.write(sequence);
  };
  return {
    on() {
      isOn = true;
      write(mouseOn);
    },
    off() {
      if (isOn) write(mouseOff);
      isOn = false;
    },
    async offDuring(during) {
      if (isOn) write(mouseOff);
      try {
        await during();
      } finally {
        if (isOn) write(mouseOn);
      }
    },
  };
}
