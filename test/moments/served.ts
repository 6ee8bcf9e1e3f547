import type { HttpAnswer, HttpGet } from '../../src/sources/polygon/http/http-get.ts';

/** A served body with its integers exact: those beyond 2^53 are `bigint`. */
// biome-ignore lint/suspicious/noExplicitAny: the oracle reads fields of foreign JSON by their documented names.
export type Served = Record<string, any>;

export interface ServedBodies {
  httpGet: HttpGet;
  /** Bodies of the last answer with status 200 whose path matches, page after page. */
  last(path: RegExp): Served[];
}

/** Keeps what the simulated API answered, as the oracle of a test reads it: without a line of the product's parsers. */
export function keepServed(send: HttpGet): ServedBodies {
  const answers: { path: string; isNext: boolean; body: Served }[] = [];
  return {
    async httpGet(url, options) {
      const answer = await send(url, options);
      if (answer.status !== 200 || answer.body === null) return answer;
      const chunks: Uint8Array[] = [];
      for await (const chunk of answer.body) chunks.push(chunk);
      const { pathname, searchParams } = new URL(url);
      const body = exact(Buffer.concat(chunks).toString());
      answers.push({ path: pathname, isNext: searchParams.has('cursor'), body });
      return { ...withHead(answer), body: streamOf(chunks) };
    },
    last(path) {
      const matching = answers.filter((answer) => path.test(answer.path));
      const first = matching.findLastIndex(({ isNext }) => !isNext);
      return first < 0 ? [] : matching.slice(first).map(({ body }) => body);
    },
  };
}

function withHead({ status, ok, headers }: HttpAnswer): Omit<HttpAnswer, 'body'> {
  return { status, ok, headers };
}

async function* streamOf(chunks: readonly Uint8Array[]) {
  yield* chunks;
}

function exact(text: string): Served {
  const revive = (_key: string, value: unknown, context: { source?: string }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^\d+$/.test(context.source ?? '')
      ? BigInt(context.source!)
      : value;
  return (JSON.parse as (text: string, revive: unknown) => Served)(text, revive);
}

/** Whole milliseconds of a vendor's nanoseconds. */
export const msOf = (nanoseconds: bigint | number): number => Number(BigInt(nanoseconds) / 1_000_000n);
