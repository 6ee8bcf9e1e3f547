import { readFileSync } from 'node:fs';
import test from 'ava';
import { recordedMorning } from '../cli/playback/recorded-morning.ts';
import { rawClient } from '../daemon/listen-support.ts';

/** The lines that the page's example sends, as a shell would hand them on. */
function exampleLines(): string[] {
  const page = readFileSync(new URL('../../docs/playback.md', import.meta.url), 'utf8');
  const [example = ''] = /```sh\nprintf[^`]*```/.exec(page) ?? [];
  return [...example.matchAll(/'(\{.*?\})'/g)].map(([, line]) => line!);
}

test('the example of the page plays five minutes to their end', async (t) => {
  const daemon = await recordedMorning(t);
  const client = await rawClient(t, daemon.socketPath);
  client.write(exampleLines().join('\n'));
  client.write('\n');
  t.like(await client.next(), { id: 1, result: { mode: 'live' } });
  const [from, until] = [1_795_444_200_000, 1_795_444_500_000];
  t.like(await client.next(), { id: 2, result: { playback: { at: from, generation: 1, speed: 'max' } } });

  const events: { method?: string; params?: { at?: number; generation?: number; payload?: unknown } }[] = [];
  const isOver = () =>
    (events.at(-1)?.params?.payload as { isAtEnd?: boolean } | undefined)?.isAtEnd === true;
  // Its clock stands still otherwise.
  await daemon.clock.advance(0);
  while (!isOver()) events.push(await client.next());
  t.true(
    events.every(({ params }) => params!.at! > from && params!.at! <= until && params!.generation === 1),
  );
  const chains = events.filter(({ method }) => method === 'chain');
  t.is(chains.length, 5);
  t.like(events.at(-1), { method: 'playback', params: { payload: { at: until, isPaused: true } } });
});
