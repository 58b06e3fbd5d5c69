package dev.rookery.store;

import dev.rookery.domain.ChatId;
import dev.rookery.domain.HotListId;
import dev.rookery.domain.HotRow;
import io.vertx.core.Future;
import java.util.List;

/**
 * Chats whose inbox rows may be behind, for whoever owns their shard next. A list is written by one owner only, which drops
 * it, as later owners do; one that was dropped stays so, whatever is added late.
 */
public interface HotLists {

    /** To be done before anything is added. */
    Future<Void> open(HotListId list);

    /** Rows of one list go out together. */
    Future<Void> add(List<HotRow> rows);

    Future<Void> drop(HotListId list);

    /** All that were opened and not dropped, of all owners of the shard, by epoch and number. */
    Future<List<HotListId>> of(int shard);

    Future<List<ChatId>> chats(HotListId list);
}
