import { StringDecoder } from 'node:string_decoder';

/** Longest line that a client may send: its requests are small. */
export const longestRequestBytes = 64 * 1024;
/** Longest line that a daemon may send: a chain of a few hundred contracts is about 150 kB. */
export const longestAnswerBytes = 16 * 1024 * 1024;

/** One message on one line: JSON escapes line breaks, so a break always ends a message. */
export function encodeLine(message: unknown): string {
  return `${JSON.stringify(message)}\n`;
}

/**
 * Cuts a byte stream into lines, whatever the pieces it arrives in. Calls `onTooLong` once, and nothing after it, when a
 * line grows past `longestBytes`. Each call says whether a line has been begun and not ended, so that somebody can ask
 * how long it has been so.
 */
export function lineSplitter(
  longestBytes: number,
  onLine: (line: string) => void,
  onTooLong: () => void,
): (piece: Buffer) => boolean {
  const decoder = new StringDecoder('utf8');
  let parts: string[] = [];
  let length = 0;
  let isDead = false;
  return (piece) => {
    if (isDead) return false;
    const lines = decoder.write(piece).split('\n');
    for (const [index, text] of lines.entries()) {
      length += text.length;
      if (length > longestBytes) {
        isDead = true;
        parts = [];
        onTooLong();
        return false;
      }
      parts.push(text);
      if (index === lines.length - 1) break;
      const line = parts.join('');
      parts = [];
      length = 0;
      if (line.trim() !== '') onLine(line);
    }
    return length > 0;
  };
}

/** Last line of a daemon that ends a connection by itself: a notification, so that no client has to wait for it. */
export function byeLine(reason: string): string {
  return encodeLine({ jsonrpc: '2.0', method: 'bye', params: { reason } });
}
