const narrowText =
  /^[\u0020-\u007e\u00a0-\u02ff\u0370-\u052f\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2200-\u22ff\u2500-\u25fc\u2800-\u28ff]*$/;
const wideCharacter =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|.*\ufe0f)/u;
const marksOnly = /^\p{M}+$/u;
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

const widthOfGrapheme = (grapheme: string) => {
  if (marksOnly.test(grapheme)) return 0;
  return wideCharacter.test(grapheme) ? 2 : 1;
};

/** Cells that `text` takes on a terminal. It must be free of control characters. */
export function textWidth(text: string): number {
  if (narrowText.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += widthOfGrapheme(segment);
  return width;
}

/**
 * What each of the cells shows that `text` takes: a character with its marks, and nothing in the second cell of a wide
 * one.
 */
export function textCells(text: string): ArrayLike<string> {
  if (narrowText.test(text)) return text;
  const cells: string[] = [];
  for (const { segment } of segmenter.segment(text)) {
    const width = widthOfGrapheme(segment);
    if (width > 0) cells.push(segment, ...(width > 1 ? [''] : []));
    else if (cells.length > 0) cells[cells.length - 1] += segment;
  }
  return cells;
}

/** The longest start of `text` that fits into `width` cells. */
export function clipText(text: string, width: number): string {
  if (narrowText.test(text)) return text.slice(0, Math.max(0, width));
  let clipped = '';
  let used = 0;
  for (const { segment } of segmenter.segment(text)) {
    used += widthOfGrapheme(segment);
    if (used > width) break;
    clipped += segment;
  }
  return clipped;
}

/** `text` in at most `width` cells, ending in an ellipsis where something was left out. */
export function shortenText(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  return width <= 0 ? '' : `${clipText(text, width - 1).trimEnd()}…`;
}

/** `text` moved to the right end of `width` cells; shortened when it does not fit. */
export function alignRight(text: string, width: number): string {
  const short = shortenText(text, width);
  return ' '.repeat(Math.max(0, width - textWidth(short))) + short;
}

/** `text` at the left end of `width` cells; shortened when it does not fit. */
export function alignLeft(text: string, width: number): string {
  const short = shortenText(text, width);
  return short + ' '.repeat(Math.max(0, width - textWidth(short)));
}

/** Lines of at most `width` cells, broken between words; a longer word is cut. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (let word of text.split(' ')) {
    while (textWidth(word) > width) {
      if (line !== '') lines.push(line);
      line = '';
      const start = clipText(word, width) || word.slice(0, 1);
      lines.push(start);
      word = word.slice(start.length);
    }
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}
