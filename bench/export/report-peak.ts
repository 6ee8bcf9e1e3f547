/** Loaded before the program (`--import`): says at its end, on standard error, how much memory it took at most. */
process.on('exit', () => {
  process.stderr.write(`peak ${process.resourceUsage().maxRSS}\n`);
});
