import { systemClock } from '../../base/clock.ts';

/** How this process is stopped and brought back by a shell. */
export interface JobControl {
  /** Stops this process like a shell would, and resolves when it is brought back to the foreground. */
  suspend(): Promise<void>;
  /** Calls the listener on `kill -TSTP`, whose sender expects it to be done by then. Returns how to end it. */
  onStop(listener: () => void): () => void;
}

/** Real milliseconds that a signal which is on its way by now may still take. */
const graceMs = 100;

/** Handles TSTP and CONT of this process for the dashboard, which restores the terminal first. */
export function jobControl(): JobControl {
  let listener: (() => void) | null = null;
  // While nobody listens the signal does what it does by itself, so that asking twice stops at once.
  const ignore = () => void process.off('SIGTSTP', hear);
  const hear = () => {
    ignore();
    listener?.();
  };
  const watch = () => {
    ignore();
    if (listener) process.on('SIGTSTP', hear);
  };

  return {
    suspend: () =>
      new Promise((resolve) => {
        const back = () => {
          cancel();
          process.off('SIGCONT', back);
          watch();
          resolve();
        };
        ignore();
        process.on('SIGCONT', back);
        process.kill(process.pid, 'SIGTSTP');
        // Here it has been stopped and brought back. Where no shell could bring it back (a terminal that runs nothing
        // else), the system stops nothing, and no signal will come.
        const cancel = systemClock().after(graceMs, back);
      }),
    onStop(given) {
      listener = given;
      watch();
      return () => {
        listener = null;
        ignore();
      };
    },
  };
}
