# Starts a program, of a built checkout or installed: finds its jars and a Java that is new enough. Not run by itself, but
# read by the start scripts of both programs, which say what to start: $home, the module's directory or the installed one;
# $module; $main; $heap. From outside: JAVA_HOME; JAVA_OPTS, options of the JVM; CLASS_ARCHIVE=make makes the class archive
# instead of running the program.

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

# Installed, the jars are in lib/ beside bin/; in a checkout they are in target/ and target/lib/.
tree=$home
[ -d "$tree/lib" ] || tree=$home/target

# Each jar by its name, always in the same order: a class archive holds for one class path, to the letter.
jars() {
    LC_ALL=C
    path=''
    for jar in "$tree/$module"-*.jar "$tree"/lib/*.jar; do
        [ ! -f "$jar" ] || path=$path:$jar
    done
    echo "${path#:}"
}

jars=$(jars)
case $jars in
    */"$module"-*.jar:*) ;;
    *) fail "not built: no $tree/$module-*.jar with $tree/lib; run: mvn -B -DskipTests -DskipITs package" ;;
esac

# The units get it from systemd; a person's command, and the making of the class archive, take the same Java.
settings=/etc/default/${home##*/}
if [ -z "${JAVA_HOME:-}" ] && [ -r "$settings" ]; then
    JAVA_HOME=$(sed -n 's/^JAVA_HOME=//p' "$settings" | tr -d "\"'" | tail -n 1)
fi
java=$(find_java) || exit 2
java_release=$(release_of "${java%/bin/java}")

# The class archive shortens a start, and no more: without it, or with one that no longer fits the jars or the JVM, the
# program runs all the same and says nothing. It holds the classes of a list that a running program wrote:
# JAVA_OPTS=-XX:DumpLoadedClassList=FILE.
case $home in
    /usr/*) archive=/var/cache/${home##*/}/classes.jsa ;;
    *) archive=$tree/classes.jsa ;;
esac
list=$home/classes.lst
[ -f "$list" ] || list=$home/src/packaging/classes.lst
quiet='cds*=off'
[ "$java_release" -lt 24 ] || quiet="$quiet,aot*=off"
set -- "$main" "$@"
[ ! -r "$archive" ] || set -- "-XX:SharedArchiveFile=$archive" "$@"

# Installed, JNA's own library lies unpacked beside the jars, so that nothing has to be executable in /tmp.
[ ! -d "$tree/native" ] \
    || set -- "-Djna.boot.library.path=$tree/native/linux-x86-64:$tree/native/linux-aarch64" "$@"

# Since Java 22 native code must be allowed, or each start warns.
[ "$java_release" -lt 22 ] || set -- --enable-native-access=ALL-UNNAMED "$@"

# One arena of malloc is enough for the little native code there is; each thread would get one of its own.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}"

if [ "${CLASS_ARCHIVE:-}" = make ]; then
    "$java" -Xshare:dump "-XX:SharedClassListFile=$list" "-XX:SharedArchiveFile=$archive.new" -cp "$jars" \
        && mv -f "$archive.new" "$archive"
    exit
fi

# Without -XX:-UsePerfData a thread of the JVM wakes 20 times a second to count for tools nobody runs.
exec "$java" -XX:+UseSerialGC $heap -XX:-UsePerfData -XX:TieredStopAtLevel=1 -Xshare:auto "-Xlog:$quiet" ${JAVA_OPTS:-} \
    -cp "$jars" "$@"
