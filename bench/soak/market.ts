import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { type HttpAnswer, type HttpGet, httpGet } from '../../src/sources/polygon/http/http-get.ts';
import { wholeAnswer } from '../support/whole-answer.ts';

export interface Market {
  baseUrl: string;
  /** `httpGet` that lets the market know first what time it is. The whole body has come when it resolves. */
  httpGet: HttpGet;
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

  const ask = async (...request: Parameters<HttpGet>): Promise<HttpAnswer> => {
    const at = now();
    if (toldAt !== at) {
      const told = once(child, 'message');
      child.send(at);
      await told;
      toldAt = at;
    }
    return await wholeAnswer(await httpGet(...request));
  };
  return {
    baseUrl,
    async httpGet(...request) {
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
