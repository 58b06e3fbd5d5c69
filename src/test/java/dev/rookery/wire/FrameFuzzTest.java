package dev.rookery.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client sends is a frame or a malformed one, never another exception. */
class FrameFuzzTest {
    private static final int ROUNDS = 20_000;
    private static final String FRAGMENTS = "{}[]\":,\\u 0019-+eE.tfn\u0000\ud83d\udc26\ufeff/*#'é";

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_122, -7})
    void everyMutationIsAFrameOrMalformed(long seed) {
        Random random = new Random(seed);
        List<String> seeds = GoldenFrames.names().map(GoldenFrames::text).toList();
        int frames = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String mutated = mutate(seeds.get(random.nextInt(seeds.size())), random);
            if (isFrame(mutated)) {
                frames++;
            }
        }

        assertThat(frames).as("both outcomes occur").isBetween(1, ROUNDS - 1);
    }

    private static boolean isFrame(String text) {
        try {
            assertThat(FrameCodec.decode(text)).isNotNull();
            return true;
        } catch (MalformedFrameException e) {
            assertThat(FrameCodec.encode(e.answer()).length()).isLessThan(500);
            return false;
        }
    }

    private static String mutate(String frame, Random random) {
        StringBuilder text = new StringBuilder(frame);
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(5)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, fragment(random));
                case 2 -> text.setCharAt(at, fragment(random));
                case 3 -> text.setLength(Math.max(1, at));
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(40))));
            }
            if (text.isEmpty()) {
                text.append(fragment(random));
            }
        }
        return text.toString();
    }

    private static char fragment(Random random) {
        return random.nextInt(8) == 0
                ? (char) random.nextInt(0x10000)
                : FRAGMENTS.charAt(random.nextInt(FRAGMENTS.length()));
    }
}
