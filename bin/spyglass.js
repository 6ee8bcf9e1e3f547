#!/usr/bin/env node

// Plain ES5 on purpose: an old Node must be able to parse this file to say that it is old.
var needed = [24, 12];
var found = process.versions.node.split('.').map(Number);
var isNewEnough = found[0] > needed[0] || (found[0] === needed[0] && found[1] >= needed[1]);
// How the program got here says what to do: "npm start" means something inside a clone only.
function remedyFor(script) {
  var at = String(script).split('\\').join('/');
  var install = 'Install Node 24 (https://nodejs.org, or `nvm install 24`), ';
  if (at.indexOf('/_npx/') !== -1) return install + 'then run the same npx command again.';
  // A global install is started by a link named for the program, whatever it points to.
  if (at.indexOf('/node_modules/.bin/') !== -1)
    return install + 'then run `npm install` in the project that has spyglass.';
  if (at.indexOf('/node_modules/') !== -1 || !/\.js$/.test(at))
    return install + 'then install spyglass again with that Node: npm install -g spyglass';
  return 'Inside a clone, `npm start` brings its own Node along: npm ci && npm start';
}
if (!isNewEnough) {
  process.stderr.write(
    'spyglass needs Node ' +
      needed.join('.') +
      ' or newer; this is Node ' +
      process.versions.node +
      '.\n' +
      remedyFor(process.argv[1]) +
      '\n',
  );
  process.exit(70);
}

// Node answers USR1 with a debugger on loopback, where anybody on this machine could read the process and its key. A
// listener takes the signal away from it, in every command and from the first line on; the daemon adds its own.
if (process.platform !== 'win32') process.on('SIGUSR1', function () {});

// V8 takes memory to save processor time, and this program idles most of the time. Measured on a dashboard with its daemon
// inside after 14 minutes: 168 MB resident without these flags, 154 with the first, 147 with both, for 0.3 % of a core. Only
// after the start, which they would make 0.1 s longer. An export does not idle, and looks after its memory itself.
var isExport = process.argv.indexOf('export') !== -1;
if (!isExport)
  setTimeout(function () {
    var v8 = process.getBuiltinModule('node:v8');
    v8.setFlagsFromString('--memory-saver-mode');
    v8.setFlagsFromString('--no-maglev');
  }, 5000).unref();

// Compiled code is kept, so that the next start is quicker. Whoever can write there decides what runs: the folder must be
// the user's own and closed to everybody else, or nothing is kept. Node would create it with the caller's umask.
// Worker threads and children find it in the environment.
function cacheFolder(env) {
  if (process.platform === 'win32') return env.LOCALAPPDATA && env.LOCALAPPDATA + '\\spyglass\\Cache';
  var caches = env.XDG_CACHE_HOME;
  if (!caches)
    caches = env.HOME && env.HOME + (process.platform === 'darwin' ? '/Library/Caches' : '/.cache');
  return caches && caches.charAt(0) === '/' ? caches + '/spyglass/code' : null;
}
function isOwn(directory) {
  if (process.platform === 'win32') return true;
  var fs = process.getBuiltinModule('node:fs');
  var found;
  try {
    fs.mkdirSync(directory, { recursive: true, mode: 448 /* 0700 */ });
    found = fs.lstatSync(directory);
    return found.isDirectory() && found.uid === process.getuid() && (found.mode & 63) /* 0077 */ === 0;
  } catch (_error) {
    return false;
  }
}
var folder = process.env.NODE_COMPILE_CACHE ? null : cacheFolder(process.env);
if (folder && isOwn(folder)) {
  process.getBuiltinModule('node:module').enableCompileCache(folder);
  process.env.NODE_COMPILE_CACHE = folder;
}
import('../dist/main.js').catch((error) => {
  var isUnbuilt =
    error && error.code === 'ERR_MODULE_NOT_FOUND' && String(error.message).indexOf('dist') !== -1;
  process.stderr.write(
    isUnbuilt
      ? 'spyglass is not built yet: run `npm run build` first.\n'
      : String((error && error.stack) || error) + '\n',
  );
  process.exit(70);
});
