/**
 * Passes over a chain in a thread of its own, where nothing is compiled yet: posts the milliseconds of each. A pass is
 * what a poll costs: greeks filled, every level computed, both flips included.
 */
import { assumptionsOn } from '../../test/support/assumptions.ts';
import { parentPort, workerData } from 'node:worker_threads';
import { fillChain } from '../../src/market/pricing/chain-greeks.ts';
import { levelsOf } from '../../src/market/levels/compute-levels.ts';
import { inventedChain } from '../../test/support/invented-chain.ts';
import { createCalendar } from '../../src/market/calendar/calendar.ts';

export interface PassesWanted {
  count: number;
  /** Of the chain, which is polled on 2026-11-23: what expires later is American. */
  expiration: string;
}

export interface PassesTaken {
  /** In order; the first one is what the first poll would meet. */
  times: number[];
  /** Of the same passes what this thread had of the processor, whatever else ran on the machine. */
  processor: number[];
  contracts: number;
  flips: number;
}

if (parentPort) {
  const { count, expiration } = workerData as PassesWanted;
  const calendar = createCalendar();
  const { open } = calendar.sessionOn('2026-11-23')!;
  const session = calendar.sessionOn(expiration)!;
  const taken: PassesTaken = { times: [], processor: [], contracts: 0, flips: 0 };
  const processorMs = () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  for (let pass = 0; pass < count; pass++) {
    const minutes = 1 + ((pass * 37) % 400);
    const at = open + minutes * 60_000;
    const chain = inventedChain(session, at, 670 + 4 * Math.sin(pass));
    const passStartedAt = performance.now();
    const processorAtStart = processorMs();
    const levels = levelsOf(fillChain(chain, assumptionsOn(calendar)), {
      ...{ session, opening: null },
      dealerSign: 'naive',
    });
    taken.times.push(performance.now() - passStartedAt);
    taken.processor.push(processorMs() - processorAtStart);
    taken.contracts = levels.counts.contracts;
    taken.flips += [levels.byOpenInterest, levels.byVolume].filter((side) => side?.gammaFlip).length;
  }
  parentPort.postMessage(taken);
}
