import type { PlatformPlaces } from '../places.ts';
import { shellWord } from '../../text/shell-word.ts';
import { LOG_LINES, logMarks } from './words.ts';

/*
 * What the scripts of both Unixes share. No part ends with a line end.
 */

/** How the script of every Unix begins: its options, the folder it writes, the root it reads below. */
export const PROLOGUE = `set -u
umask 077
LC_ALL=C
export LC_ALL
mask=yes
if [ "\${1-}" = --unmasked ]; then mask=no; shift; fi
name=$(uname -n | tr -cd 'A-Za-z0-9._-')
out=\${1-./\${name:-device}}
mkdir -p -- "$out" || exit 1
out=$(cd -- "$out" && pwd) || exit 1
cd -- "\${ROOT:-/}" || exit 1`;

/** How files are copied of which only a part is taken: functions `copy_mode` and `copy_log`, from and to. */
export const COPY_PARTS = `# Of the state of the app, only what the user chose at the login screen.
copy_mode() {
  chosen=$(head -c 1000000 -- "$1" | tr -d '\\n' | sed -n 's/.*"deploymentMode"[[:space:]]*:[[:space:]]*"\\([0-9a-z]*\\)".*/\\1/p')
  printf '{"deploymentMode":"%s"}\\n' "$chosen" >"$2"
}

copy_log() {
  tail -c 50000000 -- "$1" | grep -aF ${logMarks.map((mark) => `-e ${shellWord(mark)}`).join(' \\\n    ')} | cut -c 1-1000 | tail -n ${String(LOG_LINES)} >"$2"
}`;

/** Takes what the app keeps below `$home`, with `copy_json`, `copy_log` and `copy_mode`. */
export const userFiles = (places: PlatformPlaces): string => `home=.\${home%/}
library="$home/${places.library}"
if [ -f "$library/_meta.json" ]; then
  mkdir -p "$out/configLibrary"
  cat -- "$library/_meta.json" >"$out/configLibrary/_meta.json"
  for entry in "$library"/*.json; do
    [ -f "$entry" ] && [ "\${entry##*/}" != _meta.json ] && copy_json "$entry" "$out/configLibrary/\${entry##*/}"
  done
fi
[ -f "$home/${places.log}" ] && copy_log "$home/${places.log}" "$out/main.log"
[ -f "$home/${places.setupLog}" ] && copy_log "$home/${places.setupLog}" "$out/custom3p-setup.log"
[ -f "$home/${places.desktopConfig}" ] && copy_mode "$home/${places.desktopConfig}" "$out/claude_desktop_config.json"`;

/** How the script ends, once the version of the app is written or not. */
export const EPILOGUE = `[ -s "$out/version.txt" ] || rm -f "$out/version.txt"
echo "wrote $out; look at it before you send it"`;
