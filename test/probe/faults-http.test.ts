import { testFaults } from './fault-run.ts';

/* Every way in which the embedded gateway can break its answers, errors, bad moments and limits, and what the probe must say of it: this, and nothing else. */
testFaults('http');
