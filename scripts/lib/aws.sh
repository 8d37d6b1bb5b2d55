# Everything that the commands for AWS share; sourced after common.sh.
#
#   while [ $# -gt 0 ]; do
#     case $1 in
#     --prefix | --region | --profile) set_deployment_option "$@"; shift ;;
#     ...
#   use_deployment
#   bucket=$(stack_output storage-and-roles DataBucketName)

# Where scripts/deploy remembers what it deployed last, for the commands that come after it.
deployment_file=$checkout/.local/deployment

# Between two looks at something that takes minutes.
poll_seconds=5

prefix=
region=
profile=

# set_deployment_option OPTION VALUE ...: takes --prefix, --region or --profile.
set_deployment_option() {
  [ $# -ge 2 ] && [ -n "$2" ] || fail "$1 needs a value"
  case $1 in
  --prefix) prefix=$2 ;;
  --region) region=$2 ;;
  --profile) profile=$2 ;;
  esac
}

# use_deployment: completes what the options leave open, and makes sure that AWS can be reached. Sets prefix, and exports
# the region and the profile for the AWS CLI and the AWS SDKs.
use_deployment() {
  require_aws_cli
  if [ -z "$prefix" ]; then
    prefix=$(remembered prefix)
    [ -n "$prefix" ] ||
      fail 'which deployment? Say it with --prefix, or make one with scripts/deploy --prefix NAME.'
  fi
  check_prefix
  if [ "$prefix" = "$(remembered prefix)" ]; then
    region=${region:-$(remembered region)}
    profile=${profile:-$(remembered profile)}
  fi
  use_profile
  use_region
  check_credentials
  say "Deployment $prefix in $region, account $account."
}

require_aws_cli() {
  command -v aws >/dev/null ||
    fail 'the AWS CLI is missing: install version 2,' \
      'https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html'
  # Version 2 shows long answers in a pager, where nobody would see it.
  export AWS_PAGER=
}

# The templates' rule for the prefix, checked before anything is created.
check_prefix() {
  local pattern='^[a-z][a-z0-9]*(-[a-z0-9]+)*$'
  [[ $prefix =~ $pattern && ${#prefix} -ge 2 && ${#prefix} -le 20 ]] ||
    fail "--prefix $prefix: must be 2 to 20 lower-case letters, digits and single hyphens, beginning with a letter"
  case $prefix- in
  sthree-* | amzn-s3-demo-*) fail "--prefix $prefix: S3 refuses names of buckets that begin so" ;;
  esac
}

use_profile() {
  if [ -n "$profile" ]; then
    export AWS_PROFILE=$profile
  fi
}

use_region() {
  region=${region:-${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region || true)}}}
  [ -n "$region" ] || fail 'which region? Say it with --region, or set AWS_REGION.'
  export AWS_REGION=$region AWS_DEFAULT_REGION=$region
}

# Sets account.
check_credentials() {
  if ! account=$(aws sts get-caller-identity --query Account --output text 2>&1); then
    say "$account"
    if compgen -e AWS_ENDPOINT_URL >/dev/null; then
      say 'This shell is set up for an endpoint that is not AWS (AWS_ENDPOINT_URL...), perhaps the local stand-in.'
    fi
    fail 'AWS does not accept your credentials: run "aws configure" or "aws sso login", set AWS_PROFILE, or use --profile.'
  fi
}

# export_credentials: gives programs in Java the credentials that the AWS CLI has. The CLI knows ways to them that the SDK in
# Java lacks, such as "aws sso login" and the roles of profiles.
export_credentials() {
  local credentials
  command -v aws >/dev/null || return 0
  # Version 1 of the CLI does not have the command. Its ways are those of the SDK.
  if credentials=$(aws configure export-credentials --format env 2>/dev/null); then
    eval "$credentials"
    unset AWS_PROFILE
  fi
}

# remember_deployment: makes this deployment the one that the other commands use by default.
remember_deployment() {
  mkdir -p "$(dirname "$deployment_file")"
  printf 'prefix=%s\nregion=%s\nprofile=%s\n' "$prefix" "$region" "$profile" >"$deployment_file"
}

# remembered KEY
remembered() {
  [ ! -f "$deployment_file" ] || sed -n "s/^$1=//p" "$deployment_file"
}

forget_deployment() {
  if [ "$prefix" = "$(remembered prefix)" ]; then
    rm -f "$deployment_file"
  fi
}

# json_string TEXT: the text as JSON writes it.
json_string() {
  printf '"%s"' "$(printf '%s' "$1" |
    sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e $'s/\t/\\\\t/g' -e $'s/\r/\\\\r/g' |
    awk 'NR > 1 { printf "\\n" } { printf "%s", $0 }')"
}

# aws_text ARGUMENT...: the AWS CLI's answer as text, and nothing where it writes None for nothing.
aws_text() {
  local answer
  answer=$(aws "$@" --output text) || return 1
  [ "$answer" = None ] || printf '%s' "$answer"
}

# progress TEXT: one line that changes; where there is no terminal, a line of its own now and then.
progress() {
  if [ -t 2 ]; then
    printf '\r\033[K  %s' "$*" >&2
  elif [ $((SECONDS - last_progress)) -ge 30 ]; then
    say "  $*"
    last_progress=$SECONDS
  fi
}

last_progress=0

end_progress() {
  [ ! -t 2 ] || printf '\r\033[K' >&2
}

# Temporary files may hold secrets: they are readable by their owner alone, and removed however the script ends.
temporary_folder=

# temporary_file: prints the name of a new one. make_temporary_folder must have been called, outside of any $( ).
temporary_file() {
  mktemp "$temporary_folder/XXXXXX"
}

make_temporary_folder() {
  temporary_folder=$(umask 077 && mktemp -d)
  trap 'rm -rf "$temporary_folder"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

# shellcheck source=scripts/lib/stacks.sh
source "$checkout/scripts/lib/stacks.sh"
# shellcheck source=scripts/lib/runs.sh
source "$checkout/scripts/lib/runs.sh"
# shellcheck source=scripts/lib/replication.sh
source "$checkout/scripts/lib/replication.sh"
