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

# run_argument JOB RUN --KEY: the argument that the run was started with, else the job's own.
run_argument() {
  local value
  value=$(aws_text glue get-job-run --job-name "$1" --run-id "$2" --query "JobRun.Arguments.\"$3\"") || return 1
  [ -n "$value" ] || value=$(aws_text glue get-job --job-name "$1" --query "Job.DefaultArguments.\"$3\"") || return 1
  printf '%s' "$value"
}

# ended_after_its_batch JOB RUN SECONDS: asks the run to end after the batch that is running, and waits. Fails when the run has not ended in time.
ended_after_its_batch() {
  local job=$1 run=$2 seconds=$3 checkpoint request started state=RUNNING
  checkpoint=$(run_argument "$job" "$run" --checkpoint_path) || return 1
  request=${checkpoint%/}/stop_requests/$run
  printf 'stop' | aws s3 cp --only-show-errors - "$request" || return 1
  say "Asked run $run to end after its batch."
  started=$SECONDS
  while [ $((SECONDS - started)) -lt "$seconds" ]; do
    state=$(run_state "$job" "$run") || return 1
    contains_word 'RUNNING STOPPING' "$state" || break
    progress "Run $run is $state, $((SECONDS - started)) s"
    sleep "$poll_seconds"
  done
  end_progress
  # The run removes the request that it meets, but not one that came too late.
  aws s3 rm --only-show-errors "$request" || say "  $request could not be removed; it stops no other run."
  [ "$state" != RUNNING ]
}

# stop_active_run JOB [SECONDS]: stops the run, if there is one, and waits. With SECONDS, the run has this time to end its batch.
stop_active_run() {
  local run state seconds=${2:-0}
  run=$(active_run "$1") || exit 1
  if [ -z "$run" ]; then
    say 'The job does not run.'
    return
  fi
  state=$(run_state "$1" "$run") || exit 1
  if [ "$seconds" -gt 0 ] && [ "$state" = RUNNING ]; then
    if ended_after_its_batch "$1" "$run" "$seconds"; then
      state=$(wait_while "$1" "$run" STOPPING) || exit 1
      say "Run $run is $state."
      return
    fi
    say "Run $run has not ended. A batch that is cut off is repeated by the next start."
  fi
  stop_at_once "$1" "$run"
}

# stop_at_once JOB RUN: lets Glue end the run, and waits.
stop_at_once() {
  local run=$2 refusal state
  say "Stopping run $run."
  refusal=$(aws_text glue batch-stop-job-run --job-name "$1" --job-run-ids "$run" \
    --query 'Errors[0].ErrorDetail.ErrorMessage') ||
    fail 'Glue was not asked to stop it: that needs glue:BatchStopJobRun on the job.'
  # A run that is ending by itself is refused, and ends.
  [ -z "$refusal" ] || say "  Glue says: $refusal"
  state=$(wait_while "$1" "$run" STARTING RUNNING WAITING STOPPING) || exit 1
  say "Run $run is $state."
}
