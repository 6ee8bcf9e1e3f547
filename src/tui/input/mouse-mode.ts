import { mouseOff, mouseOn } from './mouse-report.ts';

/** Whether the terminal reports the mouse. All are harmless twice. */
export interface MouseMode {
  on(): void;
  off(): void;
  /** Off while `during` runs, and on again if nobody turned it off meanwhile. */
  offDuring(during: () => Promise<void>): Promise<void>;
}

export function createMouseMode(stdout: NodeJS.WriteStream): MouseMode {
  let isOn = false;
  // A terminal that is gone takes nothing, and needs nothing.
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
