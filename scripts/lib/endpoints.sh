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
