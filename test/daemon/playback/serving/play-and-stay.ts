/**
 * Run as a process of its own: plays the recording of its first argument with its socket below its second one until it is
 * killed. Says where.
 */
import { writeSync } from 'node:fs';
import { loadSettings } from '../../../../src/config/load-settings.ts';
import { openPlaybackThread } from '../../../../src/daemon/playback/serving/open-playback-thread.ts';

const [databasePath, temporaryDirectory] = process.argv.slice(2);
if (databasePath === undefined || temporaryDirectory === undefined)
  throw new Error('expected a database and a directory');
const { ready } = openPlaybackThread(
  {
    recording: {
      from: 'database',
      databasePath,
      archive: { directory: `${databasePath}-archive`, mode: 'live' },
    },
    ...{ temporaryDirectory, settings: loadSettings({ env: {} }).settings },
    ...{ platform: process.platform, appVersion: '0.0.0', pid: process.pid },
  },
  () => {},
);
writeSync(1, `${await ready}\n`);
process.stdin.resume();
