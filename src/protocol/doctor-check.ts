export const checkStates = ['ok', 'warning', 'failure'] as const;

/** One line of a `doctor`: what was looked at, what was found, and what to do where it is not well. */
export interface DoctorCheck {
  /** `key`, `plan`, `disk`, … */
  check: string;
  state: (typeof checkStates)[number] | 'unknown';
  message: string;
  /** What to do; `null` where nothing is to be done. */
  hint: string | null;
}
