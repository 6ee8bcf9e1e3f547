/** A rectangle in cells; 0, 0 is the top left of the terminal. */
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Whether a cell is in it. */
export function contains({ x, y, width, height }: Rect, column: number, row: number): boolean {
  return column >= x && column < x + width && row >= y && row < y + height;
}
