package io.streamlab.kinesis.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShardRateLimitersTest {

    private final ManualClock clock = new ManualClock();
    private final ShardRateLimiters limiters = new ShardRateLimiters(clock, clock);

    @Test
    void allReadersOfAShardShareALimiter() {
        assertThat(limiters.of("a")).isSameAs(limiters.of("a")).isNotSameAs(limiters.of("b"));
    }

    @Test
    void limitersOfDeadShardsAreDropped() {
        IntStream.range(0, 4_000).forEach(shard -> limiters.of("dead" + shard).beforeGetRecords("iterator"));

        for (int minute = 0; minute < 25; minute++) {
            clock.advance(Duration.ofMinutes(1));
            limiters.of("alive").beforeGetRecords("iterator");
        }

        assertThat(limiters.size()).isEqualTo(1);
    }

    @Test
    void limiterThatIsInUseIsKept() {
        ShardRateLimiter busy = limiters.of("busy");
        for (int minute = 0; minute < 60; minute++) {
            clock.advance(Duration.ofMinutes(1));
            busy.beforeGetShardIterator();
            limiters.of("other" + minute);
        }

        assertThat(limiters.of("busy")).isSameAs(busy);
        assertThat(limiters.size()).isLessThan(25);
    }
}
