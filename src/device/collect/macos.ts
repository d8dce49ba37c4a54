import { PREFERENCE_DOMAIN } from '../../schema/index.ts';
import { MASKED_TEXT } from '../mask.ts';
import { PLACES_OF } from '../places.ts';
import { safeKeys, secretKeys } from './safe-keys.ts';
import { COPY_PARTS, EPILOGUE, PROLOGUE, userFiles } from './unix.ts';
import { folded } from './words.ts';

/** The script for macOS. `ROOT` is for tests and for volumes that are mounted. */
export const macosScript = (): string => `#!/bin/sh
# Takes what "cowork-3p status" needs from a Mac: writes one folder, changes nothing else.
#   sh collect-macos.sh [FOLDER]     (default: ./NAME-OF-THE-DEVICE; as root it also sees the profiles of the device)
# Values that may be secrets are masked, which takes perl; --unmasked before FOLDER takes them as they are.
${PROLOGUE}

SAFE='
${folded(safeKeys, '', ' ')}
'
SECRET='
${folded(secretKeys, '', ' ')}
'
export SAFE SECRET

# An XML property list in, the same out: at its top every value is masked that is not known to be harmless; deeper down,
# where profiles have their settings, those of keys that may hold a secret, or that sound like it.
masked() {
  if [ "$mask" = no ]; then cat; return; fi
  perl -0777 -pe '
    BEGIN {
      %safe = map { $_ => 1 } split(" ", $ENV{SAFE});
      $telling = join("|", map { quotemeta } split(" ", $ENV{SECRET})) . "|(?!ProfileIdentifier|Payload)[^<]*(?i:key|token|secret|passw|credential|header)[^<]*";
      $nest = qr{(<(?:dict|array)>(?:[^<]++|<(?!/?(?:dict|array)>)|(?-1))*+</(?:dict|array)>)};
      $value = qr{<string>[^<]*+</string>|<data>[^<]*+</data>|$nest};
      $mask = "<string>${MASKED_TEXT}</string>";
    }
    if ($ENV{DEEP}) { s{(<key>($telling)</key>\\s*)($value)}{ $1 . ($safe{$2} ? $3 : $mask) }ge }
    else { s{^(\\t<key>([^<]*)</key>\\n\\t)($value)}{ $1 . ($safe{$2} ? $3 : $3 =~ /^<data>/ ? "<data></data>" : $mask) }gme }
  '
}

# What plutil cannot read is no property list to the app either.
copy_plist() {
  if plutil -convert xml1 -o "$out/.xml" -- "$1" 2>/dev/null; then DEEP='' masked <"$out/.xml" >"$2"
  else echo 'this file is no property list; its content was not taken' >"$2"; fi
  rm -f "$out/.xml"
}

copy_json() {
  if [ "$mask" = no ]; then cat -- "$1" >"$2"; return; fi
  if plutil -convert xml1 -o "$out/.xml" -- "$1" 2>/dev/null && DEEP='' masked <"$out/.xml" >"$out/.masked"; then
    plutil -convert json -o "$2" -- "$out/.masked"
  else echo 'this file is no JSON; its content was not taken' >"$2"; fi
  rm -f "$out/.xml" "$out/.masked"
}

${COPY_PARTS}

if [ "$mask" = yes ] && ! command -v perl >/dev/null 2>&1; then
  echo 'perl is missing, so nothing can be masked; --unmasked takes values as they are' >&2
  exit 1
fi
managed='Library/Managed Preferences'
[ -f "$managed/${PREFERENCE_DOMAIN}.plist" ] && copy_plist "$managed/${PREFERENCE_DOMAIN}.plist" "$out/managed-machine.plist"
for file in "$managed"/*/${PREFERENCE_DOMAIN}.plist; do
  [ -f "$file" ] || continue
  user=\${file%/*}
  copy_plist "$file" "$out/managed-user-\${user##*/}.plist"
done
if profiles show -output stdout-xml >"$out/.profiles" 2>/dev/null && [ -s "$out/.profiles" ]; then
  DEEP=yes masked <"$out/.profiles" >"$out/profiles.plist"
else
  # An empty list: it says that this is a Mac on which no profile could be seen.
  echo '<plist version="1.0"><dict/></plist>' >"$out/profiles.plist"
fi
rm -f "$out/.profiles"

home=\${HOME-}
console=$(stat -f %Su dev/console 2>/dev/null)
if [ "$(id -u)" = 0 ] && [ -n "$console" ] && [ "$console" != root ]; then home=/Users/$console; fi
${userFiles(PLACES_OF.macos)}
plutil -extract CFBundleShortVersionString raw -o "$out/version.txt" -- Applications/Claude.app/Contents/Info.plist >/dev/null 2>&1
${EPILOGUE}
`;
