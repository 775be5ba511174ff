# Sourced by demo, bench and lab: installs what is missing (Debian, Ubuntu) and builds when the sources are newer.
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
root=$(cd "$here/../.." && pwd)

fail() {
    echo "error: $*" >&2
    exit 2
}

need_root() {
    [ "$(id -u)" = 0 ] || fail "network namespaces need root: sudo $0"
}

# Prints the packages whose program or library is not there.
missing_packages() {
    have_jdk || echo openjdk-17-jdk-headless
    command -v mvn >/dev/null || echo maven
    command -v ip >/dev/null || echo iproute2
    command -v nft >/dev/null || echo nftables
    command -v sysctl >/dev/null || echo procps
    [ -x /usr/bin/python3 ] || echo python3
    ldconfig -p | grep -q 'libpcap\.so\.0\.8' || echo libpcap0.8
    ldconfig -p | grep -q 'libnftables\.so\.1' || echo libnftables1
    for wanted in "$@"; do
        command -v "${wanted%%:*}" >/dev/null || echo "${wanted##*:}"
    done
}

have_jdk() {
    local javac=${JAVA_HOME:+$JAVA_HOME/bin/}javac version
    version=$("$javac" -version 2>&1) || return 1
    version=${version#javac }
    [ "${version%%[!0-9]*}" -ge 17 ]
}

# install_missing [PROGRAM[:PACKAGE]...]: the usual needs, and these programs.
install_missing() {
    local packages
    packages=$(missing_packages "$@")
    [ -n "$packages" ] || return 0
    command -v apt-get >/dev/null || fail "not installed, and there is no apt to install it: $(echo $packages)"
    echo "installing $(echo $packages) ..." >&2
    apt-get -qq update >&2 || fail "apt-get update failed: look at the lines above"
    DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends -y $packages >&2 \
        || fail "apt-get install failed: look at the lines above"
}

# Builds as the user who called sudo, so that the checkout stays theirs. LAB_BUILD=never: who calls us has just built.
build_if_stale() {
    [ "${LAB_BUILD:-}" = never ] || built || {
        echo "building (the first time Maven fetches its plugins; that takes a minute or two) ..." >&2
        local as=()
        [ -z "${SUDO_USER:-}" ] || [ "$SUDO_USER" = root ] || as=(sudo -u "$SUDO_USER" -H)
        (cd "$root" && "${as[@]}" mvn -q -B -DskipTests package) >&2 || fail "the build failed: look at the lines above"
        touch "$root"/{coordinator,failover-agent}/target/*.jar # Maven leaves a jar alone that would be the same
    }
}

# Whether both jars are there and newer than every source.
built() {
    local module jar
    for module in coordinator failover-agent; do
        jar=$(compgen -G "$root/$module/target/$module-*.jar" | head -n 1)
        [ -n "$jar" ] || return 1
        [ -z "$(find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/src/main -newer "$jar" -print -quit)" ] || return 1
    done
}

# run_python MODULE [ARGUMENT...]
run_python() {
    export PYTHONPATH=$here PYTHONDONTWRITEBYTECODE=1
    exec /usr/bin/python3 -m "arplab.$@"
}
