import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Yoga, which lays out what Ink draws, carries its WebAssembly as text and has `fetch` unpack it, which loads all of
 * Node's HTTP client into the dashboard. Here the bytes go to a file of their own, from which they are read.
 */
export const yogaInAFile: Plugin = {
  name: 'yoga-in-a-file',
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /yoga-layout\/dist\/src\/index\.js$/ }, async (file) => {
      const source = await readFile(file.path, 'utf8');
      const [before, after, ...rest] = source.split('await loadYoga()');
      if (after === undefined || rest.length > 0) throw new Error(`${file.path} is not as it was`);
      const contents = `
        import { readFileSync } from 'node:fs';
        import wasm from 'yoga.wasm';
        ${before}await loadYoga({ wasmBinary: readFileSync(new URL(wasm, import.meta.url)) })${after}`;
      return { contents, pluginData: path.dirname(file.path) };
    });
    onResolve({ filter: /^yoga\.wasm$/ }, ({ pluginData }) => ({
      path: 'yoga.wasm',
      namespace: 'yoga',
      pluginData: path.join(pluginData, '../binaries/yoga-wasm-base64-esm.js'),
    }));
    onLoad({ filter: /^yoga\.wasm$/, namespace: 'yoga' }, async ({ pluginData }) => ({
      contents: Buffer.from(payloadOf(await readFile(pluginData, 'utf8')), 'base64'),
      loader: 'file',
    }));
    onLoad({ filter: /yoga-wasm-base64-esm\.js$/, namespace: 'file' }, async (file) => {
      const source = await readFile(file.path, 'utf8');
      return { contents: source.replace(payloadOf(source), '') };
    });
  },
};

function payloadOf(source: string): string {
  const payload = /data:application\/octet-stream;base64,([A-Za-z0-9+/]+=*)/.exec(source)?.[1];
  if (payload === undefined) throw new Error('Yoga does not carry its WebAssembly as it did');
  return payload;
}
