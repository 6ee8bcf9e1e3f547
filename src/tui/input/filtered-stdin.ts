import type { Clock } from '../../base/clock.ts';
import type { InputPiece } from './input-piece.ts';
import type { InputPieces } from './input-pieces.ts';

/** The terminal's input, how it is taken apart, and who takes what Ink must not see. */
export interface FilteredStdinOptions {
  stdin: NodeJS.ReadStream;
  pieces: InputPieces;
  /** The machine's clock: it decides when an Escape alone is the key. */
  clock: Pick<Clock, 'after'>;
  /** Called when input has arrived, before any of it is taken. */
  onArrived: () => void;
  take: (piece: Exclude<InputPiece, { kind: 'text' }>) => void;
}

/**
 * The terminal's input as Ink reads it: typed characters go through, everything else goes to `take`, in the order of
 * arrival. Ink uses `read()` only.
 */
export function filteredStdin(options: FilteredStdinOptions): NodeJS.ReadStream {
  const { stdin, pieces, clock, onArrived, take } = options;
  const waiting: InputPiece[] = [];
  let cancel = () => {};
  const waitForRest = () => {
    cancel();
    const patienceMs = pieces.patienceMs();
    if (patienceMs === null) return;
    cancel = clock.after(patienceMs, () => {
      waiting.push(...pieces.expire());
      // Ink reads only after a `readable` event.
      if (waiting.length > 0) stdin.emit('readable');
    });
  };
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
      onArrived();
      waiting.push(...pieces.push(chunk.toString()));
      waitForRest();
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
