/**
 * Groups of files that import each other, each sorted by name; a group may hold several circles that share a file.
 * Two files are in one group if each can be reached from the other.
 * @param imports what each file imports; names that are no key are left out
 */
export function circlesOf(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const reached = new Map([...imports.keys()].map((name) => [name, reachedFrom(name, imports)]));
  const circles: string[][] = [];
  const seen = new Set<string>();
  for (const name of [...imports.keys()].sort()) {
    if (seen.has(name) || !reached.get(name)!.has(name)) continue;
    const circle = [...reached.get(name)!].filter((other) => reached.get(other)!.has(name)).sort();
    for (const member of circle) seen.add(member);
    circles.push(circle);
  }
  return circles;
}

/** Files that a file imports, directly or through others; itself only if it is in a circle. */
function reachedFrom(name: string, imports: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const imported of imports.get(next) ?? []) {
      if (found.has(imported) || !imports.has(imported)) continue;
      found.add(imported);
      open.push(imported);
    }
  }
  return found;
}
