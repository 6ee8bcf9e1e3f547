/** Real ms for which the result of a command is shown. */
export const toastMs = 4000;
/** The same for a notice that the user does not expect: time to find and read it. */
export const noticeMs = 10_000;
