import type { ThemeName } from '../../config/look.ts';
import type { Background, Style, Token } from './tokens.ts';

/** What each meaning looks like. */
export interface Theme {
  name: ThemeName;
  /** Shown when the theme is chosen. */
  label: string;
  tokens: Record<Token, Style>;
  backgrounds: Record<Background, Style>;
}
