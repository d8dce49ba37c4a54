import { MASKED_TEXT } from '../mask.ts';
import { PLACES_OF } from '../places.ts';
import { safeKeys } from './safe-keys.ts';
import { COPY_PARTS, EPILOGUE, PROLOGUE, userFiles } from './unix.ts';
import { folded } from './words.ts';

const [FILE = ''] = PLACES_OF.linux.managed;

/** The script for Linux. `ROOT` is for tests and for images that are mounted. */
export const linuxScript = (): string => `#!/bin/sh
# Takes what "cowork-3p status" needs from a Linux device: writes one folder, changes nothing else.
#   sh collect-linux.sh [FOLDER]     (default: ./NAME-OF-THE-DEVICE; run it as root when the managed file is not readable)
# Values that may be secrets are masked, which takes python3; --unmasked before FOLDER takes them as they are.
${PROLOGUE}

safe='
${folded(safeKeys, '', ' ')}
'

# JSON in, JSON out: every member that is not known to be harmless is masked. What is no JSON is not taken.
copy_json() {
  if [ "$mask" = no ]; then cat -- "$1" >"$2"; return; fi
  if ! command -v python3 >/dev/null 2>&1; then
    echo "python3 is missing, so $1 was not taken; --unmasked takes it as it is" >&2
    return
  fi
  SAFE=$safe python3 - "$1" "$2" <<'PY'
import json, os, sys
safe = set(os.environ['SAFE'].split())
try:
    with open(sys.argv[1], encoding='utf-8') as file:
        value = json.load(file)
    if isinstance(value, dict):
        value = {k: v if k in safe or v is None or isinstance(v, bool) or v == '' else '${MASKED_TEXT}' for k, v in value.items()}
    else:
        value = 'no object'
    text = json.dumps(value, indent=2)
except PermissionError:
    sys.exit('may not be read: ' + sys.argv[1])
except (ValueError, RecursionError):
    text = 'this file is no JSON; its content was not taken'
with open(sys.argv[2], 'w', encoding='utf-8') as file:
    file.write(text + '\\n')
PY
}

${COPY_PARTS}

file=${FILE.slice(1)}
stat -c '%n|%F|%U|%G|%a|%N' "\${file%/*}" "$file" 2>/dev/null | sed 's|^|/|' >"$out/stat.txt"
[ -s "$out/stat.txt" ] || echo "# /\${file%/*} does not exist" >"$out/stat.txt"
if [ -f "$file" ] && [ ! -L "$file" ]; then
  if [ -r "$file" ]; then copy_json "$file" "$out/managed-settings.json"
  else echo "$file may not be read; run this as root" >&2; fi
fi

home=\${HOME-}
if [ -n "\${SUDO_USER-}" ]; then home=$(getent passwd "$SUDO_USER" | cut -d: -f6); fi
${userFiles(PLACES_OF.linux)}
{ dpkg-query -W -f='\${Version}\\n' claude-desktop || rpm -q --qf '%{VERSION}\\n' claude-desktop; } 2>/dev/null | head -n 1 >"$out/version.txt"
${EPILOGUE}
`;
