/** The look of a cell without its character, as the parameters of an escape sequence. */
export interface CellStyle {
  isBold: boolean;
  isDim: boolean;
  isUnderlined: boolean;
  isInverse: boolean;
  /** `38;2;…`, `31` and the like; empty for the terminal's own. */
  color: string;
  background: string;
}

/** Styles by number, so that cells compare by comparing numbers. */
export interface Styles {
  /** Of SGR parameters (`1;38;5;9`) after a reset. */
  of(parameters: string): number;
  /** The look that a number stands for. */
  look(style: number): Readonly<CellStyle>;
  /** The same for a blank: only what can be seen without a character is left. */
  ofBlank(style: number): number;
  /** The escape sequence from one style to the next, the shortest; empty between equal ones. */
  change(from: number, to: number): string;
}

/** Nothing but the terminal's own colours. */
export const plainStyle = 0;

const plain: CellStyle = {
  isBold: false,
  isDim: false,
  isUnderlined: false,
  isInverse: false,
  color: '',
  background: '',
};

/** Parameters that a colour takes after 38 or 48, by what follows it. */
const colorLengths: Record<string, number> = { '5': 3, '2': 5 };

function parseStyle(parameters: string): CellStyle {
  const codes = parameters.split(';');
  const style = { ...plain };
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index]!;
    const number = Number(code);
    if (number === 0) Object.assign(style, plain);
    else if (number === 1) style.isBold = true;
    else if (number === 2) style.isDim = true;
    else if (number === 4) style.isUnderlined = true;
    else if (number === 7) style.isInverse = true;
    else {
      const length = number === 38 || number === 48 ? (colorLengths[codes[index + 1] ?? ''] ?? 1) : 1;
      const color = codes.slice(index, index + length).join(';');
      index += length - 1;
      if ((number >= 40 && number < 50) || number >= 100) style.background = color;
      else style.color = color;
    }
  }
  return style;
}

function codesOf(style: CellStyle): string[] {
  const codes: string[] = [];
  if (style.isBold) codes.push('1');
  if (style.isDim) codes.push('2');
  if (style.isUnderlined) codes.push('4');
  if (style.isInverse) codes.push('7');
  if (style.color !== '') codes.push(style.color);
  if (style.background !== '') codes.push(style.background);
  return codes;
}

const keyOf = (style: CellStyle) => codesOf(style).join(';');

function changeCodes(from: CellStyle, to: CellStyle): string[] {
  const codes: string[] = [];
  // One code ends bold and dim together.
  const endsWeight = (from.isBold && !to.isBold) || (from.isDim && !to.isDim);
  if (endsWeight) codes.push('22');
  if (to.isBold && (endsWeight || !from.isBold)) codes.push('1');
  if (to.isDim && (endsWeight || !from.isDim)) codes.push('2');
  if (from.isUnderlined !== to.isUnderlined) codes.push(to.isUnderlined ? '4' : '24');
  if (from.isInverse !== to.isInverse) codes.push(to.isInverse ? '7' : '27');
  if (from.color !== to.color) codes.push(to.color || '39');
  if (from.background !== to.background) codes.push(to.background || '49');
  return codes;
}

/** Makes an empty table of styles. */
export function createStyles(): Styles {
  const known: CellStyle[] = [plain];
  const numbers = new Map<string, number>([['', plainStyle]]);
  const ofParameters = new Map<string, number>();
  const blanks = new Map<number, number>();
  const changes = new Map<number, string>();

  const numberOf = (style: CellStyle) => {
    const key = keyOf(style);
    let number = numbers.get(key);
    if (number === undefined) {
      number = known.push(style) - 1;
      numbers.set(key, number);
    }
    return number;
  };
  return {
    of(parameters) {
      let number = ofParameters.get(parameters);
      if (number === undefined) {
        number = numberOf(parseStyle(parameters));
        ofParameters.set(parameters, number);
      }
      return number;
    },
    look: (style) => known[style]!,
    ofBlank(style) {
      let number = blanks.get(style);
      if (number === undefined) {
        const { isUnderlined, isInverse, color, background } = known[style]!;
        // Inverse, the text's colour is what fills the cell; underlined, it is that of the line.
        const isSeen = isUnderlined || isInverse;
        number = numberOf({ ...plain, isUnderlined, isInverse, background, color: isSeen ? color : '' });
        blanks.set(style, number);
      }
      return number;
    },
    change(from, to) {
      if (from === to) return '';
      if (to === plainStyle) return '\u001b[m';
      const key = from * 65_536 + to;
      let change = changes.get(key);
      if (change === undefined) {
        const added = changeCodes(known[from]!, known[to]!).join(';');
        const anew = `;${keyOf(known[to]!)}`;
        change = `\u001b[${anew.length < added.length ? anew : added}m`;
        changes.set(key, change);
      }
      return change;
    },
  };
}
