import { systemClock } from '../../src/base/clock.ts';

/**
 * Resolves once the condition holds. It is asked in each turn of the event loop, without a limit of its own: a slow
 * machine takes longer, and what never comes true ends with ava's timeout. Where another process makes it true, it is
 * asked every `everyMs`: the processor is that process's meanwhile.
 */
export async function until(holds: () => boolean | Promise<boolean>, everyMs = 0): Promise<void> {
  while (!(await holds())) {
    if (everyMs > 0) await systemClock().sleep(everyMs);
    else await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
