#!/usr/bin/env bash
# Quiver as a client of the QUIC interop runner, which tells it by environment variables what to do; README.md has them.
# Exit codes: 0 done, 1 failed, 127 unsupported.
#
# Told by the runner: ROLE, TESTCASE, REQUESTS, CLIENT_PARAMS, SSLKEYLOGFILE, QLOGDIR. To run it outside of its container:
#   DOWNLOADS=/downloads   where files go
#   CERTS=/certs           where the runner's ca.pem is
#   QUIVER_CLASSPATH       the classes; else all of lib beside this script
#   QUIVER_SETUP=/setup.sh, QUIVER_WAIT=/wait-for-it.sh   the simulator's scripts, run where they are there
#   JAVA_HOME              the Java; else the one on the PATH. 17 or newer
set -u
here=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
setup=${QUIVER_SETUP:-/setup.sh} wait=${QUIVER_WAIT:-/wait-for-it.sh}

# The routes through the simulator's network.
[ ! -x "$setup" ] || "$setup" || exit 1
# A client that begins before the simulator does sends its first packets to nobody.
if [ "${ROLE:-client}" = client ] && [ -x "$wait" ]; then
  "$wait" sim:57832 -s -t 30 || exit 1
fi

export DOWNLOADS=${DOWNLOADS:-/downloads} CERTS=${CERTS:-/certs}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -XX:+UseSerialGC -cp "${QUIVER_CLASSPATH:-$here/lib/*}" dev.quiver.interop.endpoint.EndpointCommand
