/** The session's price lines that somebody looks at, by symbol, so that new bars or a new session reach all of them. */
export interface PriceLines {
  /** @param refresh reads the line anew and tells everybody. Returns how to end it. */
  add(symbol: string, refresh: () => Promise<void>): () => void;
  /** Reads the lines of one symbol anew, or of all. */
  refresh(symbol?: string): Promise<void>;
}

/** @returns a list without lines */
export function createPriceLines(): PriceLines {
  const lines = new Set<{ symbol: string; refresh: () => Promise<void> }>();
  return {
    add(symbol, refresh) {
      const line = { symbol, refresh };
      lines.add(line);
      return () => void lines.delete(line);
    },
    async refresh(of) {
      for (const { symbol, refresh } of [...lines]) if (of === undefined || symbol === of) await refresh();
    },
  };
}
