/** Real ms for which what came of a command is shown. */
export const toastMs = 4000;
/** The same of a sentence that nobody waits for: time to find and read it. */
export const noticeMs = 10_000;
