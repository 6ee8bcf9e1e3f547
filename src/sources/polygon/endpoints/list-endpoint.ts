import * as z from 'zod';
import type { PagingRules } from '../http/paginate.ts';

export const listBody = z.looseObject({
  status: z.string().nullish(),
  results: z.array(z.unknown()).nullish(),
  next_url: z.unknown().optional(),
  /** Of aggregates. */
  ticker: z.unknown().optional(),
  adjusted: z.unknown().optional(),
});

export type ListBody = z.output<typeof listBody>;

export interface ListRules extends PagingRules<unknown> {
  limit: number;
  /** @throws UpstreamError `malformed` for an answer to another question */
  checkBody?: (body: ListBody) => void;
}
