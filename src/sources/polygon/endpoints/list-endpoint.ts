import * as z from 'zod';
import { type Page, type PagingRules, paginate } from '../http/paginate.ts';
import { UpstreamError } from '../http/upstream-error.ts';
import { problemOf } from '../parse/fields.ts';
import type { Ask } from './ask-endpoint.ts';
import type { EndpointName } from './endpoint-names.ts';
import type { Asking, RawRows } from './queries.ts';

const listBody = z.looseObject({
  status: z.string().nullish(),
  results: z.array(z.unknown()).nullish(),
  next_url: z.unknown().optional(),
  /** Of aggregates. */
  ticker: z.unknown().optional(),
  adjusted: z.unknown().optional(),
});

/** One page of a list, as far as it is checked before its rows are parsed. */
export type ListBody = z.output<typeof listBody>;

/** How the pages of a list are held together. */
export interface ListRules extends PagingRules<unknown> {
  limit: number;
  /** @throws UpstreamError `malformed` for an answer to another question */
  checkBody?: (body: ListBody) => void;
}

/** Asks for all pages of a list. @throws UpstreamError */
export type AskList = (
  name: EndpointName,
  target: string,
  rules: ListRules,
  asking: Asking,
) => Promise<RawRows>;

/** @param baseUrl where pages may come from: an address of another host is an error */
export function createAskList(baseUrl: string, ask: Ask): AskList {
  return async (name, target, rules, asking) => {
    const { checkBody } = rules;
    let isDelayed = false;
    const fetchPage = async (next: string): Promise<Page<unknown>> => {
      const body = listBody.safeParse(await ask(name, next, asking));
      if (!body.success) {
        throw new UpstreamError('malformed', `The API's answer makes no sense: ${problemOf(body.error)}.`);
      }
      const { status, results } = body.data;
      checkBody?.(body.data);
      isDelayed ||= status === 'DELAYED';
      return { rows: results ?? [], nextUrl: body.data.next_url };
    };
    const { rows, cutShort, pages } = await paginate(baseUrl, target, fetchPage, rules);
    return { rows, cutShort, isDelayed, pages };
  };
}
