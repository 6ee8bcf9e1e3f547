import { remembered } from '../../../base/remembered.ts';
import type { ApiCall } from '../../../recordings/usage.ts';
import type { Line } from '../../render/line.ts';
import { alignLeft, alignRight, textWidth } from '../../render/width.ts';
import { formatLatency } from '../../present/number.ts';
import { formatClock } from '../../present/time.ts';
import { shortEndpoint, upstreamText } from '../../present/upstream-text.ts';
import type { Token } from '../../theme/tokens.ts';
import { sectionLine } from './usage-details.ts';

function statusToken({ statusCode }: ApiCall): Token {
  if (statusCode === null || statusCode >= 500) return 'error';
  return statusCode >= 400 ? 'warning' : 'ok';
}

const clockCells = 8;
const statusCells = 5;
const latencyCells = 8;
/** Fewest cells in which an error is still readable. */
const minErrorCells = 12;

export function callLine(call: ApiCall, width: number, endpointCells: number): Line {
  const status = call.statusCode === null ? 'none' : String(call.statusCode);
  const middle = Math.max(0, width - clockCells - statusCells - latencyCells - 1);
  const error = call.error ? upstreamText(call.error, 200) : '';
  const errorCells = middle - endpointCells - 2;
  const isErrorShown = error !== '' && errorCells >= minErrorCells;
  return [
    [formatClock(call.timestamp), 'faint'],
    [` ${alignLeft(shortEndpoint(call.endpoint), isErrorShown ? endpointCells : middle)}`],
    ...(isErrorShown ? ([[`  ${alignLeft(error, errorCells)}`, statusToken(call)]] as const) : []),
    [alignRight(status, statusCells), statusToken(call)],
    [alignRight(formatLatency(call.responseTimeMs), latencyCells), 'dim'],
  ];
}

/** The calls from `first` on, latest first, `rows` of them, under a rule that says so. */
export const callLines = remembered(makeCallLines);

function makeCallLines(calls: readonly ApiCall[], first: number, width: number, rows: number): Line[] {
  const from = Math.max(0, Math.min(first, calls.length - rows));
  const shown = calls.slice(from, from + rows);
  const endpointCells = Math.max(0, ...shown.map((call) => textWidth(shortEndpoint(call.endpoint))));
  const label = from > 0 ? `calls from ${from + 1}` : 'last calls';
  return [
    sectionLine(label, width),
    ...shown.map((call) => callLine(call, width, endpointCells)),
    ...(calls.length === 0 ? [[['none yet', 'faint'] as const]] : []),
  ];
}
