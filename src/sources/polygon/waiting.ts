/** Who waits, so that whoever comes last can let all others go first. */
export interface Waiting {
  areThere(): boolean;
  /** Aborts as soon as nobody waits. */
  gone(): AbortSignal;
  /** Counts the caller for as long as this takes. */
  during<A extends unknown[], T>(work: (...args: A) => Promise<T>): (...args: A) => Promise<T>;
}

/** @returns nobody yet */
export function createWaiting(): Waiting {
  let count = 0;
  let gone = new AbortController();
  return {
    areThere: () => count > 0,
    gone: () => gone.signal,
    during:
      (work) =>
      async (...args) => {
        count += 1;
        try {
          return await work(...args);
        } finally {
          count -= 1;
          if (count === 0) {
            gone.abort();
            gone = new AbortController();
          }
        }
      },
  };
}
