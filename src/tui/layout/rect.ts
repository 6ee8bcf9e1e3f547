/** A rectangle in cells; 0, 0 is the top left of the terminal. */
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}
