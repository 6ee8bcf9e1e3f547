import type { DoctorCheck } from '../../protocol/doctor-check.ts';

/** A check that found nothing wrong. */
export const ok = (check: string, message: string): DoctorCheck => ({
  check,
  state: 'ok',
  message,
  hint: null,
});

/** A check that found something to look after; the exit code stays 0. */
export const warning = (check: string, message: string, hint: string): DoctorCheck => ({
  ...{ check, state: 'warning', message, hint },
});

/** A check that found what keeps the program from working; the exit code is that of `unhealthy`. */
export const failure = (check: string, message: string, hint: string): DoctorCheck => ({
  ...{ check, state: 'failure', message, hint },
});
