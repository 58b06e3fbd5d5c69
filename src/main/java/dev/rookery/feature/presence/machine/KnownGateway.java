package dev.rookery.feature.presence.machine;

import dev.rookery.domain.UserId;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a keeper knows of one gateway, and what it has still to tell it. */
final class KnownGateway {
    final long term;
    final Outbox<Word> outbox = new Outbox<>();
    final Set<UserId> claimed = new HashSet<>();
    final Set<UserId> watched = new HashSet<>();
    /** Of what it said before it began to say everything anew, what it did not repeat yet. */
    private final Set<UserId> unconfirmedClaims = new HashSet<>();

    private final Set<UserId> unconfirmedWatches = new HashSet<>();
    long heardAt;
    private long number;
    private boolean announced;
    /** Under which view it has told everything. */
    private @Nullable Long completeView;

    /** @param stored whether that is all there is to be said, or else how the user stands */
    record Word(UserId user, boolean stored) {}

    KnownGateway(long term) {
        this.term = term;
    }

    /** False for what comes late. */
    boolean accepts(Tell told, long now) {
        if (told.number() <= number) {
            return false;
        }
        number = told.number();
        heardAt = now;
        if (completeView != null && completeView != told.view()) {
            completeView = null;
        }
        if (told.fresh()) {
            announced = true;
            unconfirmedClaims.clear();
            unconfirmedClaims.addAll(claimed);
            unconfirmedWatches.clear();
            unconfirmedWatches.addAll(watched);
        }
        return true;
    }

    void claims(UserId user) {
        claimed.add(user);
        unconfirmedClaims.remove(user);
    }

    void unclaims(UserId user) {
        claimed.remove(user);
        unconfirmedClaims.remove(user);
    }

    void watches(UserId user) {
        watched.add(user);
        unconfirmedWatches.remove(user);
    }

    void unwatches(UserId user) {
        watched.remove(user);
        unconfirmedWatches.remove(user);
    }

    /** Everything was told. */
    void complete(long view) {
        if (announced) {
            completeView = view;
        }
    }

    boolean isComplete(long view) {
        return completeView != null && completeView == view;
    }

    Set<UserId> takeUnconfirmedClaims() {
        Set<UserId> taken = Set.copyOf(unconfirmedClaims);
        unconfirmedClaims.clear();
        return taken;
    }

    Set<UserId> takeUnconfirmedWatches() {
        Set<UserId> taken = Set.copyOf(unconfirmedWatches);
        unconfirmedWatches.clear();
        return taken;
    }
}
