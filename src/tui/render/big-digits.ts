/** A 3×5 pixel font; each text row below carries two pixel rows. */
const glyphs: Record<string, readonly string[]> = {
  '0': ['###', '# #', '# #', '# #', '###'],
  '1': ['## ', ' # ', ' # ', ' # ', '###'],
  '2': ['###', '  #', '###', '#  ', '###'],
  '3': ['###', '  #', '###', '  #', '###'],
  '4': ['# #', '# #', '###', '  #', '  #'],
  '5': ['###', '#  ', '###', '  #', '###'],
  '6': ['###', '#  ', '###', '# #', '###'],
  '7': ['###', '  #', '  #', '  #', '  #'],
  '8': ['###', '# #', '###', '# #', '###'],
  '9': ['###', '# #', '###', '  #', '###'],
  '.': [' ', ' ', ' ', ' ', '#'],
  '-': ['   ', '   ', '###', '   ', '   '],
};

export const bigRows = 3;

/** A number in half blocks, three rows high; `null` when it has a character that the font lacks. */
export function bigNumber(text: string): readonly [string, string, string] | null {
  const letters = [...text].map((character) => glyphs[character]);
  if (letters.some((letter) => letter === undefined)) return null;
  const row = (upper: number) =>
    letters
      .map((letter) =>
        [...letter![upper]!]
          .map((pixel, column) => {
            const isUpper = pixel === '#';
            const isLower = letter![upper + 1]?.[column] === '#';
            if (isUpper) return isLower ? '█' : '▀';
            return isLower ? '▄' : ' ';
          })
          .join(''),
      )
      .join(' ');
  return [row(0), row(2), row(4)];
}
