/**
 * For tests and scripts that run from the sources: `node --import=./scripts/typescript-hook.js`. Node reads .ts files
 * itself; this compiles the .tsx ones, and keeps compiled code in a cache, since each test file is a process of its own.
 */
import { readFileSync } from 'node:fs';
import { createRequire, enableCompileCache, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/spyglass-tests', import.meta.url)));

let esbuild;

registerHooks({
  load(url, context, nextLoad) {
    if (!url.endsWith('.tsx')) return nextLoad(url, context);
    // Loaded where it is needed: most test files hold no .tsx file.
    esbuild ??= createRequire(import.meta.url)('esbuild');
    const file = fileURLToPath(url);
    const options = { loader: 'tsx', jsx: 'automatic', format: 'esm', sourcemap: 'inline', sourcefile: file };
    const { code } = esbuild.transformSync(readFileSync(file, 'utf8'), options);
    return { format: 'module', source: code, shortCircuit: true };
  },
});
