# A folder with the program, the configurations that users copy and a small workspace; sourced
# after `common.sh`. `$inside` is the folder of Debian 13 if the editor runs in that, or empty.

scene=$(mktemp -d "$inside/tmp/amq-scene-XXXXXX")
trap 'rm -rf "$scene"' EXIT
cp "$AMQ" "$scene/amq"
cp -r "$root/editors" "$scene/editors"
rm -rf "$scene/editors/vscode"
cp "$here"/test.* "$scene" 2>/dev/null || true
mkdir "$scene/workspace"
cat >"$scene/workspace/names.amq" <<'END'
let $dutch = where country is "NL"
END
cat >"$scene/workspace/a.amq" <<'END'
use "names.amq"

# A mistake
sums: users nwe

# é購入🎉
signup: funnel ce:Signup -> Purchase
  where $dutch
  last 30d
END
touch "$scene/workspace/amq.toml"

# The same folder as a program inside sees it.
at=${scene#"$inside"}

# within COMMAND...: runs it in the scene.
within() {
  set -- env HOME="$at" TERM="${TERM_WITHIN:-dumb}" LANG=C.UTF-8 AMQ="$at/amq" EDITORS="$at/editors" WORKSPACE="$at/workspace" "$@"
  if [ -n "$inside" ]; then
    set -- chroot "$inside" "$@"
  fi
  timeout 180 "$@"
}
