import { faultNames } from '../../simulator/faults.ts';

/** What the simulated API of a demo can do wrong, by the names that `--fault` takes. */
export const demoFaults: readonly string[] = faultNames;
