import { sanitizeText } from '../../base/sanitize.ts';

/**
 * Words from outside (error messages, reasons, contract symbols), fit to be put on one line. The daemon has sanitized
 * them; the screen does so again, since an escape sequence could take it over.
 */
export function upstreamText(text: string, longest = 300): string {
  return sanitizeText(text, longest);
}

const pathNoise = new Set(['locale', 'us', 'markets', 'ticker', 'tickers', 'range']);

/** What tells one endpoint from another: `/v3/snapshot/options/{underlying}` is `snapshot/options`. */
export function shortEndpoint(endpoint: string): string {
  const parts = upstreamText(endpoint)
    .split('/')
    .filter((part) => part !== '' && !/^v\d+$/.test(part) && !part.startsWith('{') && !pathNoise.has(part));
  return parts.length > 0 ? parts.join('/') : upstreamText(endpoint);
}
