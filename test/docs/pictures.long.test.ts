import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { recordDays } from '../../scripts/pictures/recorded-days.ts';
import { recordMarket } from '../../scripts/pictures/recorded-market.ts';
import { playedShots, shots } from '../../scripts/pictures/shots.ts';
import { type Shot, takePicture } from '../../scripts/pictures/take-picture.tsx';

const root = path.resolve(import.meta.dirname, '../..');
const docs = path.join(root, 'docs');

/** Compared as a whole, said in short: the difference of two pictures fills a screen. */
function areCurrent(
  t: ExecutionContext,
  pictures: Readonly<Record<string, Shot>>,
  take: (shot: Shot) => string,
): void {
  for (const [file, shot] of Object.entries(pictures)) {
    const isCurrent = take(shot) === readFileSync(path.join(docs, file), 'utf8');
    t.true(isCurrent, `docs/${file} is out of date: npm run screenshots takes it anew`);
  }
}

for (const { instant, pictures } of shots) {
  test.serial(`the pictures of ${instant} are what the dashboard draws`, async (t) => {
    const market = await recordMarket(Date.parse(instant));
    areCurrent(t, pictures, (shot) => takePicture(market, shot));
  });
}

test.serial('the pictures of playback are what the dashboard draws', async (t) => {
  t.timeout(300_000);
  const { market, played } = await recordDays(playedShots.map(({ instant }) => instant));
  for (const [index, { pictures }] of playedShots.entries()) {
    areCurrent(t, pictures, (shot) => takePicture(market, shot, played[index]));
  }
});

test('docs has no other pictures, and each picture that README shows is there', (t) => {
  const taken = [...shots, ...playedShots].flatMap(({ pictures }) => Object.keys(pictures)).sort();
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
