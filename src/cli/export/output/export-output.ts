import type { Piece } from '../../../export/formats/row-format.ts';

/** Where the pieces of an export go, in order. */
export interface ExportOutput {
  write(piece: Piece): Promise<void>;
  /** All of it is there. */
  finish(): Promise<void>;
  /** It is not to be: nothing is left of it. */
  abandon(): Promise<void>;
}

/** As much as is written at once: calls for single polls would cost more than their bytes. */
const chunkLength = 1 << 16;

/** Gathers small pieces of text. */
export function inChunks(output: ExportOutput): ExportOutput {
  let text = '';
  const flush = async () => {
    const kept = text;
    text = '';
    if (kept !== '') await output.write(kept);
  };
  return {
    async write(piece) {
      if (typeof piece === 'string') {
        text += piece;
        if (text.length >= chunkLength) await flush();
      } else if (piece.length > 0) {
        await flush();
        await output.write(piece);
      }
    },
    async finish() {
      await flush();
      await output.finish();
    },
    abandon: () => output.abandon(),
  };
}
