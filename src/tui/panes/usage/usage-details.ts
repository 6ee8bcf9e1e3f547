import { remembered } from '../../../base/remembered.ts';
import type { Usage } from '../../../protocol/state.ts';
import type { EndpointUsage } from '../../../recordings/usage.ts';
import type { Line } from '../../render/line.ts';
import { alignLeft, alignRight, textWidth } from '../../render/width.ts';
import { formatCount, formatLatency, plural } from '../../present/number.ts';
import { shortEndpoint, upstreamText } from '../../present/upstream-text.ts';

/** A rule across the pane with a word in it. */
export function sectionLine(label: string, width: number): Line {
  return [
    ['─ ', 'border'],
    [label, 'faint'],
    [` ${'─'.repeat(Math.max(0, width - textWidth(label) - 3))}`, 'border'],
  ];
}

export function endpointLine(endpoint: EndpointUsage, nameCells: number): Line {
  const { calls, errors, p50Ms, p95Ms } = endpoint;
  return [
    [alignLeft(shortEndpoint(endpoint.endpoint), nameCells)],
    [alignRight(plural(calls, 'call'), 13), 'dim'],
    errors > 0 ? [alignRight(plural(errors, 'error'), 12), 'error'] : [alignRight('no errors', 12), 'faint'],
    [`  p50 ${alignRight(formatLatency(p50Ms), 7)}  p95 ${alignRight(formatLatency(p95Ms), 7)}`, 'dim'],
  ];
}

/** Calls, errors and latency of each endpoint, under a rule; nothing before the first call. */
export const endpointLines = remembered(makeEndpointLines);

function makeEndpointLines({ endpoints }: Usage, width: number): Line[] {
  if (endpoints.length === 0) return [];
  const nameCells = Math.max(...endpoints.map(({ endpoint }) => textWidth(shortEndpoint(endpoint))));
  return [sectionLine('endpoints', width), ...endpoints.map((endpoint) => endpointLine(endpoint, nameCells))];
}

/** Why rows of answers were left out, commonest first, under a rule; nothing while none were. */
export const rejectionLines = remembered(makeRejectionLines);

function makeRejectionLines({ rejectedRows }: Usage, width: number): Line[] {
  if (rejectedRows.reasons.length === 0) return [];
  const lines = rejectedRows.reasons.map(
    ({ reason, count }): Line => [
      [alignRight(formatCount(count), 7), 'warning'],
      [`  ${upstreamText(reason, 200)}`],
    ],
  );
  return [sectionLine('rejected rows', width), ...lines];
}
