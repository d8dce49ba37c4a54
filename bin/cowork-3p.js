#!/usr/bin/env node
import { main, nodeIo } from '../dist/cli.js';

process.exitCode = await main(process.argv.slice(2), nodeIo(process));
// Cancelled: whatever still hangs, such as a handshake, is not waited for once all is said.
if (process.exitCode === 130) process.stdout.write('', () => process.exit());
