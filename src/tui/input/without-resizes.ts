/**
 * The terminal's output without `resize` events, for Ink. On a resize, Ink would erase lines around the cursor, where
 * it expects its own output; but the picture is drawn into the cell buffer.
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
