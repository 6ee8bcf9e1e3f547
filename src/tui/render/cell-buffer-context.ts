import { createContext, useContext } from 'react';
import type { CellBuffer } from './cell-buffer.ts';

/** The surface that `Lines` are drawn on. */
export const CellBufferContext = createContext<CellBuffer | null>(null);

export function useCellBuffer(): CellBuffer {
  const surface = useContext(CellBufferContext);
  if (!surface) throw new Error('There is no surface to draw on: put a CellBufferContext around the tree.');
  return surface;
}
