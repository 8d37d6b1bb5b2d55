# Runs of the Glue job; sourced by aws.sh.

# active_run JOB: the id of the run that has not ended; nothing if all have.
active_run() {
  aws_text glue get-job-runs --job-name "$1" --max-results 20 --query \
    "JobRuns[?JobRunState=='STARTING' || JobRunState=='RUNNING' || JobRunState=='WAITING' || JobRunState=='STOPPING'].Id | [0]"
}

# run_state JOB RUN
run_state() {
  aws_text glue get-job-run --job-name "$1" --run-id "$2" --query JobRun.JobRunState
}

# run_error JOB RUN: what Glue says about a run that failed.
run_error() {
  aws_text glue get-job-run --job-name "$1" --run-id "$2" --query JobRun.ErrorMessage
}

# wait_while JOB RUN STATE...: waits until the run is in none of the states, and prints the one that it is in.
wait_while() {
  local job=$1 run=$2 started=$SECONDS state
  shift 2
  while :; do
    state=$(run_state "$job" "$run") || return 1
    contains_word "$*" "$state" || break
    progress "Run $run is $state, $((SECONDS - started)) s"
    sleep "$poll_seconds"
  done
  end_progress
  printf '%s' "$state"
}

# stop_active_run JOB: stops the run, if there is one, and waits.
stop_active_run() {
  local run refusal state
  run=$(active_run "$1") || exit 1
  if [ -z "$run" ]; then
    say 'The job does not run.'
    return
  fi
  say "Stopping run $run."
  refusal=$(aws_text glue batch-stop-job-run --job-name "$1" --job-run-ids "$run" \
    --query 'Errors[0].ErrorDetail.ErrorMessage') ||
    fail 'Glue was not asked to stop it: that needs glue:BatchStopJobRun on the job.'
  # A run that is ending by itself is refused, and ends.
  [ -z "$refusal" ] || say "  Glue says: $refusal"
  state=$(wait_while "$1" "$run" STARTING RUNNING WAITING STOPPING) || exit 1
  say "Run $run is $state."
}
