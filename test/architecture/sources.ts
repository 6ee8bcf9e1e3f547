import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

export interface SourceFile {
  /** From the root, with forward slashes. */
  name: string;
  text: string;
  imports: string[];
}

function filesBelow(folder: string): SourceFile[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const text = readFileSync(file, 'utf8');
      return { name: path.relative(root, file).replaceAll('\\', '/'), text, imports: importsOf(text) };
    });
}

/** Modules that a file names in any kind of import or export, of types too; as it names them. */
function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:from\s+|import\s*\(\s*|^import\s+)'([^']+)'/gm)].map((match) => match[1]!);
}

/** Every file of `src`. */
export const sources = filesBelow('src');
/** What a file imports, our own files as paths from the root. */
export const resolved = (file: SourceFile) =>
  file.imports.map((name) =>
    name.startsWith('.') ? path.posix.join(path.posix.dirname(file.name), name) : name,
  );
