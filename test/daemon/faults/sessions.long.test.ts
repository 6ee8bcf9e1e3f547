import { testFaults } from './fault-run.ts';

testFaults(['paging', 'session']);
