# What the tests of editors share; sourced, never run. Everything is installed below target/editors.

here=$(cd "$(dirname "${BASH_SOURCE[1]}")" && pwd)
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
kept="$(realpath -m "${CARGO_TARGET_DIR:-$root/target}")/editors"
mkdir -p "$kept"

# The exit code that says: what is tried could not be installed here.
readonly SKIPPED=77

# both: with `--long`, has the test run itself for this machine's editor and for the newer one.
both() {
  local code=0 one
  for one in "" --newer; do
    "$here/run" ${one:+"$one"} || { one=$?; [ "$code" = 1 ] || code=$one; }
  done
  exit "$code"
}

# skip WHAT WHY: leaves the test, telling by name what was not tried.
skip() {
  echo "SKIPPED $1: $2"
  exit "$SKIPPED"
}

# debian PACKAGE...: installs what is not there yet, and fails if it cannot.
debian() {
  local missing=() package
  for package in "$@"; do
    dpkg-query --show --showformat '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ "${#missing[@]}" = 0 ] && return
  command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || return 1
  (
    flock 9
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  ) 9>"$kept/apt.lock"
}

# The program under test: what AMQ names, or a debug build of this tree.
amq_binary() {
  if [ -z "${AMQ:-}" ]; then
    cargo build --quiet --package amq --manifest-path "$root/Cargo.toml" || return 1
    AMQ=$(cargo metadata --format-version 1 --no-deps --manifest-path "$root/Cargo.toml" |
      sed 's/.*"target_directory":"\([^"]*\)".*/\1/')/debug/amq
  fi
  echo "$AMQ"
}
