# Starts a program of a built checkout: finds its jar and a Java that is new enough. Not run by itself, but read by the
# start scripts of both programs, which say what to start: $home, the module's directory; $module; $main; $heap.

fail() {
    echo "$module: $1" >&2
    exit 2
}

# The release file of a JDK tells its version without starting it, which would cost 50 ms at every start.
release_of() {
    release=''
    if [ -r "$1/release" ]; then
        release=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    fi
    if [ -z "$release" ]; then
        release=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
    fi
    echo "${release:-0}"
}

is_new_enough() {
    [ -x "$1/bin/java" ] && [ "$(release_of "$1")" -ge 17 ]
}

find_java() {
    if [ -n "${JAVA_HOME:-}" ]; then
        is_new_enough "$JAVA_HOME" || fail "JAVA_HOME is $JAVA_HOME, which is no Java 17 or newer; correct or unset it"
        echo "$JAVA_HOME/bin/java"
        return
    fi
    on_path=$(command -v java) && on_path=$(readlink -f "$on_path")
    for home in "${on_path%/bin/java}" /usr/lib/jvm/*; do
        if [ -n "$home" ] && is_new_enough "$home"; then
            echo "$home/bin/java"
            return
        fi
    done
    fail "no Java 17 or newer found; install it (apt-get install openjdk-17-jre-headless) or set JAVA_HOME"
}

jar=''
for candidate in "$home/target/$module"-*.jar; do
    [ -f "$candidate" ] && jar=$candidate
done
[ -n "$jar" ] && [ -d "$home/target/lib" ] \
    || fail "not built: no $home/target/$module-*.jar with target/lib; run: mvn -B -DskipTests -DskipITs package"
java=$(find_java) || exit 2

# Since Java 22 native code must be allowed, or each start warns.
allow=''
[ "$(release_of "${java%/bin/java}")" -lt 22 ] || allow=--enable-native-access=ALL-UNNAMED

# One arena of malloc is enough for the little native code there is; each thread would get one of its own.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}"

# Without -XX:-UsePerfData a thread of the JVM wakes 20 times a second to count for tools nobody runs.
exec "$java" $allow -XX:+UseSerialGC $heap -XX:-UsePerfData -XX:TieredStopAtLevel=1 -Xshare:auto \
    -cp "$jar:$home/target/lib/*" "$main" "$@"
