# MySQL by the Data API of Aurora, and its replication by DMS; sourced by aws.sh.

# run_sql_file FILE: runs the statements of the file on the deployment's MySQL, one by one. Comments have lines of their
# own, and no statement contains a semicolon.
run_sql_file() {
  local statement
  while IFS= read -r -d ';' statement; do
    run_sql "$statement"
  done < <(sed '/^ *--/d' "$1")
}

# run_sql STATEMENT: the statement may hold a password, so it goes to the AWS CLI in a file.
run_sql() {
  local request cluster secret answer attempt
  request=$(temporary_file)
  cluster=$(stack_output reference-data DatabaseClusterArn) || exit 1
  secret=$(stack_output reference-data DatabaseMasterSecretArn) || exit 1
  printf '{"resourceArn": "%s", "secretArn": "%s", "sql": %s}' "$cluster" "$secret" "$(json_string "$1")" >"$request"
  for attempt in 1 2 3 4 5 6; do
    if answer=$(aws rds-data execute-statement --cli-input-json "file://$request" 2>&1); then
      rm -f "$request"
      return
    fi
    case $answer in
    *DatabaseResuming* | *DatabaseUnavailable* | *ServiceUnavailable* | *'Communications link failure'*)
      say "  MySQL is not ready yet (attempt $attempt)."
      sleep "$poll_seconds"
      ;;
    *) break ;;
    esac
  done
  say "$answer"
  fail 'the Data API did not run a statement. It needs rds-data:ExecuteStatement on the cluster and' \
    "secretsmanager:GetSecretValue on its administrator's secret. See whether the cluster is available in RDS's console."
}

# prepare_mysql: the example's table, and the user that DMS logs in as. Can be run again.
prepare_mysql() {
  local password
  say 'Preparing MySQL: database, table, and the user for DMS.'
  password=$(replication_password) || exit 1
  run_sql_file "$checkout/scripts/sql/create-reference-table.sql"
  run_sql "CREATE USER IF NOT EXISTS 'repl'@'%' IDENTIFIED BY '$password' REQUIRE SSL"
  run_sql "ALTER USER 'repl'@'%' IDENTIFIED BY '$password' REQUIRE SSL"
  run_sql "GRANT REPLICATION CLIENT, REPLICATION SLAVE ON *.* TO 'repl'@'%'"
  run_sql "GRANT SELECT ON mydev.country_lookup_table TO 'repl'@'%'"
}

# The password is of letters and digits only, as the template has it made.
replication_password() {
  local secret password
  secret=$(stack_output reference-data ReplicationUserSecretArn) || exit 1
  password=$(aws secretsmanager get-secret-value --secret-id "$secret" --query SecretString --output text |
    sed -n 's/.*"password" *: *"\([A-Za-z0-9]*\)".*/\1/p')
  [ -n "$password" ] || fail "the secret $secret has no password of letters and digits"
  printf '%s' "$password"
}

# certificates_name: how the certificate authorities of RDS are called in DMS.
certificates_name() {
  printf '%s-rds' "$prefix"
}

# rds_certificates FILE: prints the ARN of the certificate authorities of RDS in DMS. Imports them if need be, from the
# file, or if that is empty from AWS's own site.
rds_certificates() {
  local file=$1 arn url
  arn=$(find_certificates)
  if [ -z "$arn" ]; then
    if [ -z "$file" ]; then
      url=$(certificates_url)
      file=$(temporary_file)
      say "Fetching the certificate authorities of RDS from $url"
      curl -fsSL -o "$file" "$url" ||
        fail "$url cannot be fetched. Get the bundle of $region by the page" \
          'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.SSL.html and name it with --rds-certificates.'
    fi
    arn=$(aws dms import-certificate --certificate-identifier "$(certificates_name)" --certificate-pem "file://$file" \
      --query Certificate.CertificateArn --output text) || fail "DMS did not take the certificates in $file"
  fi
  printf '%s' "$arn"
}

# certificates_url: where AWS has the certificate authorities of RDS in the region; GovCloud and China have sites of their own.
certificates_url() {
  case $region in
  us-gov-*) printf 'https://truststore.pki.us-gov-west-1.rds.amazonaws.com' ;;
  cn-*) printf 'https://rds-truststore.s3.cn-north-1.amazonaws.com.cn' ;;
  *) printf 'https://truststore.pki.rds.amazonaws.com' ;;
  esac
  printf '/%s/%s-bundle.pem' "$region" "$region"
}

# find_certificates: the ARN; nothing if they are not imported. DMS calls that an error.
find_certificates() {
  local answer
  if answer=$(aws_text dms describe-certificates --filters "Name=certificate-id,Values=$(certificates_name)" \
    --query 'Certificates[0].CertificateArn' 2>&1); then
    printf '%s' "$answer"
  else
    case $answer in
    *ResourceNotFound*) ;;
    *) fail "$answer" ;;
    esac
  fi
}

