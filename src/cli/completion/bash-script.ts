import { posixTables } from './posix-tables.ts';
import type { ScriptTables } from './script-tables.ts';

/** The script for bash, from 3.2 on (macOS), with or without the package `bash-completion`. */
export function bashScript(tables: ScriptTables): string {
  return `# Completion of spyglass for bash: eval "$(spyglass completion bash)"
${posixTables(tables)}
# The words up to the cursor, as they were typed: bash breaks them at : and =.
_spyglass_read_line() {
  local rest=\${COMP_LINE:0:COMP_POINT} i word trimmed
  _spyglass_words=()
  for ((i = 0; i <= COMP_CWORD; i++)); do
    trimmed=\${rest#"\${rest%%[![:space:]]*}"}
    if ((i == COMP_CWORD)); then word=$trimmed; else word=\${COMP_WORDS[i]}; fi
    if ((i == 0)) || [[ $trimmed != "$rest" ]]; then
      _spyglass_words+=("$word")
    else
      _spyglass_words[\${#_spyglass_words[@]}-1]+=$word
    fi
    rest=\${trimmed#"$word"}
  done
}

# Where on the command line the cursor is: command, number of the argument, flag that waits for its value.
_spyglass_find_place() {
  local i word lines=' '
  _spyglass_path= _spyglass_argument=1 _spyglass_flag=
  for ((i = 1; i < \${#_spyglass_words[@]} - 1; i++)); do
    word=\${_spyglass_words[i]}
    if [[ -n $_spyglass_flag ]]; then
      _spyglass_flag=
      continue
    fi
    if [[ $word == -* ]]; then
      [[ $word == *=* ]] && continue
      _spyglass_kind_of "$_spyglass_path $word"
      [[ -n $_spyglass_kind ]] && _spyglass_flag=$word
      continue
    fi
    _spyglass_commands_of "$_spyglass_path"
    if ((_spyglass_argument == 1)) && [[ $'\\n'$_spyglass_lines == *$'\\n'"$word"$'\\t'* ]]; then
      _spyglass_path="\${_spyglass_path:+$_spyglass_path }$word"
    else
      _spyglass_argument=$((_spyglass_argument + 1))
    fi
  done
}

# Adds a word if it begins with what was typed, escaped as bash would have to read it. While bash lists what is possible it
# inserts nothing, so that there is room for the description.
_spyglass_add() {
  local name=$1 text=$2
  [[ $name == "$_spyglass_typed"* ]] || return 0
  if [[ $COMP_TYPE == 63 && -n $text ]]; then
    COMPREPLY+=("$name  ($text)")
    return 0
  fi
  name=\${_spyglass_before}$name
  name=\${name#"$_spyglass_lead"}
  printf -v name %q "$name"
  COMPREPLY+=("$name")
}

_spyglass_add_lines() {
  local name text
  while IFS=$'\\t' read -r name text; do
    [[ -n $name ]] && _spyglass_add "$name" "$text"
  done <<<"$1"
}

_spyglass_add_values() {
  local word
  case $1 in
  ('words '*) for word in \${1#words }; do _spyglass_add "$word" ''; done ;;
  ('ask '*)
    while IFS= read -r word; do
      _spyglass_add "$word" ''
    done < <(command spyglass complete "\${1#ask }" -- "\${_spyglass_words[@]:1}" 2>/dev/null </dev/null)
    ;;
  (file | directory)
    compopt -o filenames 2>/dev/null
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(
      if [[ $1 == file ]]; then compgen -f -- "$_spyglass_typed"; else compgen -d -- "$_spyglass_typed"; fi
    )
    ;;
  esac
}

_spyglass() {
  local _spyglass_words _spyglass_path _spyglass_argument _spyglass_flag _spyglass_lines _spyglass_kind
  local _spyglass_typed _spyglass_before= _spyglass_lead= breaks=\${COMP_WORDBREAKS//[^:=]/}
  COMPREPLY=()
  _spyglass_read_line
  _spyglass_find_place
  _spyglass_typed=\${_spyglass_words[\${#_spyglass_words[@]}-1]}
  [[ -n $breaks ]] && _spyglass_lead=\${_spyglass_typed%"\${_spyglass_typed##*[$breaks]}"}
  if [[ -n $_spyglass_flag ]]; then
    _spyglass_kind_of "$_spyglass_path $_spyglass_flag"
    _spyglass_add_values "$_spyglass_kind"
  elif [[ $_spyglass_typed == -*=* ]]; then
    _spyglass_kind_of "$_spyglass_path \${_spyglass_typed%%=*}"
    _spyglass_before=\${_spyglass_typed%%=*}=
    _spyglass_typed=\${_spyglass_typed#*=}
    _spyglass_add_values "$_spyglass_kind"
  elif [[ $_spyglass_typed == -* ]]; then
    _spyglass_flags_of "$_spyglass_path"
    _spyglass_add_lines "$_spyglass_lines"
    _spyglass_add_lines "$_spyglass_everywhere"
  else
    _spyglass_commands_of "$_spyglass_path"
    ((_spyglass_argument == 1)) && _spyglass_add_lines "$_spyglass_lines"
    _spyglass_kind_of "$_spyglass_path $_spyglass_argument"
    _spyglass_add_values "$_spyglass_kind"
  fi
}

complete -F _spyglass spyglass
`;
}
