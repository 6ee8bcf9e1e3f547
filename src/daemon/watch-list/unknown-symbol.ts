import { UpstreamError } from '../../sources/polygon/http/upstream-error.ts';

/** Where a symbol was named, and with it how to correct it. */
const places = {
  main: 'watch.symbol (SPYGLASS_SYMBOL)',
  recorded: 'record.symbols (SPYGLASS_RECORD_SYMBOLS)',
  list: 'watch.symbols (SPYGLASS_SYMBOLS)',
} as const;

/** The API knows no such symbol: mostly a mistake in the settings, or a share that is no longer listed. */
export function unknownSymbol(symbol: string, place: keyof typeof places, cause: unknown): UpstreamError {
  const remedy = place === 'main' ? 'Correct it in' : `Correct ${symbol} or take it out of`;
  return new UpstreamError('not-found', `The API knows no symbol ${symbol}.`, {
    code: 'unknown_symbol',
    cause,
    hint: `${remedy} ${places[place]}; \`spyglass config path\` finds the settings file.`,
  });
}
