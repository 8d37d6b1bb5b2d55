# Builds what has changed, and runs what was built; sourced by common.sh. Call require_tools first.

# run_maven ARGUMENT...: Maven without questions and without a line per download.
run_maven() {
  find_maven
  "$maven" -B -ntp "$@"
}

# build_unless IS_BUILT BUILD: calls the function BUILD unless the function IS_BUILT finds that nothing is to be done. One
# command of a checkout builds at a time: another waits, and then looks again.
build_unless() {
  local is_built=$1 build=$2
  if "$is_built"; then
    return
  fi
  (
    lock_builds
    trap 'rm -f "$build_lock"' EXIT
    "$is_built" || "$build"
  )
}

# A link that leads nowhere: its target is the number of the process that builds. Every system makes a link at one stroke;
# not every one has flock.
readonly build_lock=$checkout/.local/build.lock

lock_builds() {
  local builder said=
  mkdir -p "$checkout/.local"
  [ -w "$checkout/.local" ] || fail "$checkout/.local cannot be written to"
  until ln -s "$$" "$build_lock" 2>/dev/null; do
    builder=$(readlink "$build_lock") || continue
    if [ "$builder" = "$$" ] || ! kill -0 "$builder" 2>/dev/null; then
      # Left by a command that was killed.
      rm -f "$build_lock"
      continue
    fi
    [ -n "$said" ] || say "Waiting for process $builder, which is building in this checkout."
    said=yes
    sleep 1
  done
}

# ensure_job_built: builds the job's jar if a source is newer than the last build.
ensure_job_built() {
  build_unless job_is_built build_job
}

# The jar that goes to AWS Glue, and is submitted locally too.
job_jar() {
  local jar
  for jar in "$checkout"/target/glue-streaming-join-*.jar; do
    case $jar in
    *-sources.jar | *-javadoc.jar | *-tests.jar) ;;
    *) printf '%s\n' "$jar" ;;
    esac
  done
}

job_is_built() {
  [ -f "$(job_jar)" ] && is_current "$checkout/target/built" "$checkout/build/pom.xml" "$checkout/pom.xml" "$checkout/src/main"
}

build_job() {
  build job "$checkout/pom.xml" "$checkout/target/built"
}

# ensure_job_runnable: builds the job's jar, and the list of the libraries that the job finds on Glue.
ensure_job_runnable() {
  build_unless job_is_runnable build_job
}

job_is_runnable() {
  job_is_built && [ -f "$checkout/target/classpath.txt" ]
}

# ensure_local_built: builds local/ and verify/, and fetches the servers, if a source is newer than the last build.
ensure_local_built() {
  ensure_kinesis_installed
  build_unless local_is_current build_local
}

build_local() {
  build 'local stand-in' "$checkout/build/pom.xml" "$checkout/local/target/built"
}

# ensure_example_built: builds the program that sends sample orders, and what it needs: a small part of the local stand-in.
ensure_example_built() {
  local_is_current || build_unless example_is_current build_example
}

example_is_current() {
  [ -f "$checkout/local/example/target/classpath.txt" ] &&
    is_current "$checkout/local/example/target/built" "$checkout/build/pom.xml" "$checkout"/local/pom.xml \
      "$checkout"/local/{common,example}/pom.xml "$checkout"/local/{common,example}/src/main
}

build_example() {
  build 'program for sample data' "$checkout/build/pom.xml" "$checkout/local/example/target/built" -pl ../local/example -am
}

# ensure_local_exists: builds the local stand-in only if it has never been built, so that a running one can be looked at
# and stopped while its sources do not compile.
ensure_local_exists() {
  if ! local_is_complete; then
    require_tools
    ensure_local_built
  fi
}

local_is_complete() {
  local pom
  for pom in "$checkout"/local/*/pom.xml "$checkout"/verify/*/pom.xml; do
    [ -f "${pom%pom.xml}target/classpath.txt" ] || return 1
  done
}

local_is_current() {
  local_is_complete &&
    is_current "$checkout/local/target/built" "$checkout/build/pom.xml" "$checkout"/local/pom.xml "$checkout"/local/*/pom.xml \
      "$checkout"/local/*/src/main "$checkout"/verify/pom.xml "$checkout"/verify/*/pom.xml "$checkout"/verify/*/src/main
}

ensure_kinesis_installed() {
  build_unless kinesis_is_installed install_kinesis
}

