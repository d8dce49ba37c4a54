#!/bin/sh
# Lets Wine import our registry files and export them again, and compares the values; then blocks of values and
# whole files made at random, which Wine and our reader must read alike, or ours must say something.
#
# Opt-in: Wine takes 700 MB, too much for every run. On Debian:
#   apt-get install --no-install-recommends wine wine64
# WINEPREFIX names the folder of its registry; without it a new one is made and removed.
set -eu
cd "$(dirname "$0")/.."

if ! command -v wine >/dev/null; then
  echo "wine-check: wine is not installed" >&2
  exit 2
fi

if [ -z "${WINEPREFIX:-}" ]; then
  WINEPREFIX=$(mktemp -d)
  trap 'wineserver -k 2>/dev/null || true; rm -rf "$WINEPREFIX"' EXIT
fi
# No display, no messages, no menus, no .NET and no browser: the registry is all we want.
export WINEPREFIX WINEARCH=win64 WINEDEBUG=-all DISPLAY=
export WINEDLLOVERRIDES='mscoree,mshtml=d;winemenubuilder.exe,winedbg.exe=d'
wineboot -i >/dev/null 2>&1

COWORK_3P_WINE=1 COWORK_3P_WINE_BLOCKS="${COWORK_3P_WINE_BLOCKS:-24000}" \
  COWORK_3P_WINE_FILES="${COWORK_3P_WINE_FILES:-1500}" npx vitest run test/interop/wine.test.ts
