import { createContext, useContext } from 'react';
import type { Surface } from './cell-buffer.ts';

/** The surface that `Lines` are drawn on. */
export const SurfaceContext = createContext<Surface | null>(null);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (!surface) throw new Error('There is no surface to draw on: put a SurfaceContext around the tree.');
  return surface;
}
