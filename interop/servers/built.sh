# Shared by the scripts of servers and peers that are built from a package registry; sourced after `name`, `toolchain`
# and `sources` (a folder) are set, never run. The script gives a function `build`, run in a shell of its own, which makes
# the program under $built and may count on the versions.
#
# `install` builds unless what the program is made of is unchanged; 3 where there is no toolchain or it fails.
servers=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
. "$servers/common.sh"
. "$servers/versions"
built=$cache/built/$name

versions_used() { # of the versions, those that the script names
  local line
  grep '^[A-Z]' "$servers/versions" | while read -r line; do
    grep -q "\$[{]*${line%%=*}" "$0" && printf '%s\n' "$line"
  done
  :
}

all_sources() { find "$sources" -type f -not -path '*/__pycache__/*' -print0 | LC_ALL=C sort -z | xargs -0 cat; }

install_packages() {
  local stamp
  command -v "$toolchain" >/dev/null || die 3 "not built: needs '$toolchain' on the PATH"
  command -v openssl >/dev/null || die 3 "needs openssl to make its certificates"
  stamp=$({ versions_used && cat "$servers/built.sh" "$0" && all_sources; } | sha256sum)
  [ -x "$binary" ] && [ "$(cat "$built/stamp" 2>/dev/null)" = "$stamp" ] && return
  rm -rf "$built" && mkdir -p "$built" || exit 1
  (build) >"$built/log" 2>&1 || { tail -n 20 "$built/log" >&2; die 3 "could not be built; its log is above"; }
  echo "$stamp" >"$built/stamp"
}
