import type { Token } from '../../theme/tokens.ts';

/** More, less or as much as before, by the text of a change. */
export function changeToken(text: string): Token {
  if (!/[1-9]/.test(text)) return 'faint';
  return text.startsWith('-') ? 'down' : 'up';
}
