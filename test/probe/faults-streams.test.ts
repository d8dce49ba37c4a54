import { testFaults } from './fault-run.ts';

/* Every way in which the embedded gateway can break its streams and whole turns, and what the probe must say of it: this, and nothing else. */
testFaults('streams');
