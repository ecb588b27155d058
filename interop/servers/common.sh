# Shared by the server scripts of this folder; sourced, never run. Needs: bash, openssl.
#
#   SCRIPT install                       installs the server (Debian packages; root only); 3 where it cannot
#   SCRIPT start [--dir DIR] [--certs DIR] [--port N] [--address A] [--large] [-- SERVER OPTIONS]
#   SCRIPT stop [--dir DIR]
#   SCRIPT offers                        prints what it can do, as words with commas between them; 3 where not installed
#
# `start` waits until the server listens and prints one line of key=value fields with tabs between them:
#   name  pid  address  port  ca (the anchor to trust)  www (the served files)  dir  log  path (one to ask for)
#   offers (as above)  maker (library and version)
# Port 0, the default, is any free one. DIR keeps keys, log and pid; it defaults to interop/.cache/servers/NAME.
# --certs names a folder with leaf.pem (the chain), leaf.key and ca.pem, which is filled where they are not there; the
# default is DIR/certs. The script sets `offers` and `maker`; the words are explained in README.md.
# Exit codes: 0 done, 1 it did not start (its log is on stderr), 2 usage, 3 the server is not installed.
set -u

here=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
cache=$here/../.cache
mkdir -p "$cache" && cache=$(cd -P -- "$cache" && pwd)
# Debian keeps gtlsserver in sbin, which not every user's PATH has.
PATH=$PATH:/usr/local/sbin:/usr/sbin

say() { printf '%s: %s\n' "$name" "$*" >&2; }
die() { local code=$1; shift; say "$@"; exit "$code"; }

install_packages() {
  command -v "$binary" >/dev/null && command -v openssl >/dev/null && return
  command -v apt-get >/dev/null || die 3 "not installed, and there is no apt-get: put '$binary' on the PATH"
  [ "$(id -u)" = 0 ] || die 3 "not installed: as root, apt-get install $package openssl"
  { DEBIAN_FRONTEND=noninteractive apt-get -qq install -y "$package" openssl ||
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y "$package" openssl; }; } >&2 ||
    die 3 "apt-get could not install $package"
}

make_files() { # the same bytes on every machine: the key stream of a fixed AES key
  local www=$1 size file
  mkdir -p "$www"
  for size in 0 1k 64k 1m 16m ${large:+256m 1g}; do
    file=$www/$size.bin
    [ -f "$file" ] && continue
    openssl enc -aes-128-ctr -K 00112233445566778899aabbccddeeff -iv 0 </dev/zero 2>/dev/null |
      head -c "$(bytes "$size")" >"$file.$$" && mv "$file.$$" "$file"
  done
  [ -f "$www/index.html" ] || printf '<!doctype html>\n<title>%s</title>\n<p>It works.\n' quiver >"$www/index.html"
}

bytes() {
  case $1 in
    *k) echo $((${1%k} << 10)) ;;
    *m) echo $((${1%m} << 20)) ;;
    *g) echo $((${1%g} << 30)) ;;
    *) echo "$1" ;;
  esac
}

ec='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'

make_certificates() { # an own CA and a leaf for the loopback names
  local certs=$1
  openssl x509 -checkend 86400 -noout -in "$certs/leaf.pem" >/dev/null 2>&1 && return
  mkdir -p "$certs"
  # shellcheck disable=SC2086
  openssl req -x509 $ec -keyout "$certs/ca.key" -out "$certs/ca.pem" -days 30 -subj "/CN=Quiver interop CA" \
    -addext 'keyUsage=critical,keyCertSign,cRLSign' >"$certs/openssl.log" 2>&1 || no_certificates "$certs"
  issue "$certs" leaf localhost DNS:localhost,IP:127.0.0.1,IP:::1 serverAuth
}

issue() { # issue CERTS FILE NAME ALTERNATIVES PURPOSE: FILE.pem and FILE.key by the CA in that folder
  local certs=$1 file=$2
  printf '%s\n' "subjectAltName=$4" 'basicConstraints=critical,CA:FALSE' 'keyUsage=critical,digitalSignature' \
    "extendedKeyUsage=$5" >"$certs/$file.ext"
  # shellcheck disable=SC2086
  {
    openssl req $ec -keyout "$certs/$file.key" -out "$certs/$file.csr" -subj "/CN=$3" &&
      openssl x509 -req -in "$certs/$file.csr" -CA "$certs/ca.pem" -CAkey "$certs/ca.key" -CAcreateserial -days 20 \
        -extfile "$certs/$file.ext" -out "$certs/$file.pem"
  } >>"$certs/openssl.log" 2>&1 || no_certificates "$certs"
}

