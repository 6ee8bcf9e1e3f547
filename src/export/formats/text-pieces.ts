/** As much as is handed out at once, at least. */
const pieceBytes = 1 << 16;

/**
 * Gathers lines as bytes. Gathered as one string, each `+` of a hundred thousand rows would live until the string is written, and
 * collecting that garbage took a third of the time of an export.
 */
export interface TextPieces {
  add(line: string): void;
  /** What was gathered, once that is enough for a piece; else nothing. */
  piece(): Uint8Array | string;
  /** All that was gathered. */
  rest(): Uint8Array | string;
}

export function createTextPieces(): TextPieces {
  let bytes = Buffer.allocUnsafe(4 * pieceBytes);
  let length = 0;
  const rest = () => {
    if (length === 0) return '';
    const piece = Buffer.from(bytes.subarray(0, length));
    length = 0;
    return piece;
  };
  return {
    add(line) {
      // No character takes more than three bytes for each of its code units.
      if (length + 3 * line.length > bytes.length) {
        const longer = Buffer.allocUnsafe(2 * bytes.length + 3 * line.length);
        bytes.copy(longer, 0, 0, length);
        bytes = longer;
      }
      length += bytes.write(line, length, 'utf8');
    },
    piece: () => (length < pieceBytes ? '' : rest()),
    rest,
  };
}
