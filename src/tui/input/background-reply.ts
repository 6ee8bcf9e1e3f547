/** Asks the terminal for the colour of its background (OSC 11); one that does not know the question says nothing. */
export const backgroundQuestion = '\u001b]11;?\u001b\\';

/** No answer is longer. */
export const longestReply = 64;

/**
 * Whether the background is light, by the answer without its first two characters and its end: `11;rgb:ffff/ffff/ffff`.
 * `null` where it is another reply.
 */
export function isLightBackground(reply: string): boolean | null {
  const [, ...digits] =
    /^11;rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})(?:\/[\da-f]{1,4})?$/i.exec(reply) ?? [];
  if (digits.length < 3) return null;
  const [red = 0, green = 0, blue = 0] = digits.map(
    (text) => Number.parseInt(text, 16) / (16 ** text.length - 1),
  );
  // Luma by ITU-R BT.601, which is close enough to tell paper from slate.
  return 0.299 * red + 0.587 * green + 0.114 * blue > 0.5;
}
