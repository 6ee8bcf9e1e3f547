/**
 * Renders the dashboard, as it stands on a simulated market of fixed moments, as SVG into `docs/`. A test renders the
 * same again and compares.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { recordDays } from './pictures/recorded-days.ts';
import { recordMarket } from './pictures/recorded-market.ts';
import { playedShots, shots } from './pictures/shots.ts';
import { takePicture } from './pictures/take-picture.tsx';

const docs = path.resolve(import.meta.dirname, '../docs');

for (const { instant, pictures } of shots) {
  const market = await recordMarket(Date.parse(instant));
  for (const [file, shot] of Object.entries(pictures)) {
    writeFileSync(path.join(docs, file), takePicture(market, shot));
  }
}

const { market, played } = await recordDays(playedShots.map(({ instant }) => instant));
for (const [index, { pictures }] of playedShots.entries()) {
  for (const [file, shot] of Object.entries(pictures)) {
    writeFileSync(path.join(docs, file), takePicture(market, shot, played[index]));
  }
}
