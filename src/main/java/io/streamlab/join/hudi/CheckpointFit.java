package io.streamlab.join.hudi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Compares a table with the checkpoint at the start of the job: whether the rows of the checkpoint's batches are there, and
 * whether somebody else has changed the table since the job's last commit.
 *
 * <table>
 * <caption>What is found</caption>
 * <tr><th>found</th><th>the job</th></tr>
 * <tr><td>the commit that the job noted last is not in the table: a new table, another table, or an earlier version of
 *     it</td><td>stops</td></tr>
 * <tr><td>no note, and no commit of the checkpoint's query in the table</td><td>warns</td></tr>
 * <tr><td>a new checkpoint and a table with commits, as for a replay</td><td>warns</td></tr>
 * <tr><td>a checkpoint that was set back</td><td>warns</td></tr>
 * <tr><td>commits of others, replaced files, a restored version</td><td>warns; re-enrichment compares every row</td></tr>
 * </table>
 */
final class CheckpointFit {
    private final String table;
    private final Checkpoint checkpoint;
    private final HudiTimeline timeline;
    private final List<HudiCommit> commits;
    private final List<HudiCommit> own;
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private boolean changedByOthers;

    private CheckpointFit(String table, Checkpoint checkpoint, HudiTimeline timeline) {
        this.table = table;
        this.checkpoint = checkpoint;
        this.timeline = timeline;
        this.commits = timeline.after("");
        this.own = new ArrayList<>();
        Optional<String> queryId = checkpoint.queryId();
        for (HudiCommit commit : commits) {
            if (queryId.isPresent() && queryId.equals(commit.provenance().queryId())) {
                own.add(commit);
            }
        }
    }

    static CheckpointFit of(String table, Checkpoint checkpoint, HudiTimeline timeline) {
        CheckpointFit fit = new CheckpointFit(table, checkpoint, timeline);
        fit.compare();
        return fit;
    }

    /** Returns a sentence if rows of the checkpoint's batches would be missing, with the way out. */
    List<String> problems() {
        return Collections.unmodifiableList(problems);
    }

    /** Returns sentences on what is unusual, and right in some cases. */
    List<String> warnings() {
        return Collections.unmodifiableList(warnings);
    }

    /** Returns whether somebody else has changed the table since the job's last commit. */
    boolean isChangedByOthers() {
        return changedByOthers;
    }

    private void compare() {
        Optional<String> noted = checkpoint.notedCommit();
        if (noted.isPresent() && hasLost(noted.get())) {
            problems.add("the job that has the checkpoint made the commit " + noted.get() + " in the table in "
                    + checkpoint.notedTable().orElse("an unknown place") + ", and the table in " + table
                    + " does not have that commit: it is a new table, another one, or an earlier version of it, and the rows of "
                    + "the checkpoint's batches would be missing. Give --target_path as it was; or give a new "
                    + "--checkpoint_path, and the stream is read again; or delete " + checkpoint.noteFile()
                    + " to do without those rows (docs/RUNBOOK.md, \"Checkpoint and table\")");
        } else if (own.isEmpty()) {
            compareWithForeignTable();
        } else {
            compareWithOwnTable(noted);
        }
    }

    /** A commit that is older than all others may be in the archive, where nobody looks for it. */
    private boolean hasLost(String instant) {
        boolean isThere = commits.stream().anyMatch(commit -> commit.instant().equals(instant));
        boolean hasNewer = own.stream().anyMatch(commit -> commit.instant().compareTo(instant) > 0);
        boolean mayBeArchived = timeline.hasArchive()
                && !commits.isEmpty()
                && commits.get(0).instant().compareTo(instant) > 0;
        return !isThere && !hasNewer && !mayBeArchived;
    }

    private void compareWithForeignTable() {
        changedByOthers = !commits.isEmpty();
        OptionalLong done = checkpoint.newestDoneBatch();
        if (done.isPresent()) {
            warnings.add("The checkpoint has done batches up to " + done.getAsLong() + ", and " + describedTable()
                    + ". Rows of those batches may be missing there, unless all their records were rejected");
        } else if (changedByOthers) {
            warnings.add("The checkpoint is new, and " + describedTable()
                    + ". That is right for a replay: older events " + "replace no row");
        }
    }

    private String describedTable() {
        return commits.isEmpty()
                ? "there is no table in " + table
                : "the newest commit of the table in " + table + ", "
                        + commits.get(commits.size() - 1).instant() + ", is of "
                        + commits.get(commits.size() - 1).provenance();
    }

    private void compareWithOwnTable(Optional<String> noted) {
        warnOfEarlierCheckpoint();
        String newestOwn = own.get(own.size() - 1).instant();
        String since = noted.filter(instant -> instant.compareTo(newestOwn) < 0).orElse(newestOwn);
        List<String> changes = new ArrayList<>();
        for (HudiCommit commit : commits) {
            if (commit.instant().compareTo(since) > 0 && !own.contains(commit)) {
                changes.add("commit " + commit.instant() + " of " + commit.provenance());
            }
        }
        changes.addAll(timeline.changesWithoutCommit(since));
        if (!changes.isEmpty()) {
            changedByOthers = true;
            warnings.add("Somebody else has changed the table in " + table + " since the job's commit " + since + ": "
                    + String.join(", ", changes)
                    + ". The job goes on. Rows that were removed come back only by a replay");
        }
    }

    private void warnOfEarlierCheckpoint() {
        OptionalLong inTable = own.stream()
                .map(HudiCommit::provenance)
                .filter(BatchProvenance::isBatch)
                .mapToLong(BatchProvenance::batchId)
                .max();
        OptionalLong planned = checkpoint.newestBatch();
        if (inTable.isPresent() && inTable.getAsLong() > planned.orElse(-1)) {
            warnings.add(
                    "The table in " + table + " has batch " + inTable.getAsLong() + ", and the newest batch of the "
                            + "checkpoint is "
                            + (planned.isPresent() ? Long.toString(planned.getAsLong()) : "none")
                            + ": somebody has set the checkpoint back. The job writes those records again. A row that a delete removed "
                            + "meanwhile may come back until the delete is read again");
        }
    }
}
