# CloudFormation stacks of a deployment; sourced by aws.sh.

# In the order in which they are created. Each has a template of its name.
stacks='storage-and-roles reference-data stream-job monitoring'

stack_name() {
  printf '%s-%s' "$prefix" "$1"
}

template_of() {
  printf '%s/cloudformation/%s.yaml' "$checkout" "$1"
}

# stack_field STACK QUERY: a field of the stack; nothing if there is no such stack or field. STACK may be a stack's ARN, by
# which CloudFormation knows a deleted one.
stack_field() {
  local name=$1 answer
  case $name in
  arn:*) ;;
  *) name=$(stack_name "$name") ;;
  esac
  if answer=$(aws_text cloudformation describe-stacks --stack-name "$name" --query "Stacks[0].$2" 2>&1); then
    printf '%s' "$answer"
  else
    case $answer in
    *'does not exist'*) ;;
    *) fail "$answer" ;;
    esac
  fi
}

# stack_status STACK: nothing if there is none.
stack_status() {
  stack_field "$1" StackStatus
}

# stack_output STACK KEY: fails if the stack or the output is missing.
stack_output() {
  local value
  value=$(find_output "$1" "$2") || exit 1
  [ -n "$value" ] ||
    fail "stack $(stack_name "$1") has no output $2: is it deployed in $region? scripts/deploy --prefix $prefix does it."
  printf '%s' "$value"
}

# find_output STACK KEY: nothing if the stack or the output is missing.
find_output() {
  stack_field "$1" "Outputs[?OutputKey=='$2'].OutputValue | [0]"
}

# stack_parameter STACK KEY: the value with which the stack is deployed; nothing if it is not.
stack_parameter() {
  stack_field "$1" "Parameters[?ParameterKey=='$2'].ParameterValue | [0]"
}

# stack_resource STACK RESOURCE: the name or id of what the stack has created for this resource of its template; nothing
# if it has not.
stack_resource() {
  local status
  status=$(stack_status "$1") || exit 1
  [ -n "$status" ] || return 0
  aws_text cloudformation describe-stack-resources --stack-name "$(stack_name "$1")" \
    --query "StackResources[?LogicalResourceId=='$2'].PhysicalResourceId | [0]"
}

# template_parameters STACK: the names, one a line. The templates are laid out so that this finds them.
template_parameters() {
  awk '/^[A-Za-z]/ { inside = ($1 == "Parameters:") } inside && /^  [A-Za-z]+:$/ { sub(/:$/, "", $1); print $1 }' \
    "$(template_of "$1")"
}

# template_default STACK KEY
template_default() {
  awk -v key="$2:" '
    /^[A-Za-z]/ { inside = ($1 == "Parameters:") }
    inside && /^  [A-Za-z]+:$/ { found = ($1 == key) }
    inside && found && $1 == "Default:" { sub(/^ *Default: */, ""); gsub(/\047/, ""); print; exit }' \
    "$(template_of "$1")"
}

# deploy_stack STACK KEY=VALUE...: creates or updates the stack and waits. Parameters that are not given keep their
# values, or get the template's defaults; those that the template does not have are left out.
deploy_stack() {
  local stack=$1 status parameters
  shift
  status=$(stack_status "$stack")
  case $status in
  *_IN_PROGRESS)
    fail "stack $(stack_name "$stack") is being changed by somebody ($status): wait for that to end, then run this again."
    ;;
  UPDATE_ROLLBACK_FAILED)
    fail "stack $(stack_name "$stack") is stuck: see what failed in CloudFormation's console, then run" \
      "aws cloudformation continue-update-rollback --stack-name $(stack_name "$stack") --region $region"
    ;;
  ROLLBACK_COMPLETE | ROLLBACK_FAILED | CREATE_FAILED)
    say "Stack $(stack_name "$stack") was never created to the end: removing what is left of it."
    delete_stack "$stack"
    status=
    ;;
  esac
  parameters=$(temporary_file)
  stack_parameters "$stack" "$status" "$@" >"$parameters"
  if [ -z "$status" ]; then
    create_stack "$stack" "$parameters"
  else
    update_stack "$stack" "$parameters"
  fi
}

create_stack() {
  say "Creating stack $(stack_name "$1")."
  local id
  id=$(aws cloudformation create-stack --stack-name "$(stack_name "$1")" --template-body "file://$(template_of "$1")" \
    --parameters "file://$2" --capabilities CAPABILITY_NAMED_IAM --query StackId --output text) ||
    fail "CloudFormation did not accept stack $(stack_name "$1")"
  follow_stack "$id" 0 CREATE_COMPLETE
}

