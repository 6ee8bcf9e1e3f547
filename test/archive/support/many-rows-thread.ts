/** Archives a session of several expirations, whose rows are made as they are asked for, and reads it again. Posts the rows that it has. */
import { parentPort, workerData } from 'node:worker_threads';
import { verifySession } from '../../../src/archive/verify/verify-session.ts';
import type { ContractState } from '../../../src/recordings/session-rows.ts';
import { rowsOf } from './session-content.ts';
import { spySession } from './known-session.ts';
import { write } from './write.ts';

const { directory, expirations, contracts, states } = workerData as {
  directory: string;
  expirations: readonly string[];
  /** Of an expiration. */
  contracts: number;
  /** Of a contract. */
  states: number;
};

const [model] = spySession.states as [ContractState];
const symbols = expirations.flatMap((expiration) =>
  Array.from({ length: contracts }, (_, index) => ({
    expiration,
    strike: 100 + index,
    symbol: `SPY${expiration.slice(2).replaceAll('-', '')}C${String((100 + index) * 1000).padStart(8, '0')}`,
  })),
);

/** Prices and greeks are not integers, which take more memory than those as objects. */
const statesOf = (contract: (typeof symbols)[number]): ContractState[] =>
  Array.from({ length: states }, (_, poll) => ({
    ...{ ...model, ...contract, timestamp: model.timestamp + poll * 1000 },
    ...{ bid: (poll % 100) / 100, ask: (poll % 100) / 100 + 1, volume: poll % 50 },
    ...{ delta: (poll % 90) / 97, gamma: (poll % 80) / 97, theta: (poll % 70) / 97, vega: (poll % 60) / 97 },
  }));

const content = { ...spySession, states: [] };
await write(directory, content, {
  rows: {
    ...rowsOf(content),
    contracts: async (_key, after, limit) =>
      symbols
        .filter(({ symbol }) => after === null || symbol > after)
        .slice(0, limit)
        .map(statesOf),
  },
});
const { rows } = await verifySession(directory, content.key, null);
parentPort!.postMessage(rows.chain);
