# Shared by the scripts of the raw QUIC peers in this folder; sourced, never run. Needs: bash, openssl, a toolchain.
#
#   SCRIPT install                       builds the peer from its package registry; 3 where there is no toolchain
#   SCRIPT start [--dir DIR] [--port N] [--address A] [-- PEER OPTIONS]
#   SCRIPT stop [--dir DIR]
#
# Output, files and exit codes are those of ../servers/common.sh. Programs are built in interop/.cache/peers/NAME.
peers=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
. "$peers/../servers/common.sh"
. "$peers/versions"
built=$cache/peers/$name

make_files() { :; } # these peers make up their contents

install_packages() { # builds unless what it is made of is unchanged
  local stamp
  command -v "$toolchain" >/dev/null || die 3 "not built: needs '$toolchain' on the PATH"
  command -v openssl >/dev/null || die 3 "needs openssl to make its certificates"
  stamp=$(cd "$peers" && cat versions "$name" peer.sh "$sources"/* | sha256sum)
  [ -x "$binary" ] && [ "$(cat "$built/stamp" 2>/dev/null)" = "$stamp" ] && return
  rm -rf "$built" && mkdir -p "$built" || exit 1
  (build) >"$built/log" 2>&1 || { tail -n 20 "$built/log" >&2; die 3 "could not be built; its log is above"; }
  echo "$stamp" >"$built/stamp"
}
