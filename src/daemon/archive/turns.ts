/** Runs work one after the other, in the order in which it was asked for; whoever asked gets what came of it. */
export function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    // The next one only waits for its end.
    last = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  };
}
