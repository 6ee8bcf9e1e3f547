import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { recordMarket } from '../../scripts/pictures/recorded-market.ts';
import { shots } from '../../scripts/pictures/shots.ts';
import { takePicture } from '../../scripts/pictures/take-picture.tsx';

const root = path.resolve(import.meta.dirname, '../..');
const docs = path.join(root, 'docs');

for (const { instant, pictures } of shots) {
  test.serial(`the pictures of ${instant} are what the dashboard draws`, async (t) => {
    const market = await recordMarket(Date.parse(instant));
    for (const [file, shot] of Object.entries(pictures)) {
      const drawn = await takePicture(market, shot);
      // Compared as a whole, said in short: the difference of two pictures fills a screen.
      const isCurrent = drawn === readFileSync(path.join(docs, file), 'utf8');
      t.true(isCurrent, `docs/${file} is out of date: npm run screenshots takes it anew`);
    }
  });
}

test('docs has no other pictures, and each picture that README shows is there', (t) => {
  const taken = shots.flatMap(({ pictures }) => Object.keys(pictures)).sort();
  t.deepEqual(
    readdirSync(docs)
      .filter((file) => file.endsWith('.svg'))
      .sort(),
    taken,
  );
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
  const shown = [...readme.matchAll(/docs\/([\w-]+\.svg)/g)].map(([, file]) => file!);
  t.deepEqual(
    shown.filter((file) => !taken.includes(file)),
    [],
  );
});
