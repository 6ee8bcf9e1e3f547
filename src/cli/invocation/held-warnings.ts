/**
 * Keeps back what Node warns about, which it would write across the dashboard's picture.
 * @returns the function that has it said now, and whatever comes later at once; calling it again does nothing
 */
export function holdWarnings(from: NodeJS.EventEmitter): () => void {
  const sayers = from.listeners('warning') as ((warning: unknown) => void)[];
  const held: unknown[] = [];
  const hold = (warning: unknown) => void held.push(warning);
  for (const sayer of sayers) from.off('warning', sayer);
  from.on('warning', hold);
  return () => {
    if (!from.listeners('warning').includes(hold)) return;
    from.off('warning', hold);
    for (const sayer of sayers) from.on('warning', sayer);
    for (const warning of held.splice(0)) for (const sayer of sayers) sayer.call(from, warning);
  };
}
