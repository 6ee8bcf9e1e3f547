/** What a terminal's own theme decides, as GitHub's dark and light ones do: its colours and the 16 basic ones. */
const terminals = {
  dark: {
    background: '#0d1117',
    foreground: '#c9d1d9',
    basic: [
      ...['#484f58', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#bc8cff', '#39c5cf', '#b1bac4'],
      ...['#6e7681', '#ffa198', '#56d364', '#e3b341', '#79c0ff', '#d2a8ff', '#56d4dd', '#ffffff'],
    ],
  },
  light: {
    background: '#ffffff',
    foreground: '#1f2328',
    basic: [
      ...['#24292f', '#cf222e', '#116329', '#4d2d00', '#0969da', '#8250df', '#1b7c83', '#6e7781'],
      ...['#57606a', '#a40e26', '#1a7f37', '#633c01', '#218bff', '#a475f9', '#3192aa', '#8c959f'],
    ],
  },
} as const;

/** Whether a terminal is dark or light. */
export type TerminalLook = keyof typeof terminals;

/** The colours that a terminal has by itself, as `#rrggbb`. */
export function ownColors(look: TerminalLook): { background: string; foreground: string } {
  return terminals[look];
}

const hex = (value: number) => value.toString(16).padStart(2, '0');

/**
 * A colour of an escape sequence as `#rrggbb`.
 * @param parameters `38;2;…`, `38;5;…`, `31`, `91`, or the same of a background
 */
export function colorOf(parameters: string, look: TerminalLook): string {
  const codes = parameters.split(';').map(Number);
  const [code = 0, kind, ...values] = codes;
  if (kind === 2) return `#${values.map(hex).join('')}`;
  if (kind === 5) return ofPalette(values[0] ?? 0, look);
  // 30–37 and 40–47 are the basic colours, 90–97 and 100–107 the bright ones.
  return ofPalette(code >= 90 ? (code % 10) + 8 : code % 10, look);
}

/** One of 256: the basic ones, a cube of 6×6×6, and a ramp of greys. */
function ofPalette(value: number, look: TerminalLook): string {
  if (value < 16) return terminals[look].basic[value]!;
  if (value >= 232) return `#${hex(8 + (value - 232) * 10).repeat(3)}`;
  const level = (step: number) => hex(step === 0 ? 0 : 55 + step * 40);
  const cube = value - 16;
  return `#${level(Math.floor(cube / 36))}${level(Math.floor(cube / 6) % 6)}${level(cube % 6)}`;
}
