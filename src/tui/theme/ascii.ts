const replacements: Record<string, string> = {
  '─': '-',
  '━': '=',
  '╌': '-',
  '╍': ':',
  '╱': '/',
  '┈': '.',
  '│': '|',
  '┃': '|',
  '❙': '|',
  '▏': '|',
  '┊': ':',
  '└': '+',
  '◂': '<',
  '╭': '+',
  '╮': '+',
  '╰': '+',
  '╯': '+',
  '▁': '.',
  '▂': '.',
  '▃': ':',
  '▄': '=',
  '▅': '+',
  '▆': '*',
  '▇': '%',
  '█': '#',
  '▓': '%',
  '▒': 'x',
  '░': ':',
  '▀': '"',
  '▌': '#',
  '▐': '#',
  '●': '*',
  '○': 'o',
  '◇': 'o',
  '◌': 'o',
  '◐': 'o',
  '◑': 'o',
  '▲': '^',
  '▼': 'v',
  '▾': 'v',
  '◀': '<',
  '▶': '>',
  '←': '<',
  '→': '>',
  '↑': '^',
  '↓': 'v',
  '•': '.',
  '·': '.',
  '×': 'x',
  '–': '-',
  '−': '-',
  '…': '~',
  '’': "'",
  '“': '"',
  '”': '"',
  '±': '~',
  Δ: 'D',
  Γ: 'G',
  Θ: 'T',
  σ: 's',
  Ø: '0',
};

const drawn =
  /[\u2500-\u25ff\u2190-\u21ff\u2010-\u2027\u2758\u2212\u00b1\u00b7\u00d7\u0394\u0393\u0398\u03c3\u00d8]/g;
const braille = /[\u2801-\u28ff]/g;

/** Dots of each row of a braille cell, top to bottom, as bits of its offset from U+2800. */
const dotRows = [0x09, 0x12, 0x24, 0xc0];

/** A dot or a short line keeps its height; a mark over most of the cell becomes a bar. */
function brailleAsAscii(character: string): string {
  const bits = character.charCodeAt(0) - 0x2800;
  const rows = dotRows.map((row) => (bits & row) !== 0);
  const filled = rows.filter(Boolean).length;
  if (filled >= 3) return '|';
  if (rows[0] && !rows[2] && !rows[3]) return "'";
  if (rows[3] && !rows[0] && !rows[1]) return filled === 2 ? '.' : '_';
  return '-';
}

/**
 * The text in as many cells, in characters that every terminal has: for the Linux console and fonts without boxes and
 * braille. Letters of other scripts stay as they are.
 */
export function toAscii(text: string): string {
  return text
    .replaceAll(braille, brailleAsAscii)
    .replaceAll('\u2800', ' ')
    .replaceAll(drawn, (character) => replacements[character] ?? '?');
}
