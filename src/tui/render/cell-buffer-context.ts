import { createContext, useContext } from 'react';
import type { CellBuffer } from './cell-buffer.ts';

/** The cell buffer that `Lines` are drawn into. */
export const CellBufferContext = createContext<CellBuffer | null>(null);

/**
 * The cell buffer of this tree.
 * @throws when there is none
 */
export function useCellBuffer(): CellBuffer {
  const cellBuffer = useContext(CellBufferContext);
  if (!cellBuffer)
    throw new Error('There is no cell buffer to draw into: put a CellBufferContext around the tree.');
  return cellBuffer;
}
