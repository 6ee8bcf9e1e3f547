import type { KeyName } from '../../config/key-names.ts';
import type { MouseReport } from './mouse-report.ts';

/** One piece of the terminal's input: typed characters, which Ink reads, or anything else, which Ink must not see. */
export type InputPiece =
  | { kind: 'text'; text: string }
  | { kind: 'key'; key: KeyName }
  | { kind: 'paste'; text: string }
  | { kind: 'mouse'; report: MouseReport }
  | { kind: 'background'; isLight: boolean };
