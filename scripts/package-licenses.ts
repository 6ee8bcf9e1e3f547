import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Metafile } from 'esbuild';

/**
 * The licenses of the packages whose code went into a bundle, as one text: most of them ask that it goes with each copy.
 * @throws Error where a package has neither a license file nor a license in its `package.json`
 */
export function licensesOf(root: string, bundles: readonly Metafile[]): string {
  const inputs = bundles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap((output) => Object.keys(output.inputs)),
  );
  const packages = new Set(inputs.map(packageFolder).filter((folder) => folder !== null));
  const texts = [...packages].sort().map((folder) => licenseOf(path.join(root, folder)));
  return ['dist/ holds code of the packages below, each under its own license.', ...new Set(texts)].join(
    `\n\n${'-'.repeat(80)}\n\n`,
  );
}

/** `node_modules/@a/b` of a file in it; `null` of our own files. */
function packageFolder(file: string): string | null {
  return /^(?:.*[/\\])?node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(file)?.[0] ?? null;
}

function licenseOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = existsSync(folder) && readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(path.join(folder, file), 'utf8').trim() : license;
  if (!text) throw new Error(`${name} ${version} has no license; it must not be bundled`);
  return `${name} ${version} (${license ?? 'see below'})\n\n${text}`;
}
