import test from 'ava';
import { seededRandom } from '../../../src/base/random.ts';
import { loadSettings } from '../../../src/config/load-settings.ts';
import { createPastReader } from '../../../src/daemon/playback/past/create-past-reader.ts';
import { pastRecording } from '../../../src/daemon/playback/past-recording.ts';
import { createPlayer } from '../../../src/daemon/playback/player.ts';
import type { PlaybackState } from '../../../src/protocol/playback.ts';
import type { RecordingReader } from '../../../src/recordings/recording.ts';
import { dates, polledAt, recordRandomDays } from '../../archive/read/random-days.ts';
import { retained } from '../../archive/read/retained.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { eventsIn } from './life.ts';

const subscription = { symbol: 'SPY', expiration: null };
const { settings } = loadSettings({ env: {} });
const [start, end] = [polledAt[0]! - 1, polledAt.at(-1)! + 60_000];

test('a recording is played alike once half of it is in the archive: pictures, days, events, and on from the one to the other', async (t) => {
  t.timeout(120_000);
  const random = seededRandom(5);
  const { before, after, archive } = await retained(t, (db) => recordRandomDays(db, random), {
    dates: dates.slice(0, 2),
    isByRetention: true,
  });
  const whole = createPastReader({ recording: before, settings });
  const both = createPastReader({
    recording: pastRecording(after, { directory: archive, mode: 'live' }),
    settings,
  });
  for (let round = 0; round < 25; round++) {
    const at = random.integer(start, end);
    t.deepEqual(await both.picture(subscription, at), await whole.picture(subscription, at), `${at}`);
    t.deepEqual(await both.place(subscription, at), await whole.place(subscription, at));
  }
  t.deepEqual(await both.days('SPY', end), await whole.days('SPY', end));
  for (const date of dates) {
    t.deepEqual(await both.session('SPY', date, end), await whole.session('SPY', date, end), date);
  }
  const missed = { since: start, until: end };
  t.deepEqual(await both.missed(missed), await whole.missed(missed));
  t.deepEqual(
    await eventsIn(both, { from: start, to: end }),
    await eventsIn(whole, { from: start, to: end }),
  );

  const played = async (recording: RecordingReader) => {
    const clock = manualClock(end + 86_400_000);
    const sent: { name: string; at: number }[] = [];
    const ended = Promise.withResolvers<void>();
    const player = createPlayer({
      ...{ clock, reader: createPastReader({ recording, settings }), onFailure: ended.reject },
      async send({ name, at, json }) {
        sent.push({ name, at });
        if (name === 'playback' && (JSON.parse(json) as PlaybackState).isAtEnd) ended.resolve();
      },
    });
    const { begin } = await player.seek({ subscription, at: start, until: end, speed: 'max', paused: false });
    begin();
    await ended.promise;
    player.close();
    return sent;
  };
  const events = await played(pastRecording(after, { directory: archive, mode: 'live' }));
  t.deepEqual(events, await played(before));
  const days = new Set(
    events.filter(({ name }) => name === 'chain').map(({ at }) => new Date(at).getUTCDate()),
  );
  t.true(days.has(23) && days.has(24), 'the last day of the archive, and the first of the database');
});
