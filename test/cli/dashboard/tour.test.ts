import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { isFirstStart, openTour } from '../../../src/cli/dashboard/tour.ts';
import { locateInstance } from '../../../src/config/instance.ts';
import { tempDir } from '../../support/temp-dir.ts';

async function instanceIn(t: Parameters<typeof tempDir>[0]) {
  const dir = await tempDir(t);
  const places = {
    data: path.join(dir, 'data'),
    state: path.join(dir, 'state'),
    runtime: null,
    platform: 'linux',
  };
  const at = (mode: 'live' | 'demo') =>
    locateInstance({ mode, dataDir: null, socket: path.join(dir, 's') }, places as never);
  return { demo: at('demo'), live: at('live') };
}

test('the tour comes at the very first start alone, demo or not', async (t) => {
  const { demo, live } = await instanceIn(t);
  t.true(isFirstStart(demo));
  const tour = openTour(demo);
  await tour.settled();
  t.true(isFirstStart(demo));
  tour.end();
  await tour.settled();
  t.false(isFirstStart(demo));
  t.false(isFirstStart(live));
});

test('there is no tour where something was recorded before', async (t) => {
  const { demo } = await instanceIn(t);
  await mkdir(path.dirname(demo.databasePath), { recursive: true });
  await writeFile(demo.databasePath, '');
  t.false(isFirstStart(demo));
});
