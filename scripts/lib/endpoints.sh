# Finds the servers to work on; sourced after common.sh.

# use_endpoints: keeps the endpoints that the environment names. If it names none, exports those of the local stand-in in
# .local/stack; if that is not running, says what to do and ends.
use_endpoints() {
  local variables
  if names_endpoints; then
    return
  fi
  variables=$(local_stack_variables) ||
    fail 'no endpoint is named and no local stand-in is running: start one with scripts/local-stack start, or set' \
      'AWS_ENDPOINT_URL (all services at one address) or AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL_GLUE and so on.'
  say "$(basename "$0"): using the local stand-in in .local/stack"
  eval "$variables"
}

# names_endpoints: whether any endpoint of AWS is named in the environment.
names_endpoints() {
  local variable
  for variable in $(compgen -e AWS_ENDPOINT_URL); do
    [ -z "${!variable}" ] || return 0
  done
  return 1
}

# What scripts/local-stack env prints, if a stand-in is there; starting Java only then.
local_stack_variables() {
  [ -f "$checkout/.local/stack/state.json" ] && "$checkout/scripts/local-stack" env 2>/dev/null
}

# require_whole_stand_in: ends with the state of the servers if DynamoDB is that of the stand-in in .local/stack and a server of
# the stand-in has died. Without its replicator, for example, the job would join with old reference rows and say nothing.
require_whole_stand_in() {
  local state=$checkout/.local/stack/state.json pid dead=
  local dynamodb=${AWS_ENDPOINT_URL_DYNAMODB:-${AWS_ENDPOINT_URL:-}}
  if [ -z "$dynamodb" ] || [ ! -f "$state" ] || ! grep -qF "\"$dynamodb\"" "$state"; then
    return
  fi
  while read -r pid; do
    # A process that has ended may stay listed until its parent asks for its status.
    case $(ps -o stat= -p "$pid" || true) in
    '' | Z*) dead=1 ;;
    esac
  done < <(grep -o '"pid" *: *[0-9]*' "$state" | grep -o '[0-9]*$')
  if [ -n "$dead" ] && ! "$checkout/scripts/local-stack" status >&2; then
    fail 'a server of the local stand-in has died: start it again with scripts/local-stack restart SERVER.'
  fi
}
