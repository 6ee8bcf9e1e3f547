import test from 'ava';
import { locateInstance, refuseMixing, whatMixes } from '../../src/config/instance.ts';

const places = { data: '/d', config: '/c', state: '/s', runtime: '/run/u', platform: 'linux' as const };
const choice = { mode: 'live' as const, dataDir: null, socket: null };

test('the default instances have plain names', (t) => {
  const live = locateInstance(choice, places);
  t.is(live.databasePath, '/d/spyglass.sqlite');
  t.is(live.socketPath, '/run/u/spyglass/live.sock');
  const demo = locateInstance({ ...choice, mode: 'demo' }, places);
  t.is(demo.databasePath, '/d/demo.sqlite');
  t.is(demo.socketPath, '/run/u/spyglass/demo.sock');
  t.is(live.lastOpenPath, '/s/live.last-open.json');
  t.is(demo.lastOpenPath, '/s/demo.last-open.json');
});

test('each data directory has a socket of its own', (t) => {
  const a = locateInstance({ ...choice, dataDir: '/a' }, places);
  const b = locateInstance({ ...choice, dataDir: '/b' }, places);
  t.not(a.socketPath, b.socketPath);
  t.not(a.lastOpenPath, b.lastOpenPath);
  t.false(a.isDefaultDataDir);
});

test('without a runtime directory the socket lies in the state directory', (t) => {
  t.is(locateInstance(choice, { ...places, runtime: null }).socketPath, '/s/run/live.sock');
});

test('a socket path too long for the system is refused', (t) => {
  t.throws(() => locateInstance({ ...choice, socket: `/${'x'.repeat(110)}` }, places), {
    message: /111 bytes/,
  });
});

test('a moved clock or a server on this machine needs a directory of its own', (t) => {
  const own = locateInstance({ ...choice, dataDir: '/a' }, places);
  const live = locateInstance(choice, places);
  t.throws(() => refuseMixing(live, true, 'https://api.massive.com'), { message: /--clock/ });
  t.throws(() => refuseMixing(live, false, 'http://127.0.0.1:1'), { message: /SPYGLASS_BASE_URL/ });
  t.notThrows(() => refuseMixing(own, true, 'http://127.0.0.1:1'));
  t.notThrows(() => refuseMixing(live, false, 'https://api.massive.com'));
});

test('archives of live and simulated sessions have directories of their own', (t) => {
  const dirOf = (changes: Partial<Parameters<typeof locateInstance>[0]>) =>
    locateInstance({ ...choice, ...changes }, places).archiveDir;
  t.is(dirOf({}), '/d/archive');
  t.is(dirOf({ mode: 'demo' }), '/d/demo-archive');
  t.is(dirOf({ dataDir: '/a' }), '/a/archive');
  t.is(dirOf({ archiveDir: '/mnt/sessions' }), '/mnt/sessions');
  t.is(dirOf({ archiveDir: '/mnt/sessions', mode: 'demo', dataDir: '/a' }), '/mnt/sessions-demo');
});

test('a moved clock and a server on this machine make times or prices that are not the market’s', (t) => {
  const api = 'https://api.massive.com';
  t.is(whatMixes('live', false, api), null);
  t.is(whatMixes('live', true, api), '--clock');
  t.is(whatMixes('demo', true, api), '--clock');
  t.is(whatMixes('live', false, 'http://127.0.0.1:1'), 'SPYGLASS_BASE_URL=http://127.0.0.1:1');
  t.is(whatMixes('demo', false, 'http://127.0.0.1:1'), null);
});
