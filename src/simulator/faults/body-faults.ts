import type { Answer } from '../answer.ts';
import type { Fault } from './fault.ts';

/** The body that the endpoint would have sent. */
function textOf(answer: Answer): string {
  return answer.text ?? JSON.stringify(answer.json ?? null);
}

const jsonType = { 'content-type': 'application/json' };

export const bodyFaults = {
  'empty-body': {
    kind: 'body',
    summary: 'answers are 200 with nothing in them',
    apply: { alter: ({ status }) => ({ status, headers: jsonType }) },
  },
  'truncated-json': {
    kind: 'body',
    summary: 'bodies end in the middle, with a length that agrees',
    apply: {
      alter: (answer) => {
        const text = textOf(answer);
        return {
          status: answer.status,
          text: text.slice(0, Math.floor(text.length * 0.6)),
          headers: jsonType,
        };
      },
    },
  },
  'plain-text': {
    kind: 'body',
    summary: 'answers are 200 with a word of plain text, labelled as JSON',
    apply: { alter: ({ status }) => ({ status, text: 'OK', headers: jsonType }) },
  },
  'html-page': {
    kind: 'body',
    summary: 'answers are 200 with a captive portal’s HTML',
    apply: {
      alter: ({ status }) => ({
        status,
        text: '<!doctype html><title>Welcome</title><p>Accept the terms to use this network.</p>',
        headers: { 'content-type': 'text/html; charset=utf-8' },
      }),
    },
  },
  'wrong-content-type': {
    kind: 'body',
    summary: 'right JSON, labelled text/html',
    apply: {
      alter: (answer) => ({ ...answer, headers: { ...answer.headers, 'content-type': 'text/html' } }),
    },
  },
  'invalid-utf8': {
    kind: 'body',
    summary: 'bodies carry bytes that are not UTF-8 inside a string',
    apply: {
      alter: (answer) => {
        const [head, tail] = ['{"vendor_note":"', `",${textOf(answer).slice(1)}`];
        const junk = Buffer.from([0xc3, 0x28, 0xff, 0xfe, 0xed, 0xa0, 0x80]);
        const bytes = Buffer.concat([Buffer.from(head), junk, Buffer.from(tail)]);
        return { status: answer.status, bytes, headers: jsonType };
      },
    },
  },
  'byte-order-mark': {
    kind: 'body',
    summary: 'bodies begin with a byte order mark',
    apply: {
      alter: (answer) => ({ status: answer.status, text: `\ufeff${textOf(answer)}`, headers: jsonType }),
    },
  },
  'gzip-garbage': {
    kind: 'body',
    summary: 'bodies are labelled gzip and are not',
    apply: {
      alter: ({ status }) => ({
        status,
        bytes: Buffer.from('this was never compressed'),
        headers: { ...jsonType, 'content-encoding': 'gzip' },
      }),
    },
  },
  'bare-array': {
    kind: 'body',
    summary: 'answers are an array around what they should be',
    apply: { alter: (answer) => ({ ...answer, json: [answer.json] }) },
  },
  'error-with-200': {
    kind: 'body',
    summary: 'answers are 200 whose body says ERROR',
    apply: {
      alter: (_, { requestId }) => ({
        status: 200,
        json: { status: 'ERROR', request_id: requestId, error: 'backend timed out' },
      }),
    },
  },
  'not-authorized-with-200': {
    kind: 'body',
    summary: 'snapshots get 200 with NOT_AUTHORIZED in the body, beside rows that are not to be used',
    apply: {
      alter: (answer, { path, requestId }) =>
        path.includes('/snapshot')
          ? {
              status: 200,
              json: {
                ...(answer.json as object),
                status: 'NOT_AUTHORIZED',
                request_id: requestId,
                message:
                  'You are not entitled to this data. Please upgrade your plan at https://massive.com/pricing',
              },
            }
          : answer,
    },
  },
  'missing-results': {
    kind: 'body',
    summary: 'results, ticker and tickers are absent',
    apply: {
      alter: (answer) => ({ ...answer, json: without(answer.json, ['results', 'ticker', 'tickers']) }),
    },
  },
  'null-results': {
    kind: 'body',
    summary: 'results, ticker and tickers are null',
    apply: {
      alter: (answer) => ({
        ...answer,
        json: { ...without(answer.json, []), results: null, ticker: null, tickers: null },
      }),
    },
  },
} as const satisfies Record<string, Fault>;

function without(json: unknown, names: string[]): Record<string, unknown> {
  if (typeof json !== 'object' || json === null) return {};
  return Object.fromEntries(Object.entries(json).filter(([name]) => !names.includes(name)));
}
