import type { InputPiece, InputPieces } from './input-pieces.ts';

/**
 * The terminal's input as Ink is to read it: text goes through, everything else to `take`, in the order in which it came.
 * Ink reads with `read()` and nothing else.
 */
export function filteredStdin(
  stdin: NodeJS.ReadStream,
  pieces: InputPieces,
  take: (piece: Exclude<InputPiece, { kind: 'text' }>) => void,
): NodeJS.ReadStream {
  const waiting: InputPiece[] = [];
  const read = (): string | null => {
    for (;;) {
      const piece = waiting.shift();
      if (piece?.kind === 'text') return piece.text;
      if (piece) {
        take(piece);
        continue;
      }
      const chunk: string | Buffer | null = stdin.read();
      if (chunk === null) return null;
      waiting.push(...pieces.push(chunk.toString()));
    }
  };
  return new Proxy(stdin, {
    get(target, name) {
      if (name === 'read') return read;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
