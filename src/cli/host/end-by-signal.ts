/** Signals that end a program which does not listen, with their numbers. */
const signalNumbers = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/**
 * Cleans up where a signal ends a program in which nobody else listens to it. Whoever listens, such as a dashboard or an
 * export, ends in order.
 * @returns the function that stops listening
 */
export function beforeEndBySignal(cleanUp: () => void): () => void {
  const names = Object.keys(signalNumbers) as (keyof typeof signalNumbers)[];
  const listener = (name: keyof typeof signalNumbers) => {
    if (process.listenerCount(name) > 1) return;
    cleanUp();
    process.exit(128 + signalNumbers[name]);
  };
  for (const name of names) process.on(name, listener);
  return () => {
    for (const name of names) process.off(name, listener);
  };
}
