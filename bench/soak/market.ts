import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export interface Market {
  baseUrl: string;
  /** `fetch` that lets the market know first what time it is. The whole body has come when it resolves. */
  fetch: typeof globalThis.fetch;
  /** Whether no request is under way. */
  isIdle(): boolean;
  /** Resolves when the requests that are under way have been answered. */
  answered(): Promise<void>;
  close(): void;
}

/** The simulator in a process of its own, on the caller's clock. */
export async function startMarket(now: () => number): Promise<Market> {
  const child = fork(path.join(import.meta.dirname, 'market-process.ts'));
  const [baseUrl] = (await once(child, 'message')) as [string];
  let toldAt = Number.NaN;
  const flights = new Set<Promise<unknown>>();

  const ask = async (...request: Parameters<typeof fetch>): Promise<Response> => {
    const at = now();
    if (toldAt !== at) {
      const told = once(child, 'message');
      child.send(at);
      await told;
      toldAt = at;
    }
    const response = await fetch(...request);
    // Read here, so that the body is there before the clock moves on.
    return new Response(await response.arrayBuffer(), response);
  };
  return {
    baseUrl,
    async fetch(...request) {
      const flight = ask(...request);
      flights.add(flight);
      try {
        return await flight;
      } finally {
        flights.delete(flight);
      }
    },
    isIdle: () => flights.size === 0,
    async answered() {
      await Promise.allSettled([...flights]);
    },
    close() {
      child.disconnect();
    },
  };
}
