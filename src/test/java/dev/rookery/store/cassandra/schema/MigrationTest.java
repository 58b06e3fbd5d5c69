package dev.rookery.store.cassandra.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationTest {
    @Test
    void everyFileInTheFolderIsApplied() throws IOException, URISyntaxException {
        Path folder = Path.of(
                Objects.requireNonNull(getClass().getResource("/schema")).toURI());

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(Migration.all().stream().map(Migration::file))
                    .containsExactlyElementsOf(
                            files.map(file -> file.getFileName().toString())
                                    .sorted()
                                    .toList());
        }
    }

    @Test
    void versionsAscend() {
        List<Integer> versions =
                Migration.all().stream().map(Migration::version).toList();

        assertThat(versions).isSorted().doesNotHaveDuplicates().startsWith(1);
    }

    @Test
    void everyStatementIsSafeToRepeatAndNamesItsKeyspace() {
        assertThat(Migration.all().stream().flatMap(migration -> migration.statements().stream()))
                .isNotEmpty()
                .allSatisfy(statement ->
                        assertThat(statement).contains("${keyspace}.").containsAnyOf("IF NOT EXISTS", "IF EXISTS"));
    }

    @Test
    void commentsAndEmptyStatementsAreLeftOut() {
        Migration migration = Migration.parse(
                "V007__x.cql", "-- a; comment\nCREATE a (\n  b text);\n\n  -- c\nCREATE d; \n;\nCREATE e");

        assertThat(migration.version()).isEqualTo(7);
        assertThat(migration.statements()).containsExactly("CREATE a (\n  b text)", "CREATE d", "CREATE e");
    }

    @Test
    void checksumFollowsTheText() {
        assertThat(Migration.parse("V001__x.cql", "a;").checksum())
                .hasSize(64)
                .isNotEqualTo(Migration.parse("V001__x.cql", "b;").checksum());
    }

    /**
     * Nodes compare what they applied with what they bring, and end if it differs: who edits a file makes all data unusable
     * that was stored before.
     */
    @Test
    void anAppliedFileNeverChanges() throws Exception {
        List<String> recorded = Files.readAllLines(Path.of("src/test/resources/schema-checksums.txt"));

        assertThat(Migration.all()).allSatisfy(migration -> assertThat(recorded)
                .as(
                        "%s is new or was changed. If it was ever on main it never changes: restore it and put the"
                                + " change into a new file. If it is new, add its line to src/test/resources/"
                                + "schema-checksums.txt (sha256sum deploy/schema/V*.cql prints it)",
                        migration.file())
                .contains(migration.checksum() + "  " + migration.file()));
        assertThat(recorded)
                .as("files that once were there stay")
                .hasSize(Migration.all().size());
    }
}
