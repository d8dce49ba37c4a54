#!/usr/bin/env bash
# Packs the package, installs the tarball into an empty folder and uses it as a stranger would.
# NODES (default: the node on PATH) names further Node majors to try, such as NODES="22 24".
set -euo pipefail
# One step asks for colours; whoever runs this may have said that they want none.
unset NO_COLOR
root="$(cd "$(dirname "$0")/.." && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

cd "$root"
npm run -s build:package -- "$work" >/dev/null
tarball="$(ls "$work"/cowork-3p-*.tgz)"
mkdir "$work/empty" && cd "$work/empty"
npm init -y >/dev/null
npm install --no-audit --no-fund "$tarball" 2>&1 | tee install.log
if grep -i warn install.log; then echo 'npm warns a stranger at the first step' >&2; exit 1; fi

# What a stranger tries first: the version, a good file, a bad file, an export, a closed pipe.
cat >good.json <<'JSON'
{
  "inferenceProvider": "gateway",
  "inferenceGatewayBaseUrl": "https://llm-gateway.example.com",
  "inferenceGatewayApiKey": "placeholder",
  "inferenceModels": ["claude-sonnet-4-5"]
}
JSON
echo '{ "inferenceProvider": "gatway" }' >bad.json

use() {
  local run=("$@")
  "${run[@]}" --version
  "${run[@]}" --help >/dev/null
  "${run[@]}" validate good.json
  if "${run[@]}" validate bad.json >/dev/null; then echo 'a bad file passed' >&2; exit 1; fi
  "${run[@]}" export good.json --format reg >claude.reg
  "${run[@]}" export good.json -o claude.mobileconfig --quiet
  "${run[@]}" validate claude.reg claude.mobileconfig --quiet
  "${run[@]}" validate bad.json | head -1 >/dev/null || true
  # Every module is a file of its own in the package: each must be found and load.
  local format
  for format in text json github sarif junit; do
    "${run[@]}" validate bad.json --format "$format" >/dev/null && exit 1
  done
  "${run[@]}" export good.json --all all --quiet
  "${run[@]}" validate all/* --quiet
  "${run[@]}" validate 'all/*.reg' --quiet
  "${run[@]}" diff good.json claude.reg
  "${run[@]}" migrate good.json --quiet >/dev/null
  "${run[@]}" egress good.json >/dev/null
  "${run[@]}" explain inferenceModels >/dev/null
  "${run[@]}" explain --json-schema >/dev/null
  "${run[@]}" completion bash >/dev/null
  "${run[@]}" init new.json --yes --from good.json --quiet
  "${run[@]}" probe --list >/dev/null
  "${run[@]}" demo -o demo >/dev/null
  FORCE_COLOR=1 "${run[@]}" validate good.json | grep -q $'\u001b'
  rm -rf all demo new.json
}

use node node_modules/cowork-3p/bin/cowork-3p.js
for major in ${NODES:-}; do
  echo "-- node $major"
  use npx -y "node@$major" node_modules/cowork-3p/bin/cowork-3p.js
done
if [ -x "$root/dist-binary/cowork-3p" ]; then
  echo '-- the executable, without Node and environment'
  binary() { env -i FORCE_COLOR="${FORCE_COLOR:-}" TMPDIR="$work" "$root/dist-binary/cowork-3p" "$@"; }
  use binary
fi
echo 'smoke: ok'
