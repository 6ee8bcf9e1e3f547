import { toSpyglassError } from '../../base/errors.ts';
import { formatNewYorkTime, newYorkDate } from '../../market/calendar/new-york-time.ts';
import type { DeskStatus } from '../../protocol/desk/desk-state.ts';
import type { DoctorCheck } from '../../protocol/doctor-check.ts';

/** What a doctor says of the desk: whether the store answers, and who records. */
export async function deskChecks(status: () => Promise<DeskStatus>): Promise<DoctorCheck[]> {
  try {
    const desk = await status();
    return [
      { check: 'store', state: 'ok', message: `${desk.store} answers`, hint: null },
      recorderCheck(desk),
    ];
  } catch (thrown) {
    const { message, hint } = toSpyglassError(thrown);
    return [{ check: 'store', state: 'failure', message, hint }];
  }
}

function recorderCheck({ role, recorder, self, since }: DeskStatus): DoctorCheck {
  if (recorder === null) {
    return {
      ...{ check: 'desk', state: 'warning', message: 'nobody records at the moment' },
      hint: 'The next daemon takes over by itself. Where none does, the log of each says why.',
    };
  }
  const when =
    since === null ? '' : ` since ${newYorkDate(since)} ${formatNewYorkTime(since, true)} New York`;
  const message =
    role === 'recorder' ? `${self} records${when}` : `${self} follows ${recorder}, which records${when}`;
  return { check: 'desk', state: 'ok', message, hint: null };
}
