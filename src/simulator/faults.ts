import { addressFaults } from './faults/address-faults.ts';
import { ageFaults } from './faults/age-faults.ts';
import { barFaults } from './faults/bar-faults.ts';
import { bodyFaults } from './faults/body-faults.ts';
import { contractFaults } from './faults/contract-faults.ts';
import type { Fault } from './faults/fault.ts';
import { pagingFaults } from './faults/paging-faults.ts';
import { pastFaults } from './faults/past-faults.ts';
import { priceFaults } from './faults/price-faults.ts';
import { sessionFaults } from './faults/session-faults.ts';
import { sizeFaults } from './faults/size-faults.ts';
import { statusFaults } from './faults/status-faults.ts';
import { transportFaults } from './faults/transport-faults.ts';
import { valueFaults } from './faults/value-faults.ts';

const table = {
  ...statusFaults,
  ...bodyFaults,
  ...valueFaults,
  ...priceFaults,
  ...contractFaults,
  ...ageFaults,
  ...barFaults,
  ...sizeFaults,
  ...transportFaults,
  ...pagingFaults,
  ...sessionFaults,
  ...addressFaults,
  ...pastFaults,
};

/** A fault’s name, as `--fault` takes it. */
export type FaultName = keyof typeof table;

/** Everything that the simulator can do wrong, by name. */
export const faults: Readonly<Record<FaultName, Fault>> = table;

export const faultNames = Object.keys(table) as FaultName[];
