import { formatNewYorkTime, newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { Usage } from '../../protocol/state.ts';
import { budgetLine, rejectedLines } from '../output/calls-and-rows.ts';
import type { GlobalFlags } from '../invocation/flags.ts';
import { printJson, printLine, table } from '../output/output.ts';
import { planLines } from '../output/plan-lines.ts';
import { requireDaemon } from '../daemon/find-daemon.ts';
import type { Invocation } from '../invocation/invocation.ts';

/** Prints the API usage of the last hour. Needs a daemon: throws `SpyglassError` (`not_running`) without one. */
export async function usage(
  invocation: Invocation,
  flags: GlobalFlags & { json?: boolean },
): Promise<undefined> {
  const { link } = await requireDaemon(invocation, 'usage');
  const found = await link.request('usage.get', {});
  link.close();
  if (flags.json) printJson(invocation.environment, found);
  else printLine(invocation.environment, describe(found, link.hello.now));
}

function describeRest({ callsToday, projectedCalls, allowedCalls }: Usage): string {
  if (projectedCalls === null || allowedCalls === null) return '';
  return `, about ${callsToday + projectedCalls} by the option close, of ${callsToday + allowedCalls} that the plan allows`;
}

function describe(found: Usage, now: number): string {
  const { budget, cache } = found;
  const ms = (value: number | null) => (value === null ? '–' : `${Math.round(value)} ms`);
  const asked = cache.hits + cache.misses;
  const hitRatio = asked === 0 ? '–' : `${Math.round((cache.hits / asked) * 100)} %`;
  const rows = found.endpoints.map((endpoint) => [
    endpoint.endpoint,
    String(endpoint.calls),
    String(endpoint.errors),
    ms(endpoint.p50Ms),
    ms(endpoint.p95Ms),
  ]);
  return [
    budgetLine(budget, now),
    `last hour: ${found.calls} calls, ${found.errors} errors, p50 ${ms(found.p50Ms)}, p95 ${ms(found.p95Ms)}`,
    ...(found.errorsByKind.length > 0
      ? [`errors: ${found.errorsByKind.map(({ kind, count }) => `${kind} ${count}`).join(', ')}`]
      : []),
    `last success: ${found.lastSuccessAt === null ? 'none yet' : `${newYorkDate(found.lastSuccessAt)} ${formatNewYorkTime(found.lastSuccessAt, true)} New York`}`,
    `today: ${found.callsToday} calls${describeRest(found)}`,
    `cache: ${cache.entries} entries, ${hitRatio} hits`,
    ...rejectedLines(found.rejectedRows),
    ...(found.plan ? ['', planLines(found.plan)] : []),
    '',
    table(['endpoint', '>calls', '>errors', '>p50', '>p95'], rows),
  ].join('\n');
}
