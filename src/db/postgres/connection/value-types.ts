/** How a value comes out of its text, by the number of its type in `pg_type`; any type that is not here stays text. */
export const valueParsers: Readonly<Record<number, (text: string) => unknown>> = {
  // bool
  16: (text) => text === 't',
  // int8, int2, int4: no count, id or instant comes near 2^53.
  20: Number,
  21: Number,
  23: Number,
  // float4, float8, numeric: PostgreSQL writes the shortest text that is exactly this number.
  700: Number,
  701: Number,
  1700: Number,
  // json, jsonb
  114: (text) => JSON.parse(text),
  3802: (text) => JSON.parse(text),
};

const asText = (text: string) => text;

/** The parser of a type. */
export function valueParser(type: number): (text: string) => unknown {
  return valueParsers[type] ?? asText;
}
