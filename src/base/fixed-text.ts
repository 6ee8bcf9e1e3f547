/** A number with so many decimals, and never `-0.00`, which reads as a fall that did not happen. */
export function fixedText(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
}

/** With its sign, as a change is written: `+3.45`, `-0.12`, `0.00`. */
export function signedText(value: number, decimals: number): string {
  const text = fixedText(value, decimals);
  return Number(text) > 0 ? `+${text}` : text;
}
