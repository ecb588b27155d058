# Shared by the scripts of servers in Java; sourced after built.sh, never run. Gives `compile MAIN FLAG…`: gets what the
# pom.xml in $sources names, compiles what is there and writes $binary, which runs MAIN. FLAGs are Maven's.
binary=$built/run

compile() {
  local main=$1 java=java
  shift
  [ -x "${JAVA_HOME:-}/bin/javac" ] && java=${JAVA_HOME:-}/bin/java
  java=$(command -v "$java") &&
    mvn -q -B -ntp -f "$sources/pom.xml" "$@" \
      org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory="$built/lib" &&
    "${java}c" -d "$built/classes" -cp "$built/lib/*" "$sources"/*.java &&
    # The path of this script is among its arguments, for `stop` to know the process by.
    printf '#!/bin/sh\nexec "%s" -Xmx384m -Dquiver.server="$0" -cp "%s/classes:%s/lib/*" %s "$@"\n' \
      "$java" "$built" "$built" "$main" >"$binary" && chmod +x "$binary"
}
