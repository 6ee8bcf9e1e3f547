import { type Frame, frameUpdate } from './frame.ts';
import { createCellBuffer, type CellBuffer } from './cell-buffer.ts';

/** Begin and end of a synchronized update (DEC private mode 2026); terminals without it ignore both. */
const begin = '\u001b[?2026h';
const end = '\u001b[?2026l';

/** The terminal's screen as a cell buffer: what is put there is shown when the present turn is over. */
export interface TerminalWriter {
  cellBuffer: CellBuffer;
  /** Draws from here on, all of it first: nobody knows what the terminal shows. */
  open(): void;
  /** Draws nothing from here on. */
  close(): void;
  /** The terminal has another size, and shows whatever it made of the picture. */
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
  /** What the terminal shows; `null` where nobody knows. */
  let shown: Frame | null = null;
  /** The one before it: two frames in turns are less garbage than one a second. */
  let spare: Frame | null = null;

  const draw = () => {
    isScheduled = false;
    if (!isOpen || isDraining || stdout.destroyed || stdout.writableEnded) return;
    // A terminal that is slow to read gets the newest picture when it has read the last, and none in between.
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
  /** Several layers change in one turn, and are one picture. */
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
