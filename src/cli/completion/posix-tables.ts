import type { ScriptTables, TableRow } from './script-tables.ts';

/** A word that bash and zsh take as it is. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The tables as functions that bash and zsh share: they set `_spyglass_lines` or `_spyglass_kind`. */
export function posixTables(tables: ScriptTables): string {
  const { commands, flags, everywhere, values, valuesEverywhere } = tables;
  const kindRow = (pattern: string, kind: string) => `  (${pattern}) _spyglass_kind=${quoted(kind)} ;;`;
  return [
    `_spyglass_everywhere=${quoted(everywhere.join('\n'))}`,
    '',
    lookUp('_spyglass_commands_of', commands),
    lookUp('_spyglass_flags_of', flags),
    '_spyglass_kind_of() {',
    '  _spyglass_kind=',
    '  case $1 in',
    ...values.map(({ key, kind }) => kindRow(quoted(key), kind)),
    ...valuesEverywhere.map(({ key, kind }) => kindRow(`*${quoted(` ${key}`)}`, kind)),
    '  esac',
    '}',
    '',
  ].join('\n');
}

function lookUp(name: string, rows: readonly TableRow[]): string {
  return [
    `${name}() {`,
    '  _spyglass_lines=',
    '  case $1 in',
    ...rows.map(({ path, lines }) => `  (${quoted(path)}) _spyglass_lines=${quoted(lines.join('\n'))} ;;`),
    '  esac',
    '}',
    '',
  ].join('\n');
}
