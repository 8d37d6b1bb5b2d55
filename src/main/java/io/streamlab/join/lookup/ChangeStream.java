package io.streamlab.join.lookup;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toList;

import io.streamlab.join.config.LookupConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.ExpiredIteratorException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.model.StreamStatus;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Follows the stream of a reference table, from a moment before a scan.
 *
 * <p>All changes of one item are in one line of shards: a shard, and the children that follow it when it is closed. So a child is
 * read after its parent, and lines of shards are read at the same time.
 *
 * <p>DynamoDB does not say where a shard ends that still gets records:
 *
 * <ul>
 *   <li>An answer without records may come before further records, as each answer passes a part of the shard's time only. From
 *       TRIM_HORIZON about five such answers pass a whole shard; twice as many count as the end here.
 *   <li>From a position that was the end some minutes ago, one answer without records is the end.
 *   <li>A record that was written after the read began is the end, too. Else a table that is always written would have none.
 * </ul>
 *
 * <p>Not safe for several threads.
 */
final class ChangeStream {
    /** Twice the number that users of DynamoDB Streams have found to pass an empty shard (docs/DECISIONS.md). */
    static final int EMPTY_ANSWERS_TO_END = 10;

    /**
     * DynamoDB keeps records for 24 hours. It closes a shard after about 4 hours, so up to here the answers without records of
     * {@link #EMPTY_ANSWERS_TO_END} pass the whole pause.
     */
    private static final Duration LONGEST_PAUSE = Duration.ofHours(4);

    /** So often the shards are listed again for the child of a closed one or a parent, which the list may lack for a moment. */
    private static final int MOST_LISTS = 6;

    private static final Duration PAUSE_BEFORE_A_LIST = Duration.ofMillis(200);

    /** An iterator that expires again at once is not worth a fourth. */
    private static final int MOST_RENEWALS = 3;

    /** A finished shard stays in the list for a day. */
    private static final Duration FINISHED_SHARDS_KEPT = Duration.ofDays(3);

    private final DynamoDbStreamsClient streams;
    private final LookupConfig lookup;
    private final String arn;
    private final ParallelRead readers;
    private final Clock clock;
    private final ShrinkCheck.Pause pause;

    /** Those that are not finished. */
    private final Map<String, FollowedShard> shards = new LinkedHashMap<>();

    /** When each shard was finished, or was found closed before the scan. */
    private final Map<String, Instant> finished = new HashMap<>();

    /** The ids of all parents in the last list. */
    private Set<String> parents = Collections.emptySet();

    /** The ids of shards in the last list that wait for a parent, which the list lacks. */
    private Set<String> orphans = Collections.emptySet();

    /** The ids of shards that are finished, and whose children no list has had. */
    private final Set<String> childless = new HashSet<>();

    private Instant lastRead;

