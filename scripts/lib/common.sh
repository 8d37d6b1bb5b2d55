# Functions that every script needs; sourced, never run. Works with bash 3.2, as macOS has it.
#
#   source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
#   print_help_if_asked "$@"

# The folder of the whole checkout.
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# Progress and errors go to standard error: standard output is for results.
say() {
  printf '%s\n' "$*" >&2
}

# fail MESSAGE: ends the script.
fail() {
  say "$(basename "$0"): $*"
  exit 1
}

# The header comment of the script that is running, without the marks.
print_help() {
  awk 'NR == 1 { next } !/^#/ { exit } { sub(/^# ?/, ""); print }' "$0"
}

# print_help_if_asked "$@": if -h or --help is among the arguments, prints the script's header comment and ends.
print_help_if_asked() {
  local argument
  for argument in "$@"; do
    case $argument in
    -h | --help)
      print_help
      exit 0
      ;;
    esac
  done
}

# shellcheck source=scripts/lib/tools.sh
source "$checkout/scripts/lib/tools.sh"
# shellcheck source=scripts/lib/build.sh
source "$checkout/scripts/lib/build.sh"
