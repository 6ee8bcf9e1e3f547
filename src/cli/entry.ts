import { processEnvironment } from './invocation/environment.ts';
import { main } from './main.ts';
import { watchOutput } from './output/watch-output.ts';

const environment = processEnvironment();
let failed: number | null = null;
watchOutput(environment, (exitCode) => {
  failed = exitCode;
  process.exitCode = exitCode;
});
const exitCode = await main(environment);
process.exitCode = failed ?? exitCode;
