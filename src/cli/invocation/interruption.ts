/** The wait of a command for INT or TERM. */
export interface Interruption {
  signal: AbortSignal;
  /** 128 and the signal's number, as a shell would say it; 0 without one. */
  exitCode(): number;
  stop(): void;
}

const signalNumbers = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/** Lets a command that takes long end in order on Ctrl-C and its like; the second one ends it at once. */
export function watchInterruption(): Interruption {
  const controller = new AbortController();
  let code = 0;
  const listeners = Object.entries(signalNumbers).map(([signal, number]) => {
    const listener = () => {
      if (code > 0) process.exit(code);
      code = 128 + number;
      controller.abort();
    };
    process.on(signal, listener);
    return () => void process.off(signal, listener);
  });
  return {
    signal: controller.signal,
    exitCode: () => code,
    stop() {
      for (const off of listeners) off();
    },
  };
}