no_certificates() { cat "$1/openssl.log" >&2; die 1 'openssl could not make the certificates'; }

port_taken() { # by anyone, UDP or TCP
  local hex
  hex=$(printf ':%04X ' "$1")
  cat /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6 2>/dev/null | awk '{print $2 " "}' | grep -qi -- "$hex"
}

listening() { # process $2 holds port $1: on UDP, or on TCP where it was told to leave UDP alone
  local tables='udp udp6' inode
  case " ${server_options[*]-} " in *' --tcp-only '* | *' --protocols '*) tables='tcp tcp6' ;; esac
  [ -r /proc/net/udp ] || { sleep 1; return 0; }
  # shellcheck disable=SC2086
  for inode in $(cd /proc/net && awk -v port="$(printf ':%04X' "$1")" 'substr($2, length($2) - 4) == port { print $10 }' $tables 2>/dev/null); do
    find "/proc/$2/fd" -lname "socket:\\[$inode\\]" 2>/dev/null | grep -q . && return 0
  done
  return 1
}

free_port() {
  local port
  for _ in $(seq 50); do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 40000))
    port_taken "$port" || { echo "$port"; return; }
  done
  die 1 'no free port found'
}

alive() { # and not just waiting to be reaped
  kill -0 "$1" 2>/dev/null && ! grep -q '^[0-9]* (.*) Z' "/proc/$1/stat" 2>/dev/null
}

installed() { command -v "$binary" >/dev/null || die 3 "not installed; '$0 install' or put '$binary' on the PATH"; }

start() { # starts the server through run_server, which execs it
  local port=$wanted_port pid tries=3
  installed
  command -v openssl >/dev/null || die 3 "needs openssl to make its certificates"
  [ -e "$dir/pid" ] && stop
  mkdir -p "$dir" || exit 1
  make_files "$cache/www"
  make_certificates "$certs"
  while :; do
    [ "$wanted_port" = 0 ] && port=$(free_port)
    (run_server "$port" "$cache/www" "$certs" </dev/null >"$dir/log" 2>&1) &
    pid=$!
    for _ in $(seq 100); do
      alive "$pid" || break
      if listening "$port" "$pid"; then
        sleep 0.1 # one that lost the port to another dies about now
        alive "$pid" || break
        echo "$pid" >"$dir/pid"
        printf 'name=%s\tpid=%s\taddress=%s\tport=%s\tca=%s\twww=%s\tdir=%s\tlog=%s\tpath=%s\toffers=%s\tmaker=%s\n' \
          "$name" "$pid" "$address" "$port" "$certs/ca.pem" "$cache/www" "$dir" "$dir/log" /1k.bin "${offers-}" "${maker-}"
        return
      fi
      sleep 0.1
    done
    kill "$pid" 2>/dev/null
    tries=$((tries - 1))
    [ "$wanted_port" = 0 ] && [ $tries -gt 0 ] || break # another may have taken the free port: try one more
  done
  cat "$dir/log" >&2
  die 1 'did not start; its log is above'
}

stop() {
  local pid
  pid=$(cat "$dir/pid" 2>/dev/null) || return 0
  rm -f "$dir/pid"
  # The number may belong to another process by now.
  [ -r "/proc/$pid/cmdline" ] && ! tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q -- "$binary" && return 0
  kill "$pid" 2>/dev/null || return 0
  for _ in $(seq 60); do
    alive "$pid" || return 0
    sleep 0.05
  done
  kill -9 "$pid" 2>/dev/null
}

main() {
  local verb=${1:-}
  [ $# -gt 0 ] && shift
  dir=$cache/servers/$name certs='' wanted_port=0 address=127.0.0.1 large='' server_options=()
  while [ $# -gt 0 ]; do
    case $1 in
      --dir) dir=${2:?} && shift 2 ;;
      --certs) certs=${2:?} && shift 2 ;;
      --port) wanted_port=${2:?} && shift 2 ;;
      --address) address=${2:?} && shift 2 ;;
      --large) large=yes && shift ;;
      --) shift && server_options=("$@") && break ;;
      *) die 2 "unknown option '$1'; see $here/common.sh" ;;
    esac
  done
  case $dir in /*) ;; *) dir=$PWD/$dir ;; esac
  certs=${certs:-$dir/certs}
  case $certs in /*) ;; *) certs=$PWD/$certs ;; esac
  case $verb in
    install) install_packages ;;
    start) start ;;
    stop) stop ;;
    offers) installed && printf '%s\n' "${offers-}" ;;
    *) die 2 "usage: $0 install|start|stop|offers; see $here/common.sh" ;;
  esac
}
