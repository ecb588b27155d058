# Shared by the scripts of the raw QUIC peers in this folder; sourced, never run. Needs: bash, openssl, a toolchain.
#
#   SCRIPT install                       builds the peer from its package registry; 3 where there is no toolchain
#   SCRIPT start [--dir DIR] [--port N] [--address A] [-- PEER OPTIONS]
#   SCRIPT stop [--dir DIR]
#
# Output, files and exit codes are those of ../servers/common.sh. Programs are built in interop/.cache/built/NAME.
peers=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
sources=$peers/$sources
. "$peers/../servers/built.sh"

make_files() { :; } # these peers make up their contents
