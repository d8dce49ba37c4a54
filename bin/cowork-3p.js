#!/usr/bin/env node
'use strict';
const { main, nodeIo } = require('../dist/cli.js');

const io = nodeIo(process);
void main(process.argv.slice(2), io).then((code) => {
  process.exitCode = code;
  // All is said and has arrived: to wait for an idle event loop would cost a run a twentieth of its time.
  if (!io.stdout.isPending && !io.stderr.isPending) process.exit();
  // Cancelled: whatever still hangs, such as a handshake, is not waited for once all is said.
  if (code === 130) process.stdout.write('', () => process.exit());
});
