/** Runs calls one after the other, in the order in which they were made; each caller gets its own outcome. */
export function inTurn<A extends unknown[]>(
  run: (...args: A) => Promise<void>,
): (...args: A) => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  return (...args) => {
    const turn = last.then(() => run(...args));
    // The caller gets a rejection; the next call only waits for this one's end.
    last = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  };
}
