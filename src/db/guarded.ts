/** The same object with every method's errors, thrown or rejected, passed through `toError`. */
export function guardedBy<T extends object>(store: T, toError: (thrown: unknown) => unknown): T {
  const rethrow = (error: unknown): never => {
    throw toError(error);
  };
  const wrapped = Object.entries(store).map(([name, member]) => {
    if (typeof member !== 'function') return [name, member];
    const call = (...args: unknown[]) => {
      try {
        const result: unknown = member(...args);
        return result instanceof Promise ? result.catch(rethrow) : result;
      } catch (error) {
        return rethrow(error);
      }
    };
    return [name, call];
  });
  return Object.fromEntries(wrapped) as T;
}
