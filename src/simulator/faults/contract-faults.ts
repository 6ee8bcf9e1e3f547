import { alterContracts, alterLeaves, alterRows, type JsonRow } from './alter-json.ts';
import type { Fault } from './fault.ts';

/** Wrong values that only rows of options can have. */
export const contractFaults = {
  'open-interest-flip': {
    kind: 'values',
    summary: 'open interest changes between two days’ values from request to request',
    apply: {
      alter: (answer, { faultyRequest }) =>
        alterLeaves(answer, (name, value) =>
          name === 'open_interest' && faultyRequest % 2 === 1 ? Math.floor(Number(value) * 0.6) : value,
        ),
    },
  },
  'junk-volatility': {
    kind: 'values',
    summary: 'implied volatility is 0.0001633, 10.17, 5.87, −1 or 0; gamma and vega are tiny negatives',
    apply: {
      alter: (answer) =>
        alterContracts(answer, (row, index) => ({
          ...row,
          implied_volatility: [0.0001633, 10.17, 5.87, -1, 0][index % 5],
          greeks: { delta: index % 3 === 0 ? 1.7 : 0.99999, gamma: -1.67e-8, theta: 0, vega: -8e-5 },
        })),
    },
  },
  'no-greeks': {
    kind: 'values',
    summary: 'greeks are {} and there is no implied volatility',
    apply: {
      alter: (answer) =>
        alterContracts(answer, ({ implied_volatility: _, ...row }) => ({ ...row, greeks: {} })),
    },
  },
  'wrong-underlying': {
    kind: 'values',
    summary: 'every seventh contract belongs to another underlying',
    apply: {
      alter: (answer) =>
        alterContracts(answer, (row, index) =>
          index % 7 === 6 ? withTicker(row, (ticker) => ticker.replace(/^O:[A-Z]+/, 'O:XSP')) : row,
        ),
    },
  },
  'wrong-expiration': {
    kind: 'values',
    summary: 'every seventh contract expires a year later than asked',
    apply: {
      alter: (answer) =>
        alterContracts(answer, (row, index) => {
          const details = row.details as { expiration_date?: string };
          if (index % 7 !== 6 || !details.expiration_date) return row;
          const year = Number(details.expiration_date.slice(0, 4)) + 1;
          const expiration_date = `${year}${details.expiration_date.slice(4)}`;
          const moved = withTicker(row, (ticker) =>
            ticker.replace(/\d{2}(?=\d{4}[CP]\d{8}$)/, String(year).slice(2)),
          );
          return { ...moved, details: { ...(moved.details as JsonRow), expiration_date } };
        }),
    },
  },
  'adjusted-contracts': {
    kind: 'values',
    summary:
      'the last page of a chain, and of the contracts, lists 41 adjusted ones (SPY1) of 10 shares as well',
    apply: {
      alter(answer) {
        const { results, next_url } = (answer.json ?? {}) as { results?: unknown; next_url?: unknown };
        const lacks = Array.isArray(results) ? results.length - adjustedRows : -1;
        if (next_url !== undefined || lacks < 0) return answer;
        return alterRows(answer, (row, index) => {
          const copy = index < lacks ? null : adjusted(row);
          return copy ? [row, copy] : [row];
        });
      },
    },
  },
  'malformed-symbols': {
    kind: 'values',
    summary: 'every seventh contract’s ticker is no option symbol, or contradicts its own details',
    apply: {
      alter: (answer) =>
        alterContracts(answer, (row, index) => {
          if (index % 7 !== 6) return row;
          const wrong = [
            '',
            'O:SPY',
            'O:SPY20261123C00580000',
            'O:SPY261199C00580000',
            'O:SPY261123X00580000',
          ];
          return withTicker(
            row,
            (ticker) => wrong[Math.floor(index / 7) % 6] ?? ticker.replace(/\d{8}$/, '00001000'),
          );
        }),
    },
  },
  'rows-that-are-none': {
    kind: 'values',
    summary: 'every seventh row is null, a text, a number or a list',
    apply: {
      alter: (answer) =>
        alterRows(answer, (row, index) =>
          index % 7 === 6 ? [[null, 'row', 7, []][Math.floor(index / 7) % 4] as unknown as JsonRow] : [row],
        ),
    },
  },
} as const satisfies Record<string, Fault>;

/** As many as one underlying with a merger behind it may have. */
const adjustedRows = 41;

/** The same contract of an adjusted root, of a row of the chain or of the contracts reference; `null` for other rows. */
function adjusted(row: JsonRow): JsonRow | null {
  const change = (terms: JsonRow): JsonRow => ({
    ...terms,
    shares_per_contract: 10,
    ticker: String(terms.ticker).replace(/^O:[A-Z]+/, '$&1'),
  });
  if ('details' in row) return { ...row, details: change(row.details as JsonRow) };
  return 'strike_price' in row ? change(row) : null;
}

function withTicker(row: JsonRow, change: (ticker: string) => string): JsonRow {
  const details = row.details as { ticker?: string };
  return { ...row, details: { ...details, ticker: change(details.ticker ?? '') } };
}
