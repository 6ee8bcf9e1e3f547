/** Why something failed, for people, and what to do about it. */
export interface FailureText {
  message: string;
  hint: string;
}