# task_field TASK FIELD: a field of the DMS task, by its path; nothing if it is missing.
task_field() {
  aws_text dms describe-replication-tasks --filters "Name=replication-task-arn,Values=$1" \
    --query "ReplicationTasks[0].$2"
}

# start_replication: starts the DMS task where it has to start, and waits until the rows of MySQL are in DynamoDB.
start_replication() {
  local task source target kind
  task=$(stack_output reference-data ReplicationTaskArn) || exit 1
  source=$(stack_output reference-data SourceEndpointArn) || exit 1
  target=$(stack_output reference-data TargetEndpointArn) || exit 1
  await_settled_task "$task"
  case $(task_field "$task" Status) in
  running)
    say 'Replication is running.'
    return
    ;;
  ready) kind=start-replication ;;
  *)
    # Goes on where it stopped if it ever came so far. Loading again overwrites items with what they are.
    kind=reload-target
    [ -z "$(task_field "$task" RecoveryCheckpoint)" ] || kind=resume-processing
    ;;
  esac
  # DMS starts no task whose connections have not been tested.
  test_connection "$source" MySQL
  test_connection "$target" DynamoDB
  say "Starting replication ($kind)."
  aws dms start-replication-task --replication-task-arn "$task" --start-replication-task-type "$kind" >/dev/null
  await_loaded_task "$task"
  say 'Replication is running; the rows of MySQL are in DynamoDB.'
}

# await_settled_task TASK: until DMS has done what it is doing with it.
await_settled_task() {
  local status started=$SECONDS
  while :; do
    status=$(task_field "$1" Status)
    case $status in
    ready | running | stopped | failed) break ;;
    '') fail "DMS does not know the task $1" ;;
    esac
    progress "DMS task is $status, $((SECONDS - started)) s"
    sleep "$poll_seconds"
  done
  end_progress
}

await_loaded_task() {
  local status percent started=$SECONDS
  while :; do
    status=$(task_field "$1" Status)
    percent=$(task_field "$1" ReplicationTaskStats.FullLoadProgressPercent)
    case $status in
    failed | stopped)
      fail "the DMS task is $status: $(task_field "$1" LastFailureMessage) $(task_field "$1" StopReason)" \
        "Its log is in CloudWatch, group dms-tasks-$prefix-reference-data."
      ;;
    esac
    # A task that is only starting has no statistics yet.
    case $(task_field "$1" ReplicationTaskStats.TablesErrored) in
    '' | 0) ;;
    *) fail "DMS could not load a table; its log is in CloudWatch, group dms-tasks-$prefix-reference-data." ;;
    esac
    if [ "$status" = running ] && [ "$percent" = 100 ]; then
      break
    fi
    progress "DMS task is $status, ${percent:-0} % loaded, $((SECONDS - started)) s"
    sleep "$poll_seconds"
  done
  end_progress
}

# test_connection ENDPOINT NAME: from the replication instance to the endpoint.
test_connection() {
  local instance status started=$SECONDS
  instance=$(stack_output reference-data ReplicationInstanceArn) || exit 1
  [ "$(connection_field "$instance" "$1" Status)" != successful ] || return 0
  aws dms test-connection --replication-instance-arn "$instance" --endpoint-arn "$1" >/dev/null
  while :; do
    status=$(connection_field "$instance" "$1" Status)
    case $status in
    successful) break ;;
    failed) fail "DMS cannot connect to $2: $(connection_field "$instance" "$1" LastFailureMessage)" ;;
    esac
    progress "DMS tests its connection to $2, $((SECONDS - started)) s"
    sleep "$poll_seconds"
  done
  end_progress
}

# connection_field INSTANCE ENDPOINT FIELD: nothing if the connection was never tested, which DMS calls an error.
connection_field() {
  local answer
  if answer=$(aws_text dms describe-connections \
    --filters "Name=replication-instance-arn,Values=$1" "Name=endpoint-arn,Values=$2" \
    --query "Connections[0].$3" 2>&1); then
    printf '%s' "$answer"
  else
    case $answer in
    *ResourceNotFound*) ;;
    *) fail "$answer" ;;
    esac
  fi
}

# stop_replication: stops the DMS task if it runs, and waits.
stop_replication() {
  local task
  task=$(find_output reference-data ReplicationTaskArn) || exit 1
  [ -n "$task" ] || return 0
  await_settled_task "$task"
  [ "$(task_field "$task" Status)" = running ] || return 0
  say 'Stopping replication.'
  aws dms stop-replication-task --replication-task-arn "$task" >/dev/null
  # DMS says stopping only after a moment.
  while [ "$(task_field "$task" Status)" = running ]; do
    sleep "$poll_seconds"
  done
  await_settled_task "$task"
}
