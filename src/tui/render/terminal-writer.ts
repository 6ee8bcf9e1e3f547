import { type Frame, frameUpdate } from './frame.ts';
import { createCellBuffer, type CellBuffer } from './cell-buffer.ts';

/** Begin and end of a synchronized update (DEC private mode 2026); terminals without it ignore both. */
const begin = '\u001b[?2026h';
const end = '\u001b[?2026l';

/** The terminal's screen as a cell buffer. Changes are shown at the end of the current turn of the event loop. */
export interface TerminalWriter {
  cellBuffer: CellBuffer;
  /** Starts to draw, with a whole picture first, since what the terminal shows is unknown. */
  open(): void;
  /** Stops drawing. */
  close(): void;
  /** To be called when the terminal has another size; the whole picture is drawn again. */
  resized(): void;
}

/** The terminal to write to, and how large the picture is. */
export interface TerminalWriterOptions {
  stdout: NodeJS.WriteStream;
  /** Cells to draw on. */
  size: () => { columns: number; rows: number };
  /** Called after each picture that was written. */
  onDrawn?: () => void;
}

/** Writes the cells that changed to a terminal; closed at first. */
export function createTerminalWriter({ stdout, size, onDrawn }: TerminalWriterOptions): TerminalWriter {
  let isOpen = false;
  let isScheduled = false;
  let isDraining = false;
  /** What the terminal shows; `null` where that is unknown. */
  let shown: Frame | null = null;
  /** The frame before, for reuse: a new frame each second would be garbage. */
  let spare: Frame | null = null;

  const draw = () => {
    isScheduled = false;
    if (!isOpen || isDraining || stdout.destroyed || stdout.writableEnded) return;
    // A slow terminal gets the latest picture once it has read the previous one, and none in between.
    if (stdout.writableNeedDrain) {
      isDraining = true;
      stdout.once('drain', () => {
        isDraining = false;
        draw();
      });
      return;
    }
    const next = cellBuffer.frame(size(), spare);
    const update = frameUpdate(shown, next, cellBuffer.styles);
    spare = shown;
    shown = next;
    if (update === '') return;
    stdout.write(`${begin}${update}${end}`);
    onDrawn?.();
  };
  /** Several layers that change in one turn become one picture. */
  const schedule = () => {
    if (isScheduled) return;
    isScheduled = true;
    queueMicrotask(draw);
  };
  const cellBuffer = createCellBuffer(schedule);
  return {
    cellBuffer,
    open() {
      isOpen = true;
      shown = null;
      schedule();
    },
    close() {
      isOpen = false;
    },
    resized() {
      shown = null;
      schedule();
    },
  };
}
