/**
 * Removes what could move the cursor, colour the screen or hide text: escape sequences with their arguments, C0 and C1
 * control characters, bidirectional overrides, zero-width characters. White space becomes single spaces.
 */
export function sanitizeText(text: string, longest = 500): string {
  const clean = withoutEscapes(text.slice(0, longest * 4))
    // A byte order mark counts as white space, but nobody sees it.
    .replaceAll('\ufeff', '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(invisible, '')
    .trim();
  return clean.length > longest ? `${clean.slice(0, longest - 1)}…` : clean;
}

/**
 * Text of several lines as it may go to a terminal: the same things are removed, while line breaks and the spaces of a
 * table stay. A tab becomes a space.
 */
export function terminalText(text: string): string {
  return withoutEscapes(text)
    .split('\n')
    .map((line) => line.replaceAll('\t', ' ').replaceAll(invisible, ''))
    .join('\n');
}

/**
 * JSON as it may go to a terminal: `JSON.stringify` escapes C0 control characters alone; the other characters of the
 * kind become `\\u` escapes, which mean the same.
 */
export function terminalJson(json: string): string {
  return json.replaceAll(escapedInJson, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Control characters, and characters that hide or reorder text. */
const invisible =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;
const escapedInJson =
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** Without escape sequences: OSC; DCS, SOS, PM and APC; CSI; and the short ones. */
function withoutEscapes(text: string): string {
  return text
    .replaceAll(/(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?/g, '')
    .replaceAll(/(?:\x1b[PX^_]|[\x90\x98\x9e\x9f])[^\x1b\x9c]*(?:\x1b\\|\x9c)?/g, '')
    .replaceAll(/(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?/g, '')
    .replaceAll(/\x1b[ -/]*[0-~]?/g, '');
}
