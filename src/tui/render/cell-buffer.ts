import type { Rect } from '../layout/rect.ts';
import { blankRow, type CellRow, parseCells, putCells } from './cell-row.ts';
import type { Frame } from './frame.ts';
import { createStyles, type Styles } from './styles.ts';

/** Painted lines at a place. */
export interface Layer {
  rect: Rect;
  lines: readonly string[];
  /** Above those that are not. */
  isOver: boolean;
}

/** What components draw into: layers, which together make the picture. */
export interface CellBuffer {
  readonly styles: Styles;
  /** Sets the layer of an owner, in place of its previous one. */
  put(owner: object, layer: Layer): void;
  remove(owner: object): void;
  /**
   * The picture on that many cells; what does not fit is cut off.
   * @param spare a frame that is no longer needed; its rows are reused if it has the same size
   */
  frame(size: { columns: number; rows: number }, spare?: Frame | null): Frame;
}

interface Placed extends Layer {
  cells: readonly CellRow[];
}

/** @param onChange called after each change of a layer */
export function createCellBuffer(onChange: () => void = () => {}): CellBuffer {
  const styles = createStyles();
  const layers = new Map<object, Placed>();
  return {
    styles,
    put(owner, layer) {
      const before = layers.get(owner);
      // Parsing takes most of the time, and usually most lines have not changed.
      const cells = layer.lines.map((line, row) =>
        before && before.lines[row] === line ? before.cells[row]! : parseCells(line, styles),
      );
      layers.set(owner, { ...layer, cells });
      onChange();
    },
    remove(owner) {
      if (layers.delete(owner)) onChange();
    },
    frame({ columns, rows }, spare) {
      const frame = Array.from({ length: rows }, (_, line) => blankRow(columns, spare?.[line]));
      const placed = [...layers.values()];
      for (const { rect, cells } of [
        ...placed.filter(({ isOver }) => !isOver),
        ...placed.filter(({ isOver }) => isOver),
      ]) {
        cells.slice(0, rect.height).forEach((over, line) => {
          const row = frame[rect.y + line];
          if (row) putCells(row, rect.x, over, rect.width);
        });
      }
      return frame;
    },
  };
}
