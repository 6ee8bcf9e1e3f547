import type { HttpAnswer } from './http-get.ts';
import { UpstreamError } from './upstream-error.ts';

/** The largest real body, a page of 250 contracts, is about 150 kB; grouped days of all stocks about 2 MB. */
export const largestBodyBytes = 24 * 1024 * 1024;

/**
 * Reads a body as text, whatever it claims to be, and gives up on one that does not end.
 * @throws UpstreamError `too-large`
 */
export async function readBody(response: HttpAnswer, largestBytes = largestBodyBytes): Promise<string> {
  if (!response.body) return '';
  const decoder = new TextDecoder('utf-8');
  let text = '';
  let bytes = 0;
  for await (const piece of response.body) {
    bytes += piece.byteLength;
    if (bytes > largestBytes) {
      throw new UpstreamError(
        'too-large',
        `The answer is larger than ${Math.round(largestBytes / 2 ** 20)} MB.`,
      );
    }
    text += decoder.decode(piece, { stream: true });
  }
  return text + decoder.decode();
}
