import { alterRows } from './alter-json.ts';
import type { Delivery, Fault } from './fault.ts';

const megabyte = 1024 * 1024;
const pageMegabytes = 60;
const hugePageRows = 100_000;
/** What 24 MB hold. */
const emptyObjects = 7_900_000;

export const sizeFaults = {
  'page-of-60-mb': {
    kind: 'size',
    summary: 'every body is followed by 60 MB of blanks, sent without a length',
    apply: { deliver: padded },
  },
  'many-objects': {
    kind: 'size',
    summary: 'results are 7.9 million empty objects, 24 MB',
    apply: { replace: () => ({ status: 200, text: manyObjects() }) },
  },
  'huge-error-page': {
    kind: 'size',
    summary: 'every request gets 503 with an error page of 24 MB that does not say why',
    apply: { replace: () => ({ status: 503, text: `<html>${' '.repeat(24 * megabyte)}</html>` }) },
  },
  'huge-page': {
    kind: 'size',
    summary: 'lists have 100,000 rows: the same ones again with other strikes and times',
    apply: {
      alter: (answer) => {
        const rows = (answer.json as { results?: unknown[] } | undefined)?.results;
        if (!Array.isArray(rows) || rows.length === 0) return answer;
        const copies = Math.ceil(hugePageRows / rows.length);
        return alterRows(answer, (row) =>
          Array.from({ length: copies }, (_, copy) => {
            if (typeof row.t === 'number') return { ...row, t: row.t + copy };
            const details = row.details as { strike_price?: number; ticker?: string } | undefined;
            if (!details?.ticker) return row;
            const strike = Math.round((details.strike_price ?? 0) * 1000) + copy;
            const ticker = details.ticker.slice(0, -8) + String(strike).padStart(8, '0');
            return { ...row, details: { ...details, strike_price: strike / 1000, ticker } };
          }),
        );
      },
    },
  },
} as const satisfies Record<string, Fault>;

async function padded(delivery: Delivery) {
  delete delivery.headers['content-length'];
  delivery.writeHead();
  await delivery.write(delivery.payload);
  const blanks = Buffer.alloc(megabyte, ' ');
  for (let sent = 0; sent < pageMegabytes; sent++) await delivery.write(blanks);
  delivery.end();
}

function manyObjects(): string {
  return `{"status":"OK","results":[${'{},'.repeat(emptyObjects - 1)}{}]}`;
}
