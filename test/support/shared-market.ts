import { createCalendar } from '../../src/market/calendar/calendar.ts';
import type { SimulatedMarket } from '../../src/simulator/exchange.ts';
import {
  createSimulatedMarket,
  type Simulator,
  type SimulatorOptions,
  startSimulator as startWith,
} from '../../src/simulator/server.ts';

let shared: SimulatedMarket | null = null;

/** The market of the usual seed. Pure, and slow to make: all tests of a process share its days. */
export function sharedMarket(): SimulatedMarket {
  shared ??= createSimulatedMarket(1, createCalendar());
  return shared;
}

/** A simulator as the program starts it, over the shared market where neither seed nor calendar is given. */
export function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const isUsual = options.seed === undefined && options.calendar === undefined;
  return startWith({ ...(isUsual && { market: sharedMarket() }), ...options });
}
