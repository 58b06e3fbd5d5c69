package dev.rookery.gateway;

import dev.rookery.bus.BusAddress;
import dev.rookery.bus.BusEndpoint;
import dev.rookery.bus.message.BusEvent.ChatsQuiet;
import dev.rookery.bus.message.BusEvent.DeliverFrame;
import dev.rookery.bus.message.BusEvent.DeliveriesGone;
import dev.rookery.bus.message.BusEvent.DevicesSignedOut;
import dev.rookery.bus.message.BusEvent.DirectoryStanding;
import dev.rookery.bus.message.BusEvent.LinkHead;
import dev.rookery.bus.message.BusEvent.OfferFrame;
import dev.rookery.bus.message.BusEvent.SessionResumed;
import dev.rookery.bus.message.GatewayRequest.ContinuePoll;
import dev.rookery.cluster.Members;
import dev.rookery.cluster.NodeRole;
import dev.rookery.domain.NodeId;
import dev.rookery.gateway.routing.DirectoryKeeper;
import dev.rookery.gateway.routing.LinkWatch;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The address {@code gateway.<node>}: takes frames for the users that are connected to this node, and keeps the session
 * directory in step with who they are. One instance per node; the sessions themselves live on the event loops of {@link
 * GatewayModule}.
 */
public final class GatewayVerticle extends VerticleBase {
    private static final Duration DIRECTORY_CHECK = Duration.ofSeconds(1);
    private static final Duration LINK_CHECK = Duration.ofMillis(200);
    private static final Duration STOP_SPREAD = Duration.ofMillis(200);

    private final GatewayModule module;
    private BusEndpoint.@Nullable Registration registration;
    private @Nullable DirectoryKeeper keeper;

    public GatewayVerticle(GatewayModule module) {
        this.module = module;
    }

    @Override
    public Future<?> start() {
        NodeId self = module.services().members().self().id();
        DirectoryKeeper directory = new DirectoryKeeper(
                this::run, module.services().directory(), self, module.meters(), this::announce, System::nanoTime);
        keeper = directory;
        LinkWatch links = new LinkWatch(
                module.services().members(), module.services().bus(), module.routing()::deliver, module.meters());
        return new BusEndpoint(BusAddress.gateway(self))
                .onEvent(DeliverFrame.class, links::received)
                .onEvent(OfferFrame.class, module.routing()::offer)
                .onEvent(LinkHead.class, links::announced)
                .onEvent(DeliveriesGone.class, links::gone)
                .onEvent(ChatsQuiet.class, quiet -> quiet.chats().forEach(module.routing()::fellQuiet))
                .onEvent(SessionResumed.class, module.routing()::resumed)
                .onEvent(DevicesSignedOut.class, module.routing()::signOut)
                .onRequest(ContinuePoll.class, module.polled()::goOn)
                .open(vertx)
                .onSuccess(opened -> {
                    registration = opened;
                    module.routing().open(context, directory);
                    module.admission().open();
                    module.services().members().onChange(module.polled()::giveUpVanished);
                    directory.tick();
                    vertx.setPeriodic(LINK_CHECK.toMillis(), check -> links.tick());
                    vertx.setPeriodic(DIRECTORY_CHECK.toMillis(), check -> directory.tick());
                });
    }

    /**
     * Takes no further sessions, and sends the present ones away with a code that says reconnect elsewhere, spread over
     * the given time; each gets the answers it waits for first. Completes when the last one is over, at most 9 s after the
     * spread. Any thread; a second call does no harm.
     */
    public Future<Void> drain(Duration spread) {
        module.admission().close();
        List<Future<Void>> loops = module.routing().loops().stream()
                .map(loop -> loop.drain(spread))
                .toList();
        return Future.all(loops).mapEmpty();
    }

    private void announce(DirectoryStanding standing) {
        for (Members.Member node : module.services().members().withRole(NodeRole.CHAT)) {
            module.services().bus().tell(BusAddress.chat(node.id()), standing);
        }
    }

    private void run(Runnable task) {
        context.runOnContext(turn -> task.run());
    }

    @Override
    public Future<?> stop() {
        BusEndpoint.Registration opened = registration;
        DirectoryKeeper directory = keeper;
        return drain(STOP_SPREAD)
                .compose(drained -> directory == null ? Future.succeededFuture() : directory.stop())
                .compose(gone -> opened == null ? Future.succeededFuture() : opened.close());
    }
}
