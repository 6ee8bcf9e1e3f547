import { processEnvironment } from './environment.ts';
import { main } from './main.ts';

process.exitCode = await main(processEnvironment());