    ChangeStream(
            DynamoDbStreamsClient streams,
            LookupConfig lookup,
            String arn,
            ParallelRead readers,
            Clock clock,
            ShrinkCheck.Pause pause) {
        this.streams = streams;
        this.lookup = lookup;
        this.arn = arn;
        this.readers = readers;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Takes the position of now in each open shard. All changes from now on are read later.
     *
     * @return why the stream cannot be followed; empty if it can
     */
    Optional<String> begin() {
        Instant now = clock.instant();
        List<Shard> listed = new ArrayList<>();
        Optional<String> problem = list(listed);
        if (problem.isPresent()) {
            return problem;
        }
        for (Shard shard : listed) {
            if (isClosed(shard)) {
                finished.put(shard.shardId(), now);
                childless.add(shard.shardId());
            } else {
                follow(shard, ShardIteratorType.LATEST);
            }
            if (shard.parentShardId() != null) {
                // The list may lack it.
                finished.put(shard.parentShardId(), now);
            }
        }
        // DynamoDB does not say whether LATEST is the end when the iterator is made or when the iterator is first used.
        Optional<String> gap = ofAll(shards.values(), shard -> answer(shard, any -> shard.reachedEnd(now)));
        childless.addAll(finishShards(now));
        lastRead = now;
        return gap;
    }

    /**
     * Reads all changes up to now, those of an item in their order. After a failure this object is of no more use.
     *
     * @param changes gets the records. Several threads call it at the same time
     * @return why changes may be missing, so that the table has to be scanned; empty if none is missing
     */
    Optional<String> readToEnd(Consumer<List<Record>> changes) {
        Instant begin = clock.instant();
        if (begin.isAfter(lastRead.plus(LONGEST_PAUSE))) {
            return Optional.of("its stream was last read at " + lastRead + ", which is more than "
                    + LONGEST_PAUSE.toHours() + " hours ago");
        }
        Set<String> read = new HashSet<>();
        for (int lists = 0; lists < MOST_LISTS; lists++) {
            Optional<String> problem = listNewShards();
            if (problem.isPresent()) {
                return problem;
            }
            childless.removeIf(parents::contains);
            List<FollowedShard> ready = readyShards(read);
            while (!ready.isEmpty()) {
                Optional<String> gap = ofAll(ready, shard -> readShard(shard, begin, changes));
                if (gap.isPresent()) {
                    return gap;
                }
                ready.forEach(shard -> read.add(shard.id()));
                childless.addAll(finishShards(begin));
                childless.removeIf(parents::contains);
                ready = readyShards(read);
            }
            if (childless.isEmpty() && orphans.isEmpty()) {
                break;
            }
            if (lists > 0) {
                sleep();
            }
        }
        // A child that is listed later is read then.
        childless.clear();
        lastRead = begin;
        return orphans.isEmpty()
                ? Optional.empty()
                : Optional.of("the list of its stream's shards lacks a parent of " + orphans);
    }

    private Optional<String> listNewShards() {
        List<Shard> listed = new ArrayList<>();
        Optional<String> problem = list(listed);
        if (problem.isPresent()) {
            return problem;
        }
        parents = listed.stream()
                .map(Shard::parentShardId)
                .filter(Objects::nonNull)
                .collect(toCollection(HashSet::new));
        followNewShards(listed);
        for (Shard shard : listed) {
            Optional.ofNullable(shard.parentShardId()).map(shards::get).ifPresent(FollowedShard::close);
            if (isClosed(shard) && shards.containsKey(shard.shardId())) {
                shards.get(shard.shardId()).close();
            }
        }
        return Optional.empty();
    }

    private void followNewShards(List<Shard> listed) {
        Map<String, Shard> unknown = new LinkedHashMap<>();
        listed.stream()
                .filter(shard -> !isKnown(shard.shardId()))
                .forEach(shard -> unknown.put(shard.shardId(), shard));
        for (Shard shard : listed) {
            if (isKnown(shard.shardId())) {
                finishAncestors(shard, unknown);
            }
        }
        boolean anyFollowed = true;
        while (anyFollowed) {
            List<Shard> next = unknown.values().stream()
                    .filter(shard -> shard.parentShardId() == null || isKnown(shard.parentShardId()))
                    .collect(toList());
            for (Shard shard : next) {
                unknown.remove(shard.shardId());
                follow(shard, ShardIteratorType.TRIM_HORIZON);
            }
            anyFollowed = !next.isEmpty();
        }
        orphans = unknown.keySet();
    }

    /** Its ancestors have nothing that the scan did not see: the first list has had the shard, and not them. */
    private void finishAncestors(Shard shard, Map<String, Shard> unknown) {
        Shard ancestor = unknown.remove(shard.parentShardId());
        while (ancestor != null) {
            finished.put(ancestor.shardId(), clock.instant());
            ancestor = unknown.remove(ancestor.parentShardId());
        }
    }

    private boolean isKnown(String shard) {
        return finished.containsKey(shard) || shards.containsKey(shard);
    }

    private void follow(Shard shard, ShardIteratorType start) {
        shards.put(shard.shardId(), new FollowedShard(shard.shardId(), shard.parentShardId(), start));
    }

    /** Returns the shards that are not read yet and whose parents are finished. */
    private List<FollowedShard> readyShards(Set<String> read) {
        return shards.values().stream()
                .filter(shard -> !read.contains(shard.id()))
                .filter(shard -> !shard.parent().filter(shards::containsKey).isPresent())
                .collect(toList());
    }

    /** Returns the ids of the shards that are finished now, and were not before. */
    private Set<String> finishShards(Instant now) {
        Set<String> ids = shards.values().stream()
                .filter(FollowedShard::isFinished)
                .map(FollowedShard::id)
                .collect(toCollection(HashSet::new));
        for (String id : ids) {
            shards.remove(id);
            finished.put(id, now);
        }
        finished.values().removeIf(since -> since.isBefore(now.minus(FINISHED_SHARDS_KEPT)));
        return ids;
    }

    private static boolean isClosed(Shard shard) {
        return shard.sequenceNumberRange() != null
                && shard.sequenceNumberRange().endingSequenceNumber() != null;
    }

    /** Returns why the stream cannot be followed; empty if it can. */
    private Optional<String> list(List<Shard> shards) {
        String last = null;
        do {
            String from = last;
            StreamDescription description;
            try {
                DescribeStreamResponse answer =
                        streams.describeStream(request -> request.streamArn(arn).exclusiveStartShardId(from));
                description = answer.streamDescription();
            } catch (ResourceNotFoundException e) {
                return Optional.of("its stream " + arn + " is gone");
            } catch (RuntimeException e) {
                throw new ReferenceTableException(lookup.table(), e);
            }
            if (description.streamStatus() == StreamStatus.DISABLED
                    || description.streamStatus() == StreamStatus.DISABLING) {
                return Optional.of("its stream " + arn + " is disabled");
            }
            shards.addAll(description.shards());
            last = description.lastEvaluatedShardId();
        } while (last != null);
        return Optional.empty();
    }

    private interface ShardWork {
        /** Returns why changes may be missing; empty if none is missing. */
        Optional<String> of(FollowedShard shard);
    }

    private Optional<String> ofAll(Iterable<FollowedShard> all, ShardWork work) {
        List<Callable<Optional<String>>> parts = new ArrayList<>();
        all.forEach(shard -> parts.add(() -> work.of(shard)));
        return readers.run(parts, "the changes of its stream").stream()
                .filter(Optional::isPresent)
                .findFirst()
                .orElse(Optional.empty());
    }

    private Optional<String> readShard(FollowedShard shard, Instant begin, Consumer<List<Record>> changes) {
        EndOfShard end = new EndOfShard(begin, shard.isNearEnd(begin) ? 1 : EMPTY_ANSWERS_TO_END);
        while (!shard.isFinished()) {
            Optional<String> gap = answer(shard, changes.andThen(end::note));
            if (gap.isPresent()) {
                return gap;
            }
            // A closed shard has an end that DynamoDB tells.
            if (!shard.isClosed() && end.isReached()) {
                shard.reachedEnd(begin);
                break;
            }
        }
        return Optional.empty();
    }

    /**
     * Reads one answer.
     *
     * @param taken gets the records before the shard moves behind them
     * @return why changes may be missing; empty if none is missing
     */
    private Optional<String> answer(FollowedShard shard, Consumer<List<Record>> taken) {
        for (int renewals = 0; ; renewals++) {
            try {
                if (!shard.iterator().isPresent()) {
                    shard.useIterator(
                            streams.getShardIterator(shard.iteratorRequest(arn)).shardIterator());
                }
                String iterator = shard.iterator().get();
                GetRecordsResponse answer = streams.getRecords(request -> request.shardIterator(iterator));
                taken.accept(answer.records());
                shard.advance(answer);
                return Optional.empty();
            } catch (ExpiredIteratorException e) {
                if (!shard.dropIterator() || renewals == MOST_RENEWALS) {
                    return Optional.of("the position in the shard " + shard.id()
                            + " of its stream has expired, as the shard was not read for 15 minutes");
                }
            } catch (TrimmedDataAccessException e) {
                return Optional.of(
                        "changes in the shard " + shard.id() + " of its stream were trimmed before they were read");
            } catch (ResourceNotFoundException e) {
                return Optional.of("the shard " + shard.id() + " of its stream, or the stream, is gone");
            }
        }
    }

    private void sleep() {
        try {
            pause.sleep(PAUSE_BEFORE_A_LIST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReferenceTableException(lookup.table(), e);
        }
    }

    /** Decides whether the end of a shard is reached that still gets records. */
    private static final class EndOfShard {
        private final Instant begin;
        private final int emptyAnswersToEnd;
        private int emptyAnswers;
        private boolean isPastBegin;

        EndOfShard(Instant begin, int emptyAnswersToEnd) {
            this.begin = begin;
            this.emptyAnswersToEnd = emptyAnswersToEnd;
        }

        void note(List<Record> records) {
            if (records.isEmpty()) {
                emptyAnswers++;
                return;
            }
            emptyAnswers = 0;
            Instant written = records.get(records.size() - 1).dynamodb().approximateCreationDateTime();
            isPastBegin = written != null && written.isAfter(begin);
        }

        boolean isReached() {
            return isPastBegin || emptyAnswers >= emptyAnswersToEnd;
        }
    }
}