kinesis_is_installed() {
  is_current "$checkout/local/kinesis/node_modules/.package-lock.json" "$checkout/local/kinesis/package-lock.json"
}

install_kinesis() {
  local folder=$checkout/local/kinesis
  say 'Installing the Kinesis emulator from npm.'
  npm ci --prefix "$folder" --no-audit --no-fund --loglevel=error >&2 ||
    fail "npm could not install $folder/package-lock.json"
}

# is_current ARTEFACT SOURCE...: whether the artefact exists and nothing under the sources has changed since. A folder
# changes when a file in it is removed.
is_current() {
  local artefact=$1
  shift
  [ -e "$artefact" ] && [ -z "$(find "$@" -newer "$artefact" 2>/dev/null | head -n 1)" ]
}

# build NAME POM STAMP [ARGUMENT]...: packages without tests, with further arguments for Maven. The stamp is as old as the
# build's start, so that what is edited during the build is built again.
build() {
  local name=$1 pom=$2 stamp=$3 log started
  shift 3
  find_maven
  log=$checkout/.local/logs/build-${name// /-}.log
  started=$SECONDS
  mkdir -p "$(dirname "$log")" "$(dirname "$stamp")"
  touch "$stamp.started"
  say "Building the $name; the first time this downloads its libraries."
  if ! "$maven" -B -Dstyle.color=never -f "$pom" -DskipTests -Dspotless.check.skip=true package "$@" 2>&1 |
    tee "$log" | show_build_progress; then
    grep '^\[ERROR\]' "$log" | head -n 20 >&2 || tail -n 20 "$log" >&2
    fail "building the $name failed; the whole output is in $log"
  fi
  mv "$stamp.started" "$stamp"
  say "Built the $name in $((SECONDS - started)) s."
}

# Condenses Maven's output to one line that changes, or on no terminal to a line now and then.
show_build_progress() {
  local line module='' downloaded=0
  while IFS= read -r line; do
    case $line in
    '[INFO] Building jar: '*) continue ;;
    '[INFO] Building '*)
      # For example "[INFO] Building Local stand-in: S3 0.1.0-SNAPSHOT        [3/7]".
      module=$(printf '%s\n' "$line" | sed 's/^\[INFO\] Building //; s/ [^ ]*SNAPSHOT */ /; s/ $//')
      ;;
    *'Downloaded from '*)
      downloaded=$((downloaded + 1))
      [ -t 2 ] || [ $((downloaded % 100)) -eq 0 ] || continue
      ;;
    *) continue ;;
    esac
    if [ -t 2 ]; then
      printf '\r\033[K  %s: %d files downloaded' "$module" "$downloaded" >&2
    else
      printf '  %s: %d files downloaded\n' "$module" "$downloaded" >&2
    fi
  done
  [ ! -t 2 ] || printf '\r\033[K' >&2
}

# The Spark and Hudi of a version of AWS Glue are a classpath of their own, fetched when the version is first asked for;
# those of the default are the module spark's.
readonly default_glue_version=4.0

# use_glue_version ARGUMENT...: takes --glue_version out of the arguments and leaves the others in glue_arguments. Commands
# that this one starts use the same version, by the environment.
use_glue_version() {
  glue_arguments=()
  while [ $# -gt 0 ]; do
    case $1 in
    --glue_version)
      [ $# -ge 2 ] || fail '--glue_version needs a version of AWS Glue'
      GLUE_VERSION=$2
      shift
      ;;
    --glue_version=*) GLUE_VERSION=${1#*=} ;;
    *) glue_arguments+=("$1") ;;
    esac
    shift
  done
  export GLUE_VERSION=${GLUE_VERSION:-$default_glue_version}
  case $GLUE_VERSION in
  "$default_glue_version" | 4.0-native | 5.0 | 5.1 | 5.1-hudi-1.1) ;;
  *) fail "there is no Spark and Hudi of Glue $GLUE_VERSION here; give 4.0, 4.0-native, 5.0, 5.1 or 5.1-hudi-1.1" ;;
  esac
}

ensure_glue_version_fetched() {
  build_unless glue_version_is_fetched fetch_glue_version
}

glue_version_is_fetched() {
  local glue=$checkout/local/spark/glue
  [ "$GLUE_VERSION" = "$default_glue_version" ] || is_current "$glue/target/$GLUE_VERSION/built" "$glue/pom.xml"
}

