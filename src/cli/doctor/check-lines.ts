import type { DoctorCheck } from '../../protocol/state.ts';

export const ok = (check: string, message: string): DoctorCheck => ({
  check,
  state: 'ok',
  message,
  hint: null,
});

export const warning = (check: string, message: string, hint: string): DoctorCheck => ({
  ...{ check, state: 'warning', message, hint },
});

export const failure = (check: string, message: string, hint: string): DoctorCheck => ({
  ...{ check, state: 'failure', message, hint },
});
