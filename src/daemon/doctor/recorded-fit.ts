import type { DoctorCheck } from '../../protocol/doctor-check.ts';
import type { PlannedPoll } from '../../protocol/recorded.ts';

/** What is recorded, and what of it does not fit into the calls of a minute. Nothing where one underlying is recorded. */
export function checkFit({ plan: read }: { plan: () => readonly PlannedPoll[] }): DoctorCheck[] {
  const plan = read();
  if (plan.length <= 2) return [];
  const symbols = [...new Set(plan.map(({ symbol }) => symbol))].join(', ');
  const givenUp = plan.filter(({ intervalMs }) => intervalMs === null);
  const stretched = plan.filter(({ intervalMs, wantedMs }) => intervalMs !== null && intervalMs > wantedMs);
  if (givenUp.length + stretched.length === 0) {
    const message = `${symbols}: all ${plan.length} jobs fit as they are wanted`;
    return [{ check: 'recording', state: 'ok', message, hint: null }];
  }
  const parts = [
    ...(givenUp.length > 0 ? [`not recorded: ${namesOf(givenUp)}`] : []),
    ...(stretched.length > 0 ? [`less often than wanted: ${namesOf(stretched)}`] : []),
  ];
  return [
    {
      check: 'recording',
      state: 'warning',
      message: `${symbols}: ${parts.join('; ')}`,
      hint: 'Too few calls a minute: record fewer symbols or expirations (record.symbols, record.expirations), or longer intervals.',
    },
  ];
}

function namesOf(polls: readonly PlannedPoll[]): string {
  return polls
    .map(({ job, intervalMs }) => (intervalMs === null ? job : `${job} (every ${intervalMs / 1000} s)`))
    .join(', ');
}
