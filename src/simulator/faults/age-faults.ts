import { unavailable } from '../answer.ts';
import type { Exchange } from '../exchange.ts';
import type { Profile } from '../profiles.ts';
import type { Fault } from './fault.ts';

/** By how many seconds an answer of `late-chain` comes after the minute at which it was asked for. */
const lateSeconds = 20;

/** Values of different ages side by side, and answers that come long after they were asked for. */
export const ageFaults = {
  'delayed-spot': {
    kind: 'values',
    summary:
      'rows of the chain in real time carry the underlying’s price of 15 minutes ago, as delayed stocks plans do',
    apply: { rewrite: (exchange) => chainAs(exchange, 'delayed-stocks') },
  },
  'delayed-chain': {
    kind: 'values',
    summary:
      'the chain is 15 minutes late and carries no price of the underlying, while stocks are in real time',
    apply: { rewrite: (exchange) => chainAs(exchange, 'delayed-options') },
  },
  'late-chain': {
    kind: 'status',
    summary: `for the first ${lateSeconds} seconds of each minute chains get 503 with Retry-After, so that they come late`,
    apply: {
      replace({ path, now }) {
        const leftSeconds = lateSeconds - Math.floor((now % 60_000) / 1000);
        if (!isChain(path) || leftSeconds <= 0) return null;
        return { ...unavailable(), headers: { 'retry-after': String(leftSeconds) } };
      },
    },
  },
} as const satisfies Record<string, Fault>;

function chainAs(exchange: Exchange, profile: Profile) {
  if (isChain(exchange.path)) exchange.profile = profile;
}

const isChain = (path: string) => path.startsWith('/v3/snapshot/options/');
