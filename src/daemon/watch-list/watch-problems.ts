import type { HealthTracker } from '../health.ts';
import { UpstreamError } from '../../sources/polygon/http/upstream-error.ts';
import { unknownSymbol } from './unknown-symbol.ts';

/** What keeps one symbol of the watch list from having a quote, and no other one. */
export interface SymbolFailure {
  symbol: string;
  error: UpstreamError;
}

/** Symbols that clients subscribe to have no quote. Those of the watch list are problems of their own. */
export class SymbolsFailed extends UpstreamError {
  constructor(failures: readonly SymbolFailure[]) {
    const [first] = failures;
    const messages = failures.map(({ error }) => error.message).join(' ');
    super(first?.error.failure ?? 'malformed', messages, {
      cause: first?.error,
      ...(first && { code: first.error.code, hint: first.error.hint }),
    });
  }
}

/** Whether an answer is about its symbol only: another symbol's may be fine. */
export function isOfSymbol({ failure }: UpstreamError): boolean {
  return failure === 'not-found' || failure === 'malformed' || failure === 'bad-request';
}

/** Problems of single symbols, each under its own name in the health, and which symbols the API does not know. */
export interface WatchProblems {
  /** A symbol has no quote. Returns the failure as people read it. */
  failed(symbol: string, error: UpstreamError): SymbolFailure;
  /** A symbol has a quote. */
  works(symbol: string): void;
  /** Whether the API has said that it does not know the symbol. */
  isUnknown(symbol: string): boolean;
  /** Forgets what is wrong with symbols that are no longer listed. */
  keepListed(): void;
}

const subjectOf = (symbol: string) => `watch ${symbol}`;

/** @returns problems that are raised in this health; none at first */
export function createWatchProblems(
  health: () => Pick<HealthTracker, 'raise' | 'clear'>,
  listed: () => readonly string[],
): WatchProblems {
  const raised = new Set<string>();
  const unknown = new Set<string>();
  const clear = (symbol: string) => {
    if (raised.delete(symbol)) health().clear(subjectOf(symbol));
  };
  return {
    failed(symbol, cause) {
      const isUnknown = cause.failure === 'not-found';
      if (isUnknown) unknown.add(symbol);
      const error = isUnknown ? unknownSymbol(symbol, 'list', cause) : cause;
      // A symbol that is only subscribed to is no setting: its dashboard says what is wrong.
      if (listed().includes(symbol)) {
        raised.add(symbol);
        health().raise(subjectOf(symbol), error);
      }
      return { symbol, error };
    },
    works(symbol) {
      unknown.delete(symbol);
      clear(symbol);
    },
    isUnknown: (symbol) => unknown.has(symbol),
    keepListed() {
      for (const symbol of [...raised]) if (!listed().includes(symbol)) clear(symbol);
    },
  };
}
