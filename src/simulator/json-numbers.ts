/** JSON numbers that JavaScript's own serializer cannot write. TypeScript's library does not describe `rawJSON` yet. */
const json = JSON as typeof JSON & {
  rawJSON(text: string): { readonly rawJSON: string };
  isRawJSON(value: unknown): value is { readonly rawJSON: string };
};

const msPerNs = 1_000_000n;

/** Epoch nanoseconds, all digits, of an instant in milliseconds less some nanoseconds. */
export function nanoseconds(ms: number, lessNs = 0): unknown {
  return json.rawJSON(String(BigInt(Math.floor(ms)) * msPerNs - BigInt(lessNs)));
}

/** A volume as the API writes it: `9.6823977e+07` from ten millions on, plain below. */
export function volumeNumber(volume: number): unknown {
  if (volume < 1e7) return volume;
  const [digits, exponent] = Number(volume.toPrecision(14)).toExponential().split('e+');
  return json.rawJSON(`${digits}e+${exponent!.padStart(2, '0')}`);
}

/** A decimal as text, for the fields that the API doubles as strings. */
export function decimalString(volume: number): string {
  return String(Math.round(volume * 1e6) / 1e6);
}

/** The digits of a number made here, or `null` if the value is anything else. */
export function rawDigits(value: unknown): string | null {
  return json.isRawJSON(value) ? value.rawJSON : null;
}

/** A number by its digits. */
export function rawNumber(digits: string): unknown {
  return json.rawJSON(digits);
}
