import { stdSerializers } from 'pino';

/**
 * An error as the log keeps it. The log adds what its causes say to the message, which most of ours repeat already:
 * only what is new is added.
 */
export function loggedError(thrown: Error): unknown {
  const logged = stdSerializers.err(thrown);
  if (!(thrown instanceof Error)) return logged;
  return { ...logged, message: messagesOf(thrown).join(': ') };
}

function messagesOf(thrown: Error): string[] {
  const said = [thrown.message];
  let cause = thrown.cause;
  for (let depth = 0; depth < 6 && cause instanceof Error; depth++) {
    const { message } = cause;
    if (!said.some((text) => text.includes(message))) said.push(message);
    cause = cause.cause;
  }
  return said;
}
