import { testFaults } from './fault-run.ts';

testFaults(['past']);
