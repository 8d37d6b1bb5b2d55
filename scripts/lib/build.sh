# Builds what has changed, and runs what was built; sourced by common.sh. Call require_tools first.

# run_maven ARGUMENT...: Maven without questions and without a line per download.
run_maven() {
  find_maven
  "$maven" -B -ntp "$@"
}

# ensure_job_built: builds the job's jar if a source is newer than the last build.
ensure_job_built() {
  if ! job_is_built; then
    build_job
  fi
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
  [ -f "$(job_jar)" ] && is_current "$checkout/target/built" "$checkout/pom.xml" "$checkout/src/main"
}

build_job() {
  build job "$checkout/pom.xml" "$checkout/target/built"
}

# ensure_local_built: builds the local stand-in, and fetches its servers, if a source is newer than the last build.
ensure_local_built() {
  ensure_kinesis_installed
  if ! local_is_current; then
    build 'local stand-in' "$checkout/local/pom.xml" "$checkout/local/target/built"
  fi
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
  for pom in "$checkout"/local/*/pom.xml; do
    [ -f "${pom%pom.xml}target/classpath.txt" ] || return 1
  done
}

local_is_current() {
  local_is_complete &&
    is_current "$checkout/local/target/built" "$checkout"/local/pom.xml "$checkout"/local/*/pom.xml \
      "$checkout"/local/*/src/main
}

ensure_kinesis_installed() {
  local folder=$checkout/local/kinesis
  if ! is_current "$folder/node_modules/.package-lock.json" "$folder/package-lock.json"; then
    say 'Installing the Kinesis emulator from npm.'
    npm ci --prefix "$folder" --no-audit --no-fund --loglevel=error >&2 ||
      fail "npm could not install $folder/package-lock.json"
  fi
}

# is_current ARTEFACT SOURCE...: whether the artefact exists and nothing under the sources has changed since. A folder
# changes when a file in it is removed.
is_current() {
  local artefact=$1
  shift
  [ -e "$artefact" ] && [ -z "$(find "$@" -newer "$artefact" 2>/dev/null | head -n 1)" ]
}

# build NAME POM STAMP: packages without tests. The stamp is as old as the build's start, so that what is edited during
# the build is built again.
build() {
  local name=$1 pom=$2 stamp=$3 log started
  find_maven
  log=$checkout/.local/logs/build-${name// /-}.log
  started=$SECONDS
  mkdir -p "$(dirname "$log")" "$(dirname "$stamp")"
  touch "$stamp.started"
  say "Building the $name; the first time this downloads its libraries."
  if ! "$maven" -B -Dstyle.color=never -f "$pom" -DskipTests -Dspotless.check.skip=true package 2>&1 |
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

# run_java MODULE MAIN-CLASS ARGUMENT...: runs a class of a module of the local stand-in, with the options of the
# module's file jvm.options if it has one.
run_java() {
  local module=$1
  shift
  write_java_arguments "$module"
  "$JAVA_HOME/bin/java" "@$checkout/local/$module/target/java.arguments" "$@"
}

# exec_java: as run_java, in place of the script, so that signals reach it.
exec_java() {
  local module=$1
  shift
  write_java_arguments "$module"
  exec "$JAVA_HOME/bin/java" "@$checkout/local/$module/target/java.arguments" "$@"
}

# The options and the classpath go through a file: too long for a command line on some systems.
write_java_arguments() {
  local folder=$checkout/local/$1
  [ -f "$folder/target/classpath.txt" ] || fail "local/$1 is not built"
  {
    if [ -f "$folder/jvm.options" ]; then
      cat "$folder/jvm.options"
    fi
    printf -- '-cp\n"%s:%s"\n' "$folder/target/classes" "$(cat "$folder/target/classpath.txt")"
  } >"$folder/target/java.arguments.$$"
  mv "$folder/target/java.arguments.$$" "$folder/target/java.arguments"
}
