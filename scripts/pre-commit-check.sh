#!/usr/bin/env bash
# Uses the hook as a stranger does: the real pre-commit, a clone of what is committed here, an empty repository.
# PRE_COMMIT (default: the one on PATH) names another program. Installing takes a minute, mostly the packages.
set -euo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
pre_commit="${PRE_COMMIT:-pre-commit}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export PRE_COMMIT_HOME="$work/home"
git=(git -c user.name=check -c user.email=check@example.com -c protocol.file.allow=always)

"${git[@]}" clone --quiet "$root" "$work/hooks"
mkdir "$work/user" && cd "$work/user"
"${git[@]}" init --quiet
cat >.pre-commit-config.yaml <<YAML
repos:
  - repo: $work/hooks
    rev: $(git -C "$work/hooks" rev-parse HEAD)
    hooks:
      - id: cowork-3p-validate
        args: [--target, '1.46388']
YAML
cat >cowork-3p.json <<'JSON'
{
  "inferenceProvider": "gateway",
  "inferenceGatewayBaseUrl": "https://llm-gateway.example.com",
  "inferenceGatewayApiKey": "placeholder",
  "inferenceModels": ["claude-sonnet-4-5"]
}
JSON
echo '{"name": "not ours"}' >package.json
"${git[@]}" add --all
"$pre_commit" run --all-files --verbose
sed -i.bak 's/"gateway"/"gatway"/' cowork-3p.json && rm cowork-3p.json.bak
if said="$("$pre_commit" run --all-files)"; then
  echo 'a bad file passed' >&2
  exit 1
fi
grep -q 'not-in-enum' <<<"$said"
echo "pre-commit: ok ($("$pre_commit" --version))"
