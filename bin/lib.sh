# Shared by the programs in bin/; read with `source`. Leaves the working directory at the project's root.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# A Node of our own (tools/node) goes first where the machine's is too old for the web build.
prefer_our_node() {
  local folder
  for folder in "$root"/tools/node/node_modules/node-linux-*/bin; do
    if [ -x "$folder/node" ]; then PATH="$folder:$PATH"; fi
  done
}
prefer_our_node

say() { printf '%s\n' "$*"; }
fail() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }

# How many compilers at once: one a core, and one for each 1.5 GB of memory. VITRINE_JOBS overrides.
jobs_at_once() {
  local cores memory_mb
  cores=$(nproc)
  memory_mb=$(awk '/MemAvailable/ {print int($2 / 1024)}' /proc/meminfo)
  local by_memory=$((memory_mb / 1500 > 0 ? memory_mb / 1500 : 1))
  echo "${VITRINE_JOBS:-$((cores < by_memory ? cores : by_memory))}"
}

# Node 20.19 is the oldest the web tools run on.
node_is_new_enough() {
  command -v node >/dev/null && node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'
}
