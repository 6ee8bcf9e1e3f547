import { Readable } from 'node:stream';
import type { HttpAnswer } from '../../src/sources/polygon/http/http-get.ts';

/** The same answer once its whole body has come, so that the clock can stand still until then. */
export async function wholeAnswer(answer: HttpAnswer): Promise<HttpAnswer> {
  const pieces = answer.body ? await Readable.from(answer.body).toArray() : [];
  return { ...answer, body: Readable.from(pieces) };
}
