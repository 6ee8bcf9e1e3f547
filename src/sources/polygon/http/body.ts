import type { HttpAnswer } from './http-get.ts';
import { UpstreamError } from './upstream-error.ts';

/** Room for the sentence of an error, and for the page of HTML around it. */
const longestError = 64 * 1024;

/**
 * Reads a body as text, whatever it claims to be, and gives up on one that does not end.
 * @throws UpstreamError `too-large`
 */
export async function readBody(response: HttpAnswer, largestBytes: number): Promise<string> {
  const { text, isCut } = await readUpTo(response, largestBytes);
  if (isCut) throw new UpstreamError('too-large', `The answer is larger than ${sizeText(largestBytes)}.`);
  return text;
}

/** The same for the body of an error: its status counts, however much comes with it. */
export async function readErrorBody(response: HttpAnswer): Promise<string> {
  return (await readUpTo(response, longestError)).text;
}

async function readUpTo({ body }: HttpAnswer, largestBytes: number) {
  const decoder = new TextDecoder('utf-8');
  let text = '';
  let bytes = 0;
  for await (const piece of body ?? []) {
    bytes += piece.byteLength;
    if (bytes > largestBytes) return { text, isCut: true };
    text += decoder.decode(piece, { stream: true });
  }
  return { text: text + decoder.decode(), isCut: false };
}

function sizeText(bytes: number): string {
  return bytes < 2 ** 20 ? `${Math.round(bytes / 1024)} kB` : `${Math.round(bytes / 2 ** 20)} MB`;
}
