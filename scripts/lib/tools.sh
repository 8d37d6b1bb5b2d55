# Finds Java, Maven and Node; sourced by common.sh.

# Spark 3.3 runs on these; 24 took away the security manager that its Hadoop asks for.
oldest_java=17
newest_java=23
# What Trino asks for.
oldest_trino_java=24
oldest_maven=3.8
oldest_node=18

# require_tools: finds everything that the build and the stand-in need, or says what to install and ends.
# Afterwards JAVA_HOME is exported. Maven's version is asked only when something is built, since that takes a second.
require_tools() {
  local missing=0
  find_java_and_mvn || missing=1
  find_node || missing=1
  [ "$missing" -eq 0 ] || exit 1
}

# require_java_and_maven: as require_tools, for scripts that start no stand-in.
require_java_and_maven() {
  find_java_and_mvn || exit 1
}

# find_java_and_mvn: returns 1 after saying what to install.
find_java_and_mvn() {
  local missing=0
  find_java || missing=1
  command -v mvn >/dev/null || { say "$(maven_advice)" && missing=1; }
  return "$missing"
}

# require_java: as require_tools, for scripts that need nothing else.
require_java() {
  find_java || exit 1
}

# find_java: exports the JAVA_HOME of a JDK that fits: the one that is set, else the one on the PATH, else one in the
# usual places. Returns 1 after saying what to install.
find_java() {
  local home
  while IFS= read -r home; do
    if java_fits "$home"; then
      export JAVA_HOME="$home"
      return 0
    fi
  done < <(java_candidates)
  say "A JDK $oldest_java to $newest_java is missing$(describe_java): install one, for example from" \
    "https://adoptium.net/temurin/releases/?version=17, or set JAVA_HOME to one."
  return 1
}

# find_trino_java: sets the variable trino_java to the home of a JDK that Trino runs on. Returns 1 if there is none.
find_trino_java() {
  local home version
  while IFS= read -r home; do
    version=$(java_version "$home")
    if [ -x "$home/bin/java" ] && [ -n "$version" ] && [ "$version" -ge "$oldest_trino_java" ]; then
      trino_java=$home
      return 0
    fi
  done < <(java_candidates)
  return 1
}

java_candidates() {
  local home
  printf '%s\n' "${JAVA_HOME:-}"
  home_of java
  for home in \
    /usr/lib/jvm/* \
    /usr/java/* \
    /opt/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk@*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk@*/libexec/openjdk.jdk/Contents/Home \
    "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/*; do
    printf '%s\n' "$home"
  done
}

# home_of PROGRAM: the folder above the bin folder that the program on the PATH is really in; nothing if there is none.
home_of() {
  local program target
  program=$(command -v "$1") || return 0
  while [ -L "$program" ]; do
    target=$(readlink "$program")
    case $target in
    /*) program=$target ;;
    *) program=$(dirname "$program")/$target ;;
    esac
  done
  (cd "$(dirname "$program")/.." && pwd)
}

# java_fits HOME: whether a JDK, not only a runtime, of a fitting version is there.
java_fits() {
  local version
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
  version=$(java_version "$1")
  [ -n "$version" ] && [ "$version" -ge "$oldest_java" ] && [ "$version" -le "$newest_java" ]
}

# java_version HOME: the feature version, such as 17; nothing if no file names it. Java 8 calls itself 1.8. Read from a
# file that every JDK has, since starting a JVM to ask it costs too much for every command.
java_version() {
  if [ -f "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' "$1/release"
  fi
}

# What there is in place of a fitting JDK, for the message.
describe_java() {
  local home version
  home=${JAVA_HOME:-$(home_of java)}
  version=$(java_version "$home")
  if [ -z "$home" ]; then
    printf ' (no java found)'
  elif [ -n "$version" ] && [ ! -x "$home/bin/javac" ]; then
    printf ' (%s is a runtime without a compiler)' "$home"
  else
    printf ' (%s is Java %s)' "$home" "${version:-of an unknown version}"
  fi
}

# find_maven: sets the variable maven, or says what to install and ends.
find_maven() {
  local version
  version=$(mvn -B --version | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p')
  if is_older "$version" "$oldest_maven"; then
    fail "$(maven_advice) $(command -v mvn) is ${version:-of an unknown version}."
  fi
  maven=mvn
}

maven_advice() {
  printf '%s' "Maven $oldest_maven or newer is missing: install it, for example from https://maven.apache.org/install.html."
}

# find_node: checks the node on the PATH. Returns 1 after saying what to install.
find_node() {
  local version
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    say "Node $oldest_node or newer, with npm, is missing: install it, for example from https://nodejs.org."
    return 1
  fi
  version=$(node --version)
  version=${version#v}
  if is_older "$version" "$oldest_node"; then
    say "Node $oldest_node or newer is missing ($(command -v node) is $version): install it, for example from" \
      "https://nodejs.org."
    return 1
  fi
}

# is_older VERSION OTHER: compares the first two numbers.
is_older() {
  awk -v version="$1" -v other="$2" 'BEGIN {
    split(version, a, "."); split(other, b, ".")
    exit !(a[1] + 0 < b[1] + 0 || (a[1] + 0 == b[1] + 0 && a[2] + 0 < b[2] + 0))
  }'
}
