#!/usr/bin/env node
'use strict';
// What stands here has to be understood by the oldest Node, to say that it is too old.
var found = process.versions.node.split('.').map(Number);
if (found[0] < 20 || (found[0] === 20 && found[1] < 18)) {
  process.stderr.write('cowork-3p needs Node.js 20.18 or newer; this is ' + process.versions.node + '.\n');
  process.exit(2);
}
// Credentials go over verified TLS alone: the client says so itself, and without the variable Node does not claim otherwise.
delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;

keepCompiled();
var cli = require('../dist/cli.js');
var io = cli.nodeIo(process);
// What nobody catches is told like any other bug: Node would print its message, which may quote a value.
process.on('uncaughtException', function (error) {
  process.exit(cli.explain(error, process.argv.slice(2), io));
});
cli.main(process.argv.slice(2), io).then(function (code) {
  process.exitCode = code;
  // Cancelled: whatever still hangs, such as a handshake or a reader that does not read, is not waited for.
  if (code > 128) cli.endSoon(process, io);
  // All is said and has arrived: to wait for an idle event loop would cost a run a twentieth of its time.
  else if (!io.stdout.isPending && !io.stderr.isPending) cli.leave(process);
  // Only a reader is waited for, and a signal ends that.
  else
    io.signal.addEventListener('abort', function () {
      cli.endSoon(process, io);
    });
});

/**
 * Lets the engine keep our compiled code from one run to the next, where it can (Node 22.1 and newer): a third of a
 * short run. Below the user's own folder for caches, and only if that is theirs, for whoever writes there decides what
 * runs. Nothing of a configuration is in it. No reason to fail.
 */
function keepCompiled() {
  var enable = require('node:module').enableCompileCache;
  var env = process.env;
  var windows = process.platform === 'win32';
  var home = windows ? env.LOCALAPPDATA : env.XDG_CACHE_HOME || env.HOME;
  if (typeof enable !== 'function' || env.NODE_COMPILE_CACHE || !home) return;
  try {
    var folder = windows ? undefined : require('node:fs').statSync(home);
    // Not one that is for everybody, such as /tmp, whoever owns it.
    if (folder && (folder.uid !== process.geteuid() || folder.mode & 2)) return;
    var caches =
      windows || env.XDG_CACHE_HOME ? '' : process.platform === 'darwin' ? '/Library/Caches' : '/.cache';
    enable(home + caches + '/cowork-3p');
  } catch (error) {
    // Slower, and that is all.
    void error;
  }
}
