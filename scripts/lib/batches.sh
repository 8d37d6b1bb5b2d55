# The last batches of the job, as a table; sourced by scripts/status.

# batch_table COUNT: reads a log of the job's driver, and prints the last COUNT reports of batches and of work between batches.
# Nothing if the log has none. A time is one of UTC.
batch_table() {
  awk -v count="$1" '
    # number KEY: a figure of the report. The figures of single reference tables come after those of the batch.
    function number(key, start) {
      start = match($0, "\"" key "\":-?[0-9.]+")
      return start ? substr($0, start + length(key) + 3, RLENGTH - length(key) - 3) + 0 : ""
    }
    function seconds(key, value) {
      value = number(key)
      return value == "" ? "-" : sprintf("%.1f", value / 1000)
    }
    function whole(key, value) {
      value = number(key)
      return value == "" ? "-" : sprintf("%d", value)
    }
    function clock(milliseconds, day) {
      day = int(milliseconds / 1000) % 86400
      return sprintf("%02d:%02d:%02d", day / 3600, day % 3600 / 60, day % 60)
    }
    /BatchReport: \{/ {
      sub(/^.*BatchReport: /, "")
      batch = number("batch_id") == "" ? "between" : whole("batch_id")
      if (number("failures") != "") {
        batch = batch " FAILED"
      }
      ended = number("ended_at")
      rows[reports++ % count] = sprintf("%-9s %-10s %9s %9s %9s %9s %10s %7s %7s %7s %7s %7s", \
        ended == "" ? "-" : clock(ended), batch, whole("records_read"), whole("rows_written"), \
        whole("records_rejected"), whole("records_unmatched"), whole("rows_reenriched"), \
        seconds("consumer_lag_ms"), seconds("read_ms"), seconds("lookup_ms"), seconds("upsert_ms"), \
        number("batch_ms") == "" ? seconds("between_batches_ms") : seconds("batch_ms"))
    }
    END {
      if (reports == 0) {
        exit
      }
      printf "%-9s %-10s %9s %9s %9s %9s %10s %7s %7s %7s %7s %7s\n", "ended", "batch", "read", "written", \
        "rejected", "unmatched", "reenriched", "lag s", "read s", "lookup", "upsert", "all s"
      for (i = reports > count ? reports - count : 0; i < reports; i++) {
        print rows[i % count]
      }
    }'
}