fetch_glue_version() {
  local glue=$checkout/local/spark/glue
  build "Spark and Hudi of Glue $GLUE_VERSION" "$glue/pom.xml" "$glue/target/$GLUE_VERSION/built" -P "$GLUE_VERSION"
}

# exec_spark MAIN-CLASS ARGUMENT...: runs a class of local/commands in place of the script, on the Spark and Hudi of the
# Glue version in use.
exec_spark() {
  ensure_glue_version_fetched
  if [ "$GLUE_VERSION" = "$default_glue_version" ]; then
    exec_java local/commands "$@"
  fi
  local target=$checkout/local/spark/glue/target/$GLUE_VERSION
  write_java_arguments "$target" local/commands local/spark local/common
  exec "$JAVA_HOME/bin/java" "@$target/java.arguments" "$@"
}

# ensure_trino_fetched: unpacks the server of Trino with its connectors for Hudi and Hive into trino_folder, and finds a JDK for it.
ensure_trino_fetched() {
  find_trino_java || fail "Trino needs a JDK $oldest_trino_java or newer, and none is here: install one, for example from" \
    "https://adoptium.net/temurin/releases/?version=25; JAVA_HOME can stay as it is."
  build_unless trino_is_fetched fetch_trino
}

readonly trino_folder=$checkout/local/spark/trino/target/server

trino_is_fetched() {
  is_current "$checkout/local/spark/trino/target/built" "$checkout/local/spark/trino/pom.xml"
}

fetch_trino() {
  local folder=$checkout/local/spark/trino
  say 'Trino is fetched once, 820 MB.'
  build Trino "$folder/pom.xml" "$folder/target/built.fetched"
  rm -rf "$trino_folder"
  mkdir -p "$trino_folder"
  tar -xzf "$folder/target/server.tar.gz" -C "$trino_folder" --strip-components 1
  # The archive's plugins share files by links: only when all are unpacked can the others be removed.
  find "$trino_folder/plugin" -mindepth 1 -maxdepth 1 ! -name hudi ! -name hive -exec rm -rf {} +
  rm "$folder/target/server.tar.gz"
  mv "$folder/target/built.fetched" "$folder/target/built"
}

# The classpath by which Hudi registers tables in a Glue Data Catalog; nothing for a Hudi that it does not fit.
glue_sync_classpath() {
  local target=$checkout/local/glue-sync/target
  if [ "$GLUE_VERSION" = "$default_glue_version" ]; then
    printf '%s:%s\n' "$target/classes" "$(cat "$target/classpath.txt")"
  fi
}

# The folder for archives of classes, which are made for one classpath.
class_archives() {
  printf '%s\n' "$checkout/.local/cache/glue-$GLUE_VERSION"
}

# exec_java MODULE MAIN-CLASS ARGUMENT...: runs a class of a module, such as local/stack, in place of the script, so that
# signals reach the class.
exec_java() {
  local module=$1
  shift
  write_java_arguments "$checkout/$module/target" "$module"
  exec "$JAVA_HOME/bin/java" "@$checkout/$module/target/java.arguments" "$@"
}

# run_job_class MAIN-CLASS ARGUMENT...: runs a class of the job's jar, with Spark's classes and without a Spark session.
run_job_class() {
  local arguments=$checkout/target/java.arguments
  {
    printf '%s\n' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
    printf -- '-cp\n"%s:%s"\n' "$(job_jar)" "$(cat "$checkout/target/classpath.txt")"
  } >"$arguments.$$"
  mv "$arguments.$$" "$arguments"
  "$JAVA_HOME/bin/java" "@$arguments" "$@"
}

# write_java_arguments FOLDER MODULE...: writes the options and the classpath of a command into FOLDER/java.arguments, since
# they are too long for a command line on some systems. The classpath is the classes of the modules, then that of
# FOLDER/classpath.txt. The first module's file jvm.options adds options.
write_java_arguments() {
  local folder=$1 module classes=
  shift
  [ -f "$folder/classpath.txt" ] || fail "$1 is not built"
  for module in "$@"; do
    classes=$classes$checkout/$module/target/classes:
  done
  {
    # Commands live for seconds: they start quickly.
    printf '%s\n' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
    if [ -f "$checkout/$1/jvm.options" ]; then
      cat "$checkout/$1/jvm.options"
    fi
    printf -- '-cp\n"%s%s"\n' "$classes" "$(cat "$folder/classpath.txt")"
  } >"$folder/java.arguments.$$"
  mv "$folder/java.arguments.$$" "$folder/java.arguments"
}
