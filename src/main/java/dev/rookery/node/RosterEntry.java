package dev.rookery.node;

import dev.rookery.cluster.Members.Member;
import dev.rookery.cluster.NodeRole;
import dev.rookery.credentials.ClusterSecret;
import dev.rookery.domain.NodeId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A line of the roster: JSON, so that a newer node may say more than an older one reads, under a seal, so that who is in the
 * Hazelcast cluster without knowing its secret puts nobody on the roster.
 */
record RosterEntry(UUID process, Member member, KeyIds keys) {
    private static final String ENTRY = "entry";
    private static final String SEAL = "seal";

    static String write(UUID process, Member member, KeyIds keys, ClusterSecret secret) {
        JsonArray roles = new JsonArray();
        member.roles().stream().map(NodeRole::name).sorted().forEach(roles::add);
        String entry = new JsonObject()
                .put("process", process.toString())
                .put("name", member.name())
                .put("roles", roles)
                .put("signs", keys.signs())
                .put("accepts", new JsonArray(keys.accepts().stream().sorted().toList()))
                .encode();
        return new JsonObject()
                .put(ENTRY, entry)
                .put(SEAL, secret.seal(sealed(member.id().toString(), entry)))
                .encode();
    }

    /** Empty for whatever no node of this cluster has written. */
    static Optional<RosterEntry> read(@Nullable Object key, @Nullable Object value, ClusterSecret secret) {
        if (!(key instanceof String node) || !(value instanceof String text)) {
            return Optional.empty();
        }
        try {
            JsonObject line = new JsonObject(text);
            String entry = line.getString(ENTRY, "");
            return secret.isSeal(line.getString(SEAL, ""), sealed(node, entry))
                    ? Optional.of(read(node, new JsonObject(entry)))
                    : Optional.empty();
        } catch (RuntimeException e) {
            // No JSON, or other JSON.
            return Optional.empty();
        }
    }

    private static String sealed(String node, String entry) {
        return "roster\n" + node + "\n" + entry;
    }

    private static RosterEntry read(String node, JsonObject json) {
        Set<NodeRole> roles = json.getJsonArray("roles").stream()
                .map(role -> NodeRole.valueOf(role.toString()))
                .collect(Collectors.toUnmodifiableSet());
        return new RosterEntry(
                UUID.fromString(json.getString("process")),
                new Member(NodeId.parse(node), json.getString("name"), roles),
                new KeyIds(
                        json.getString("signs"),
                        json.getJsonArray("accepts").stream()
                                .map(Object::toString)
                                .collect(Collectors.toUnmodifiableSet())));
    }
}
