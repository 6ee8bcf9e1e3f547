import { posixTables } from './posix-tables.ts';
import type { ScriptTables } from './script-tables.ts';

/** The script for zsh: a file `_spyglass` of `fpath`, or something to source once `compinit` has run. */
export function zshScript(tables: ScriptTables): string {
  return `#compdef spyglass
# Completion of spyglass for zsh: source <(spyglass completion zsh), or as a file _spyglass in a folder of fpath.
${posixTables(tables)}
# Where on the command line the cursor is: command, number of the argument, flag that waits for its value.
_spyglass_find_place() {
  local word
  _spyglass_path= _spyglass_argument=1 _spyglass_flag=
  for word in "\${(@)words[2,CURRENT-1]}"; do
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

# Offers lines of words and descriptions; a colon in a word would begin its description.
_spyglass_add_lines() {
  local -a described
  local line
  for line in "\${(@f)2}"; do
    [[ -n $line ]] && described+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  ((\${#described})) && _describe -t "$1" "$1" described
}

_spyglass_add_values() {
  local -a found
  case $1 in
  ('words '*) found=(\${(s. .)\${1#words }}) ;;
  ('ask '*)
    # compadd escapes what it inserts.
    found=("\${(@f)$(command spyglass complete "\${1#ask }" -- "\${(@)words[2,CURRENT]}" 2>/dev/null </dev/null)}")
    found=(\${found:#})
    ;;
  (file) _files ;;
  (directory) _files -/ ;;
  esac
  # In their own order: of dates the newest comes first.
  ((\${#found})) && compadd -V values -a found
}

_spyglass() {
  local _spyglass_path _spyglass_argument _spyglass_flag _spyglass_lines _spyglass_kind typed=\${words[CURRENT]}
  _spyglass_find_place
  if [[ -n $_spyglass_flag ]]; then
    _spyglass_kind_of "$_spyglass_path $_spyglass_flag"
    _spyglass_add_values "$_spyglass_kind"
  elif [[ $typed == -*=* ]]; then
    _spyglass_kind_of "$_spyglass_path \${typed%%=*}"
    compset -P '*='
    _spyglass_add_values "$_spyglass_kind"
  elif [[ $typed == -* ]]; then
    _spyglass_flags_of "$_spyglass_path"
    _spyglass_add_lines option "$_spyglass_lines"$'\\n'"$_spyglass_everywhere"
  else
    _spyglass_commands_of "$_spyglass_path"
    ((_spyglass_argument == 1)) && _spyglass_add_lines command "$_spyglass_lines"
    _spyglass_kind_of "$_spyglass_path $_spyglass_argument"
    _spyglass_add_values "$_spyglass_kind"
  fi
}

# As a file of fpath this is the body of the function itself.
if [[ \${funcstack[1]} == _spyglass ]]; then _spyglass "$@"; else compdef _spyglass spyglass; fi
`;
}
