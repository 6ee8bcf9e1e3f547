import test from 'ava';
import { circlesOf } from './circles.ts';
import { resolved, sources } from './sources.ts';

test('no files import each other in a circle, types included: each can be read and moved alone', (t) => {
  const circles = circlesOf(new Map(sources.map((file) => [file.name, resolved(file)])));
  t.log(`import circles: ${circles.length}`);
  t.deepEqual(circles, []);
});

test('finds circles of two files and of three, and a file that imports itself', (t) => {
  const imports = new Map([
    ['a', ['b', 'ava']],
    ['b', ['a', 'c']],
    ['c', ['d']],
    ['d', ['e']],
    ['e', ['c']],
    ['f', ['f', 'a']],
    ['g', ['a', 'f']],
  ]);
  t.deepEqual(circlesOf(imports), [['a', 'b'], ['c', 'd', 'e'], ['f']]);
});
