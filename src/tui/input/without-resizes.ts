/**
 * The terminal's output for who must not hear that it has another size: Ink would erase lines around the cursor, where it
 * takes its own output to be, and its output is empty while the picture is drawn into the cell buffer.
 */
export function withoutResizes(stdout: NodeJS.WriteStream): NodeJS.WriteStream {
  const quiet = new Proxy(stdout, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name === 'on' || name === 'addListener' || name === 'once') {
        return (event: string, listener: (...args: unknown[]) => void) => {
          if (event !== 'resize') value.call(target, event, listener);
          return quiet;
        };
      }
      return value.bind(target);
    },
  });
  return quiet;
}
