package dev.rookery.tool.torture;

import java.util.List;
import java.util.Map;

/**
 * Everything that is known after a run.
 *
 * @param ops of all clients
 * @param logs rows of each chat in the order of their seqs, as each node tells them: by node, then by chat
 * @param views what each client holds: by client, then by chat
 * @param unread what each client was told is unread: by client, then by chat
 * @param sums what the cluster says is unread for each client in all of its chats
 * @param refusals what clients were refused for good
 * @param holes how many seqs of a chat may be without a message: new owners leave some
 */
record Evidence(
        List<Op> ops,
        Map<String, Map<String, List<Row>>> logs,
        Map<String, Map<String, List<Row>>> views,
        Map<String, Map<String, Unread>> unread,
        Map<String, Long> sums,
        List<String> refusals,
        int holes) {}
