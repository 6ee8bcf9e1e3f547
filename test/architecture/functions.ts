/** One function of a source file. */
export interface FunctionSize {
  name: string;
  /** Number of its first line, from 1. */
  line: number;
  /** Lines from the one that names it to its closing bracket. */
  lines: number;
}

const statement =
  /^\s*(?:[)}\]]|(?:if|for|while|do|switch|case|try|interface|class)\b|(?:export )?(?:type|interface)\b)/;
const named =
  /function\*? (?<declared>\w+)|(?:const|let) (?<bound>\w+)|^\s*(?:return )?(?:async |get |set |\*)*(?<member>\w+)[?!]?(?:\(|<|:)/;

/**
 * The functions of a file as the formatter lays it out: a function's last line is the first one after its head that
 * starts with `}` at the same indentation. Tables of objects and calls over several lines are none: no head ends in `) {`
 * or `=> {` there.
 */
export function functionsOf(text: string): FunctionSize[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index): FunctionSize[] => {
    if (statement.test(line) || !/[{([]$/.test(line)) return [];
    const indentation = /^\s*/.exec(line)![0].length;
    const next = (from: number) =>
      lines.findIndex((other, at) => at > from && other !== '' && indentationOf(other) <= indentation);
    let head = index;
    // Parameters over several lines: the head goes on where the brackets close.
    while (head >= 0 && !opensBody(lines[head]!)) {
      head = next(head);
      if (head < 0 || !/^\s*[)}\]>].*[{(]$/.test(lines[head]!)) return [];
    }
    const end = next(head);
    if (end < 0 || !/^\s*\}/.test(lines[end]!)) return [];
    const { declared, bound, member } = named.exec(line)?.groups ?? {};
    const name = declared ?? bound ?? member;
    // A callback without a name counts as part of the function around it.
    if (name === undefined && indentation > 0) return [];
    return [{ name: name ?? 'callback', line: index + 1, lines: end - index + 1 }];
  });
}

function opensBody(line: string): boolean {
  return /(?:=>|\)|\)(?:: .+)) \{$/.test(line);
}

function indentationOf(line: string): number {
  return /^\s*/.exec(line)![0].length;
}
