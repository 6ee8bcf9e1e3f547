import { testFaults } from './fault-run.ts';

testFaults(['values']);
