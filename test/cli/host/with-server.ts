import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import { type Home, launcher, makeHome } from '../../e2e/support/terminal.ts';

/** A program named ssh that runs its last argument with the home directory of another machine, after some words of a shell. */
export function withServer(t: ExecutionContext, server: Home, before = ''): Home {
  const here = makeHome(t);
  const directory = path.join(here.dir, 'bin');
  mkdirSync(directory);
  const settings = Object.entries(server.env).map(([name, value]) => `export ${name}='${value}'`);
  const script = ['#!/bin/sh', 'while [ $# -gt 1 ]; do shift; done', ...settings, before, 'exec sh -c "$1"'];
  writeFileSync(path.join(directory, 'ssh'), script.join('\n'));
  chmodSync(path.join(directory, 'ssh'), 0o755);
  here.env.PATH = `${directory}:${here.env.PATH}`;
  here.env.SPYGLASS_REMOTE_COMMAND = `'${process.execPath}' '${launcher}'`;
  return here;
}
