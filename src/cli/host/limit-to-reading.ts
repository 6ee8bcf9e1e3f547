import { once } from 'node:events';
import type net from 'node:net';
import type { Readable } from 'node:stream';
import * as z from 'zod';
import { SpyglassError } from '../../base/errors.ts';
import { encodeLine, longestRequestBytes } from '../../protocol/framing.ts';

const helloRequest = z.looseObject({ method: z.literal('hello'), params: z.looseObject({}) });
const helloAnswer = z.looseObject({ result: z.looseObject({ isReadOnly: z.literal(true) }) });

/**
 * Takes the first line of a client, has its `hello` say that it only reads, and waits for the daemon to say so too. From then
 * on the daemon refuses everything else, and the rest may pass as it is.
 * @returns the daemon, what it has answered first and the rest of both streams untouched
 * @throws SpyglassError `read_only` where the client says no hello, or the daemon does not know the limit
 */
export async function limitToReading(client: Readable, daemon: net.Socket): Promise<net.Socket> {
  const hello = parsed(helloRequest, await firstLine(client, 'client'));
  if (!hello) throw refused('The client did not say hello first.');
  daemon.write(encodeLine({ ...hello, params: { ...hello.params, readOnly: true } }));
  const answer = await firstLine(daemon, 'daemon');
  const isLimited = parsed(helloAnswer, answer) !== null;
  // An error is an answer, too: the client hears it, and nothing else passes.
  daemon.unshift(Buffer.from(`${answer}\n`));
  if (!isLimited && !isError(answer))
    throw refused('The daemon is older and cannot limit a client to reading.');
  if (!isLimited) client.destroy();
  return daemon;
}

const refused = (reason: string) => new SpyglassError('read_only', reason);

function parsed<T>(shape: z.ZodType<T>, line: string): T | null {
  try {
    return shape.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

const isError = (line: string) => parsed(z.looseObject({ error: z.looseObject({}) }), line) !== null;

/** Reads up to the first line break; what came after it stays in the stream. */
async function firstLine(stream: Readable, whose: string): Promise<string> {
  let read = Buffer.alloc(0);
  while (true) {
    const piece = stream.read() as Buffer | null;
    if (piece === null) {
      if (stream.readableEnded || stream.destroyed) throw refused(`The ${whose} has ended without a word.`);
      await Promise.race([once(stream, 'readable'), once(stream, 'end'), once(stream, 'close')]);
      continue;
    }
    read = Buffer.concat([read, piece]);
    const end = read.indexOf('\n');
    if (end >= 0) {
      if (end + 1 < read.length) stream.unshift(read.subarray(end + 1));
      return read.subarray(0, end).toString('utf8');
    }
    if (read.length > longestRequestBytes) throw refused(`The first line of the ${whose} is too long.`);
  }
}
