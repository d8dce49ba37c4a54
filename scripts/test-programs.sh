#!/usr/bin/env bash
# Installs the programs that the tests run and do not bring: the app's engine, LiteLLM, Portkey, aimock, and the servers
# of Debian. Everything but Debian's goes below FOLDER, outside the repository. What a registry does not give is named
# and left out; the tests that need it skip.
#
#   scripts/test-programs.sh FOLDER [engine|litellm|portkey|aimock|servers|nginx ...]      (default: all)
#   export GATEWAYS_DIR=FOLDER ENGINE=FOLDER/engine/node_modules/@anthropic-ai/claude-code-linux-x64/claude
set -uo pipefail

ENGINE_VERSION=2.1.332
LITELLM_VERSION=1.106.12
AIMOCK_VERSION=1.43.0
PORTKEY_VERSION=1.15.2
LONGEST=${LONGEST:-300}

folder=$(realpath -m "${1:?the folder to install into}")
shift
[ $# -gt 0 ] || set -- engine litellm portkey aimock servers
here=$(cd "$(dirname "$0")/.." && pwd)
case $folder/ in "$here"/*) echo 'the folder has to be outside the repository' >&2; exit 2 ;; esac
mkdir -p "$folder"

missing() { echo "$1 could not be installed; its tests will skip"; }

# Runs a command quietly for at most LONGEST seconds; its last words only when it fails.
quiet() {
  local log
  log=$(mktemp)
  timeout -k 5 "$LONGEST" "$@" >"$log" 2>&1 && rm -f "$log" && return 0
  tail -n 3 "$log" >&2
  rm -f "$log"
  return 1
}

npm_into() { quiet npm install --prefix "$1" --no-audit --no-fund --ignore-scripts "${@:2}"; }

install_engine() {
  local version=''
  [ "$(uname -sm)" = 'Linux x86_64' ] || return 1
  version=$(node -p "require('$folder/engine/node_modules/@anthropic-ai/claude-code-linux-x64/package.json').version" 2>/dev/null)
  [ "$version" = "$ENGINE_VERSION" ] || npm_into "$folder/engine" "@anthropic-ai/claude-code-linux-x64@$ENGINE_VERSION"
}

install_litellm() {
  [ -x "$folder/litellm/bin/litellm" ] && return 0
  local python
  python=$(command -v python3) || return 1
  quiet "$python" -m venv "$folder/litellm" &&
    quiet "$folder/litellm/bin/python3" -m pip install --quiet --disable-pip-version-check "litellm[proxy]==$LITELLM_VERSION"
}

# Once as npm resolves it, once with the dependency that the fixture pins.
install_portkey() {
  npm_into "$folder/portkey" "@portkey-ai/gateway@$PORTKEY_VERSION" || return 1
  mkdir -p "$folder/portkey-pinned"
  cp "$here/fixtures/gateways/portkey/package.json" "$folder/portkey-pinned/package.json"
  npm_into "$folder/portkey-pinned"
}

install_aimock() { npm_into "$folder/aimock" "@copilotkit/aimock@$AIMOCK_VERSION"; }

# COMMAND=PACKAGE or FILE=PACKAGE ...
debian() {
  local packages=()
  for pair in "$@"; do
    [ -e "${pair%%=*}" ] || PATH=$PATH:/usr/sbin command -v "${pair%%=*}" >/dev/null || packages+=("${pair##*=}")
  done
  [ "${#packages[@]}" -eq 0 ] && return 0
  command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || return 1
  # Debian starts what it installs; the tests start their own.
  local policy=/usr/sbin/policy-rc.d ours=no done
  if [ ! -e "$policy" ]; then
    ours=yes
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy"
  fi
  export DEBIAN_FRONTEND=noninteractive
  local install=(apt-get install -y -qq --no-install-recommends "${packages[@]}")
  # The lists of packages may be old, or not there yet.
  quiet "${install[@]}" || { quiet apt-get update -qq && quiet "${install[@]}"; }
  done=$?
  [ "$ours" = no ] || rm -f "$policy"
  return "$done"
}

install_nginx() { debian nginx=nginx-light; }
install_servers() {
  debian nginx=nginx-light haproxy=haproxy apache2=apache2 caddy=caddy squid=squid tinyproxy=tinyproxy
  # The firewall of the web servers; its rows skip without it.
  debian /usr/lib/nginx/modules/ngx_http_modsecurity_module.so=libnginx-mod-http-modsecurity \
    /usr/lib/apache2/modules/mod_security2.so=libapache2-mod-security2 \
    /usr/share/modsecurity-crs/owasp-crs.load=modsecurity-crs || missing ModSecurity
}

for program in "$@"; do
  case $program in
    engine | litellm | portkey | aimock | servers | nginx) "install_$program" || missing "$program" ;;
    *) echo "unknown program: $program" >&2; exit 2 ;;
  esac
done
