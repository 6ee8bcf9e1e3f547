/**
 * Resolves once the condition holds. It is asked in each turn of the event loop, without a limit of its own: a slow
 * machine takes longer, and what never comes true ends with ava's timeout.
 */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise<void>((resolve) => setImmediate(resolve));
}
