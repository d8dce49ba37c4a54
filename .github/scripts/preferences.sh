#!/usr/bin/env bash
# On macOS: what plutil, defaults and the preferences system make of the profiles and plists we write.
# Not yet run on a Mac; its steps were run on Linux with stand-ins for plutil and defaults.
set -euo pipefail
cd "$(dirname "$0")/../.."
domain=com.anthropic.claudefordesktop
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
# What the references in the fixtures name.
export AWS_BEARER_TOKEN_BEDROCK=placeholder CLAUDE_KEY=placeholder CONFIG_TOKEN=placeholder FOUNDRY_KEY=placeholder GATEWAY_KEY=placeholder GOOGLE_SECRET=placeholder
cowork() { node bin/cowork-3p.js "$@"; }

checked=0
for file in fixtures/ok/*.json; do
  case "$file" in *.findings.json) continue ;; esac
  # What cannot be deployed on macOS is refused, and rightly so.
  cowork export "$file" -o "$work/claude.mobileconfig" --quiet 2>/dev/null || continue
  cowork export "$file" -o "$work/claude.plist" --quiet 2>/dev/null
  for made in "$work/claude.mobileconfig" "$work/claude.plist"; do
    plutil -lint "$made"
    plutil -convert binary1 -o "$work/binary" "$made"
    cowork diff "$made" "$work/binary" --quiet
  done
  defaults import "$domain" "$work/claude.plist"
  defaults export "$domain" - >"$work/back.plist"
  cowork diff "$work/claude.plist" "$work/back.plist" --quiet
  defaults delete "$domain"
  checked=$((checked + 1))
done
echo "$checked configurations went through plutil and defaults and came back the same"
test "$checked" -ge 20

# A plist under /Library/Managed Preferences counts as forced, as one from a device management server does.
cowork export fixtures/ok/anthropic-key.json -o "$work/claude.plist" --quiet
sudo mkdir -p '/Library/Managed Preferences'
sudo install -o root -g wheel -m 0644 "$work/claude.plist" "/Library/Managed Preferences/$domain.plist"
sudo killall cfprefsd || true
forced="$(
  osascript -l JavaScript <<'JS'
ObjC.import('CoreFoundation');
$.CFPreferencesAppValueIsForced($('inferenceProvider'), $('com.anthropic.claudefordesktop'));
JS
)"
sudo rm "/Library/Managed Preferences/$domain.plist"
case "$forced" in
  true | 1) echo 'the managed value is forced' ;;
  *) echo "the managed value is not forced: $forced" >&2 && exit 1 ;;
esac

# profiles(1) installs nothing from the command line since macOS 11; what is left is to ask what is there.
sudo profiles show -type configuration
