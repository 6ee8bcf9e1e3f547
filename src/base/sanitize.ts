/**
 * Removes what could move the cursor, colour the screen or hide text: escape sequences with their arguments, C0 and C1
 * control characters, bidirectional overrides, zero-width characters. White space becomes single spaces.
 */
export function sanitizeText(text: string, longest = 500): string {
  const clean = text
    .slice(0, longest * 4)
    .replaceAll(/(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?/g, '')
    .replaceAll(/(?:\x1b[PX^_]|[\x90\x98\x9e\x9f])[^\x1b\x9c]*(?:\x1b\\|\x9c)?/g, '')
    .replaceAll(/(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?/g, '')
    .replaceAll(/\x1b[ -/]*[0-~]?/g, '')
    // A byte order mark counts as white space, but nobody sees it.
    .replaceAll('\ufeff', '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(
      /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g,
      '',
    )
    .trim();
  return clean.length > longest ? `${clean.slice(0, longest - 1)}…` : clean;
}
