import type { SpyglassError } from '../../base/errors.ts';

/** Why something failed, for people, and what to do about it. */
export interface FailureText {
  message: string;
  hint: string;
}

export function failureText(error: SpyglassError): FailureText {
  return { message: error.message, hint: error.hint };
}
