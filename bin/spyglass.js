#!/usr/bin/env node

// Plain ES5 on purpose: an old Node must be able to parse this file to say that it is old.
var needed = [24, 12];
var found = process.versions.node.split('.').map(Number);
var isNewEnough = found[0] > needed[0] || (found[0] === needed[0] && found[1] >= needed[1]);
if (!isNewEnough) {
  process.stderr.write(
    'spyglass needs Node ' +
      needed.join('.') +
      ' or newer; this is Node ' +
      process.versions.node +
      '.\n' +
      'Inside a clone, `npm start` brings its own Node along: npm ci && npm start\n',
  );
  process.exit(70);
}
// React reads this once, at import; the development build costs several times the CPU per frame.
process.env.NODE_ENV = process.env.NODE_ENV || 'production';
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
