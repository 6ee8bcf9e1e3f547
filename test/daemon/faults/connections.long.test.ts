import { testFaults } from './fault-run.ts';

testFaults(['size', 'transport', 'address']);
