/** What the daemon needs of a logger; pino is one. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Whether lines of the log get where they should; said in health, since the log itself cannot say it. */
export interface LogTrouble {
  /** In one sentence; `null` while all is well. */
  current(): string | null;
  set(problem: string | null): void;
  /** Called with each change, and at once with what there is. */
  watch(listener: (problem: string | null) => void): void;
}

/** Starts without a problem. */
export function createLogTrouble(): LogTrouble {
  let current: string | null = null;
  const listeners: ((problem: string | null) => void)[] = [];
  return {
    current: () => current,
    set(problem) {
      if (problem === current) return;
      current = problem;
      for (const listener of listeners) listener(problem);
    },
    watch(listener) {
      listeners.push(listener);
      listener(current);
    },
  };
}