update_stack() {
  local answer seen
  seen=$(stack_events "$(stack_name "$1")" | wc -l)
  if answer=$(aws cloudformation update-stack --stack-name "$(stack_name "$1")" --template-body "file://$(template_of "$1")" \
    --parameters "file://$2" --capabilities CAPABILITY_NAMED_IAM --query StackId --output text 2>&1); then
    say "Updating stack $(stack_name "$1")."
    follow_stack "$answer" "$seen" UPDATE_COMPLETE
  else
    case $answer in
    *'No updates are to be performed'*) say "Stack $(stack_name "$1") is up to date." ;;
    *) fail "$answer" ;;
    esac
  fi
}

# delete_stack STACK: deletes the stack, if there is one, and waits. What its template retains stays.
delete_stack() {
  local id seen
  id=$(stack_field "$1" StackId)
  if [ -z "$id" ]; then
    say "There is no stack $(stack_name "$1")."
    return
  fi
  seen=$(stack_events "$id" | wc -l)
  say "Deleting stack $(stack_name "$1")."
  aws cloudformation delete-stack --stack-name "$id"
  follow_stack "$id" "$seen" DELETE_COMPLETE
}

# stack_parameters STACK STATUS KEY=VALUE...: the input of --parameters, as JSON.
stack_parameters() {
  local stack=$1 status=$2 present='' key given separator=''
  shift 2
  if [ -n "$status" ]; then
    present=$(stack_field "$stack" 'Parameters[].ParameterKey')
  fi
  printf '['
  for key in $(template_parameters "$stack"); do
    if given=$(value_of "$key" "$@"); then
      printf '%s{"ParameterKey": "%s", "ParameterValue": %s}' "$separator" "$key" "$(json_string "$given")"
    elif contains_word "$present" "$key"; then
      printf '%s{"ParameterKey": "%s", "UsePreviousValue": true}' "$separator" "$key"
    else
      continue
    fi
    separator=', '
  done
  printf ']'
}

# value_of KEY KEY=VALUE...: the last one given; status 1 if none is.
value_of() {
  local key=$1 pair value='' found=1
  shift
  for pair in "$@"; do
    if [ "${pair%%=*}" = "$key" ]; then
      value=${pair#*=}
      found=0
    fi
  done
  printf '%s' "$value"
  return $found
}

# contains_word TEXT WORD
contains_word() {
  case " $(printf '%s' "$1" | tr '\t\n' '  ') " in
  *" $2 "*) return 0 ;;
  esac
  return 1
}

# follow_stack ID SEEN-EVENTS EXPECTED-STATUS: shows what happens until it ends, and fails if it ends in another way.
follow_stack() {
  local id=$1 seen=$2 expected=$3 started=$SECONDS status events
  while :; do
    status=$(stack_status "$id")
    events=$(stack_events "$id")
    print_events "$events" "$seen"
    seen=$(printf '%s\n' "$events" | wc -l)
    case $status in
    *_IN_PROGRESS) sleep "$poll_seconds" ;;
    *) break ;;
    esac
  done
  # By its ARN a deleted stack is known for 90 days on AWS, and not at all to some emulators.
  [ -n "$status" ] || status=DELETE_COMPLETE
  if [ "$status" != "$expected" ]; then
    fail "stack ${id##*:stack/} ended as $status: the first line with FAILED above says why. Put that right and run this again."
  fi
  say "  done in $((SECONDS - started)) s."
}

# stack_events ID: one line each, oldest first: status, resource, reason.
stack_events() {
  aws cloudformation describe-stack-events --stack-name "$1" \
    --query 'StackEvents[].[ResourceStatus, LogicalResourceId, ResourceStatusReason]' --output text 2>/dev/null |
    awk '{ lines[NR] = $0 } END { for (i = NR; i > 0; i--) print lines[i] }'
}

# print_events EVENTS SEEN: those after the seen ones in which something was finished, or failed.
print_events() {
  printf '%s\n' "$1" | awk -F '\t' -v seen="$2" '
    NR > seen && $1 ~ /_COMPLETE$/ { printf "  %-22s %s\n", $1, $2 }
    NR > seen && $1 ~ /_FAILED$/ { printf "  %-22s %s: %s\n", $1, $2, $3 }' >&2
}
