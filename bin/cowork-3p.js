#!/usr/bin/env node
'use strict';
const { main, nodeIo } = require('../dist/cli.js');

void main(process.argv.slice(2), nodeIo(process)).then((code) => {
  process.exitCode = code;
  // Cancelled: whatever still hangs, such as a handshake, is not waited for once all is said.
  if (code === 130) process.stdout.write('', () => process.exit());
});
