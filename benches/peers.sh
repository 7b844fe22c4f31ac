#!/usr/bin/env bash
# Times `pgspec lint` beside kube-score and kubeconform, in one run, on one small file and on many.
#
# usage: benches/peers.sh [RUNS]     (kube-score and kubeconform on PATH, each left out where it is missing)
#   go install github.com/zegl/kube-score/cmd/kube-score@v1.20.0
#   go install github.com/yannh/kubeconform/cmd/kubeconform@v0.7.0
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-15}

cargo build --quiet --release
pgspec=target/release/pgspec
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$pgspec" render examples/acme/pgspec.yaml --layout manifests --out "$work/one" 2>/dev/null
small="$work/one/prod/odoo/cluster.yaml"
mkdir "$work/many"
for copy in $(seq 100); do
  cp -r "$work/one/prod" "$work/many/$copy"
done
files=$(find "$work/many" -name '*.yaml' | wc -l)

median() { # the median of RUNS wall times of a command, in milliseconds
  for _ in $(seq "$runs"); do
    local start=$EPOCHREALTIME
    "$@" >/dev/null 2>&1 || true
    echo $(((${EPOCHREALTIME/./} - ${start/./}) / 10))
  done | sort -n | sed -n "$(((runs + 1) / 2))p" | sed 's/\(..\)$/.\1/'
}

row() { # NAME PROGRAM ARGUMENT…: one line of the table
  local name=$1
  shift
  command -v "$1" >/dev/null && printf '%-34s %10s ms\n' "$name" "$(median "$@")"
}

echo "one file"
row "pgspec lint" "$pgspec" lint "$small"
row "kube-score score" kube-score score "$small" || true
# No schema is there for it to find: what is timed is its start and its reading, without the network.
row "kubeconform (no schemas)" kubeconform -ignore-missing-schemas -schema-location "$work/none/{{ .ResourceKind }}.json" "$small" || true
echo "$files files"
row "pgspec lint" "$pgspec" lint "$work/many"
row "kubeconform (no schemas)" kubeconform -ignore-missing-schemas -schema-location "$work/none/{{ .ResourceKind }}.json" "$work/many" || true
row "kube-score score" bash -c "find $work/many -name '*.yaml' -print0 | xargs -0 kube-score score" || true
echo "binary: $(stat -c %s "$pgspec") bytes"
