"""Runs a command in a pseudo-terminal and plays a dialogue with it.

Reads {"argv", "cwd", "env", "columns", "rows", "steps": [{"expect", "send"}], "seconds"} from standard
input; writes {"code", "output", "missed", "cooked"} to standard output. `missed` is the text that never
came; `cooked` says whether the terminal echoes and edits lines again at the end.
"""

import fcntl
import json
import os
import pty
import re
import select
import struct
import sys
import termios
import time

spec = json.load(sys.stdin)
child, terminal = pty.fork()
if child == 0:
    os.chdir(spec["cwd"])
    os.execvpe(spec["argv"][0], spec["argv"], spec["env"])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", spec["rows"], spec["columns"], 0, 0))

deadline = time.monotonic() + spec["seconds"]
raw = b""
ended = False


def pump(wait):
    global raw, ended
    ready, _, _ = select.select([terminal], [], [], wait)
    if not ready:
        return
    try:
        chunk = os.read(terminal, 65536)
    except OSError:
        chunk = b""
    if chunk == b"":
        ended = True
    raw += chunk


def plain(data):
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", data.decode("utf-8", "replace")).replace("\r", "")


missed = None
seen = 0
for step in spec["steps"]:
    while step["expect"] not in plain(raw[seen:]) and not ended and time.monotonic() < deadline:
        pump(0.05)
    if step["expect"] not in plain(raw[seen:]):
        missed = step["expect"]
        break
    # What is drawn is listened to a moment later.
    until = time.monotonic() + 0.15
    while time.monotonic() < until:
        pump(0.02)
    seen = len(raw)
    os.write(terminal, step["send"].encode())

while not ended and time.monotonic() < deadline and missed is None:
    pump(0.05)
flags = termios.tcgetattr(terminal)[3]
cooked = bool(flags & termios.ECHO) and bool(flags & termios.ICANON)
if not ended:
    os.kill(child, 9)
_, status = os.waitpid(child, 0)
json.dump(
    {
        "code": os.waitstatus_to_exitcode(status),
        "output": raw.decode("utf-8", "replace"),
        "missed": missed,
        "cooked": cooked,
    },
    sys.stdout,
)
