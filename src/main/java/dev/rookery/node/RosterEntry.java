package dev.rookery.node;

import dev.rookery.bus.Members.Member;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** A line of the roster: JSON, so that a newer node may say more than an older one reads. */
record RosterEntry(UUID process, Member member) {

    static String write(UUID process, Member member) {
        JsonArray roles = new JsonArray();
        member.roles().stream().map(Role::name).sorted().forEach(roles::add);
        return new JsonObject()
                .put("process", process.toString())
                .put("name", member.name())
                .put("roles", roles)
                .encode();
    }

    static RosterEntry read(String node, String text) {
        JsonObject json = new JsonObject(text);
        Set<Role> roles = json.getJsonArray("roles").stream()
                .map(role -> Role.valueOf(role.toString()))
                .collect(Collectors.toUnmodifiableSet());
        return new RosterEntry(
                UUID.fromString(json.getString("process")),
                new Member(NodeId.parse(node), json.getString("name"), roles));
    }
}
