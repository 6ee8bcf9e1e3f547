import type { ScriptTables, TableRow } from './script-tables.ts';

/** The script for fish. */
export function fishScript(tables: ScriptTables): string {
  const { commands, flags, everywhere, values, valuesEverywhere } = tables;
  const kindRow = (pattern: string, kind: string) => [`    case ${pattern}`, `      echo ${quoted(kind)}`];
  return `# Completion of spyglass for fish: spyglass completion fish | source
${lookUp('__spyglass_commands_of', commands)}
${lookUp('__spyglass_flags_of', flags)}
function __spyglass_kind_of
  switch "$argv[1]"
${[
  ...values.flatMap(({ key, kind }) => kindRow(quoted(key), kind)),
  ...valuesEverywhere.flatMap(({ key, kind }) => kindRow(quoted(`* ${key}`), kind)),
].join('\n')}
  end
end

# Values of a kind, behind what was typed of the same word; the command line follows.
function __spyglass_values
  set -l kind (string split -m 1 ' ' -- "$argv[1]")
  set -l before $argv[2]
  switch "$kind[1]"
    case words
      printf '%s\\n' $before(string split ' ' -- $kind[2])
    case ask
      set -l found (command spyglass complete $kind[2] -- $argv[3..] 2>/dev/null </dev/null)
      test (count $found) -gt 0; and printf '%s\\n' $before$found
    case file
      __fish_complete_path (string replace -r '^.*=' '' -- (commandline -ct))
    case directory
      __fish_complete_directories (string replace -r '^.*=' '' -- (commandline -ct)) ''
  end
end

function __spyglass_complete
  set -l line (commandline -opc)
  set -l typed (commandline -ct)
  set -e line[1]
  set -l path ''
  set -l argument 1
  set -l flag ''
  for word in $line
    if test -n "$flag"
      set flag ''
    else if string match -q -- '-*' $word
      if not string match -q -- '*=*' $word; and test -n "$(__spyglass_kind_of "$path $word")"
        set flag $word
      end
    else if test $argument -eq 1; and __spyglass_commands_of $path | string match -q -- $word\\t'*'
      set path (string trim -- "$path $word")
    else
      set argument (math $argument + 1)
    end
  end
  if test -n "$flag"
    __spyglass_values "$(__spyglass_kind_of "$path $flag")" '' $line $typed
  else if string match -q -- '-*=*' $typed
    set -l name (string replace -r '=.*' '' -- $typed)
    __spyglass_values "$(__spyglass_kind_of "$path $name")" "$name=" $line $typed
  else if string match -q -- '-*' $typed
    __spyglass_flags_of $path
    printf '%s\\n' ${everywhere.map(quoted).join(' ')}
  else
    test $argument -eq 1; and __spyglass_commands_of $path
    __spyglass_values "$(__spyglass_kind_of "$path $argument")" '' $line $typed
  end
end

complete -c spyglass -f -k -a '(__spyglass_complete)'
`;
}

/** A word that fish takes as it is. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function lookUp(name: string, rows: readonly TableRow[]): string {
  return [
    `function ${name}`,
    '  switch "$argv[1]"',
    ...rows.flatMap(({ path, lines }) => [
      `    case ${quoted(path)}`,
      `      printf '%s\\n' ${lines.map(quoted).join(' ')}`,
    ]),
    '  end',
    'end',
    '',
  ].join('\n');
}
