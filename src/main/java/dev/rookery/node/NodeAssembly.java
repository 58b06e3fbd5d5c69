package dev.rookery.node;

import dev.rookery.auth.DeviceAuthenticator;
import dev.rookery.auth.TokenKeys;
import dev.rookery.auth.Tokens;
import dev.rookery.bus.BusClient;
import dev.rookery.cluster.Members.Member;
import dev.rookery.cluster.NodeRole;
import dev.rookery.config.RookeryConfig;
import dev.rookery.credentials.ClusterCredentials;
import dev.rookery.delivery.Offers;
import dev.rookery.domain.NodeId;
import dev.rookery.edge.Doorkeeper;
import dev.rookery.edge.EdgeVerticle;
import dev.rookery.edge.HttpModule;
import dev.rookery.feature.Slot;
import dev.rookery.limit.ClusterRates;
import dev.rookery.limit.Limits;
import dev.rookery.logging.LogOrigin;
import dev.rookery.management.NodeState;
import dev.rookery.management.Readiness;
import dev.rookery.node.ClusterBootstrap.Cluster;
import dev.rookery.node.RookeryNode.Ports;
import dev.rookery.ownership.OwnerClient;
import dev.rookery.ownership.OwnershipVerticle;
import dev.rookery.store.cassandra.CassandraStores;
import dev.rookery.store.cassandra.driver.OpeningStep;
import dev.rookery.store.redis.RedisStores;
import dev.rookery.telemetry.EdgeMeters;
import dev.rookery.telemetry.SecurityLog;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds one node, step after step, and notes for each step how it is undone. */
final class NodeAssembly {
    private static final Logger log = LoggerFactory.getLogger(NodeAssembly.class);

    /** On a machine that has other things to do, too, and with owners to be fenced first. After a clean stop it takes less. */
    private static final Duration SETTLING = Duration.ofSeconds(30);

    private static final Duration SECURITY_LOG_FLUSH = Duration.ofSeconds(1);
    private static final Duration LINGER = Duration.ofMillis(300);

    private final RookeryConfig config;
    private final Teardown teardown;
    private final NodeId id = new NodeId(UUID.randomUUID());
    private final PrometheusMeterRegistry meters;
    private final ClusterCredentials credentials;
    private final Promise<String> fatal = Promise.promise();
    private final Teardown drains = new Teardown();
    private final AtomicInteger httpPort = new AtomicInteger();
    private final Doorkeeper doorkeeper = new Doorkeeper();
    private final SecurityLog security = new SecurityLog();
    private final EdgeMeters edgeMeters;
    private final TokenKeys tokenKeys;

    NodeAssembly(RookeryConfig config, Teardown teardown) {
        this.config = config;
        this.teardown = teardown;
        LogOrigin.name(nodeName());
        this.credentials = ClusterCredentials.load(
                config.cluster().credentials(), config.cluster().tls(), Clock.systemUTC());
        this.tokenKeys = TokenKeys.load(config.auth());
        this.meters = NodeMeters.create();
        this.edgeMeters = new EdgeMeters(meters);
    }

    Future<RookeryNode> assemble() {
        credentials.tls().ifPresent(identity -> CertificateEnd.watch(identity, Clock.systemUTC(), meters));
        return ManagementPort.open(config, meters, edgeMeters, security, teardown)
                .compose(management -> onOwnThread(() -> join(management)));
    }

    /** To join takes seconds, in which the event loop of the management port answers; and Vert.x makes no Vert.x on one. */
    private static <T> Future<T> onOwnThread(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        Thread thread = new Thread(
                () -> {
                    try {
                        work.get().onComplete(done);
                    } catch (RuntimeException e) {
                        done.fail(e);
                    }
                },
                "node-start");
        thread.setDaemon(true);
        thread.start();
        return done.future();
    }

    private Future<RookeryNode> join(ManagementPort management) {
        management.readiness().state(NodeState.JOINING);
        return ClusterBootstrap.join(config.cluster(), credentials, meters, doorkeeper)
                .compose(cluster -> {
                    teardown.add("cluster", () -> cluster.vertx().close());
                    teardown.add("health checks", () -> {
                        management.readiness().askNobody();
                        return Future.succeededFuture();
                    });
                    PartitionGuard.watch(cluster.hazelcast(), fatal);
                    return onContext(cluster.vertx(), () -> openStores(cluster, management));
                });
    }

    /** Stores answer on the context of their caller, so the rest is built on one. */
    private static <T> Future<T> onContext(Vertx vertx, Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        vertx.getOrCreateContext().runOnContext(begin -> work.get().onComplete(done));
        return done.future();
    }

    private Future<RookeryNode> openStores(Cluster cluster, ManagementPort management) {
        RedisStores redis = RedisStores.open(cluster.vertx(), config.redis());
        teardown.add("redis", redis::close);
        Readiness readiness = management.readiness();
        Consumer<OpeningStep> progress = step -> readiness.state(
                step == OpeningStep.SCHEMA ? NodeState.APPLYING_SCHEMA : NodeState.WAITING_FOR_CASSANDRA);
        return CassandraStores.open(cluster.vertx(), config.cassandra(), progress)
                .compose(cassandra -> {
                    teardown.add("cassandra", cassandra::close);
                    Member self = new Member(id, nodeName(), config.node().roles());
                    NodeRoster roster =
                            new NodeRoster(cluster.hazelcast(), self, KeyIds.of(tokenKeys), credentials.secret());
                    readiness.state(NodeState.JOINING);
                    NodeParts parts = parts(cluster.vertx(), roster, cassandra, redis);
                    readiness.ask(new Readiness.Subject(
                            cluster.vertx().getOrCreateContext(),
                            cassandra::check,
                            redis::check,
                            roster::servingNodes,
                            roster::listsThisNode));
                    return deploy(parts, cluster, management);
                });
    }

    private NodeParts parts(Vertx vertx, NodeRoster roster, CassandraStores cassandra, RedisStores redis) {
        vertx.setPeriodic(SECURITY_LOG_FLUSH.toMillis(), tick -> security.flush());
        BusClient bus = new BusClient(vertx);
        OwnershipVerticle ownership = new OwnershipVerticle(
                roster, cassandra.ownership(), cassandra.losses(), bus, config.cluster(), meters, fatal);
        OwnerClient owners = new OwnerClient(vertx, bus, ownership);
        Tokens tokens = new Tokens(vertx, tokenKeys, config.auth(), Clock.systemUTC());
        Limits limits = Limits.of(config.limits(), meters);
        return new NodeParts(
                config,
                vertx,
                Clock.systemUTC(),
                roster,
                ownership,
                bus,
                owners,
                Inboxes.reader(vertx, config.node().roles(), cassandra, owners),
                new Offers(bus),
                tokens,
                new DeviceAuthenticator(tokens, cassandra.devices()),
                cassandra,
                redis,
                meters,
                limits,
                new ClusterRates(redis.limiter(), config.limits().rates(), limits.meters()),
                security);
    }

    private Future<RookeryNode> deploy(NodeParts parts, Cluster cluster, ManagementPort management) {
        List<HttpModule> modules = new ArrayList<>();
        Slot slot = Features.plug(parts);
        Readiness readiness = management.readiness();
        return deploy(parts.vertx(), "ownership", parts.ownership())
                .compose(done ->
                        deployIf(parts.vertx(), slot, NodeRole.CHAT, () -> ChatRole.deploy(parts, readiness, this)))
                .compose(done -> deployIf(parts.vertx(), slot, NodeRole.API, () -> {
                    modules.addAll(ApiRole.modules(parts, slot));
                    return Future.succeededFuture();
                }))
                .compose(done -> deployIf(
                        parts.vertx(), slot, NodeRole.GATEWAY, () -> GatewayRole.deploy(parts, slot, this, modules)))
                .compose(done -> modules.isEmpty() ? Future.succeededFuture() : deployEdge(parts.vertx(), modules))
                .compose(done -> serve(parts, readiness))
                .map(done -> new RookeryNode(
                        id,
                        new Ports(httpPort.get(), management.port(), ClusterBootstrap.portOf(cluster.hazelcast())),
                        fatal.future(),
                        teardown,
                        new RookeryNode.Insides(cluster, management.vertx(), parts.ownership(), meters)));
    }

    private Future<Void> deployIf(Vertx vertx, Slot slot, NodeRole role, Supplier<Future<Void>> deployment) {
        if (!slot.serves(role)) {
            return Future.succeededFuture();
        }
        Future<Void> features = Future.succeededFuture();
        for (Slot.Part part : slot.verticles(role)) {
            features = features.compose(before -> deploy(vertx, part.name(), part.verticle()));
        }
        return features.compose(before -> deployment.get());
    }

    /** Deploys one instance of a verticle that belongs to the whole node. */
    Future<Void> deploy(Vertx vertx, String name, VerticleBase verticle) {
        return deployed(vertx, name, vertx.deployVerticle(verticle));
    }

    private Future<Void> deployEdge(Vertx vertx, List<HttpModule> modules) {
        int instances = config.http().instances() == 0
                ? Runtime.getRuntime().availableProcessors()
                : config.http().instances();
        return deployed(
                        vertx,
                        "edge",
                        vertx.deployVerticle(
                                () -> new EdgeVerticle(config.http(), modules, edgeMeters, httpPort),
                                new DeploymentOptions().setInstances(instances)))
                .onSuccess(done ->
                        doorkeeper.guard(httpPort.get(), Entrances.ofClients(config.http(), edgeMeters, security)));
    }

    private Future<Void> deployed(Vertx vertx, String name, Future<String> deployment) {
        return deployment
                .onSuccess(deploymentId -> teardown.add(name, () -> vertx.undeploy(deploymentId)))
                .mapEmpty();
    }

    /** Something that has to happen while the node is still on the roster; the last one noted happens first. */
    void beforeLeaving(String name, Supplier<Future<Void>> action) {
        drains.add(name, action);
    }

    private Future<Void> serve(NodeParts parts, Readiness readiness) {
        NodeRoster roster = parts.roster();
        return parts.vertx()
                .executeBlocking(() -> {
                    roster.join();
                    return roster.servingNodes();
                })
                .compose(nodes -> {
                    RosterKeeper keeper = RosterKeeper.start(parts.vertx(), roster, fatal);
                    teardown.add("roster", () -> leave(parts, readiness));
                    teardown.add("roster keeper", () -> {
                        keeper.stop();
                        return Future.succeededFuture();
                    });
                    return parts.ownership().settled(SETTLING).map(nodes);
                })
                .map(nodes -> {
                    readiness.state(NodeState.SERVING);
                    log.atInfo()
                            .addKeyValue("node", id)
                            .addKeyValue("name", nodeName())
                            .addKeyValue("roles", config.node().roles())
                            .addKeyValue("httpPort", httpPort.get())
                            .addKeyValue("nodes", nodes)
                            .log("node serves");
                    return null;
                });
    }

    private Future<Void> leave(NodeParts parts, Readiness readiness) {
        log.atInfo().addKeyValue("node", id).log("node drains");
        readiness.state(NodeState.DRAINING);
        // Off the roster first: the shards this node lets go belong to the others from then on.
        return drains.run()
                .compose(done -> parts.vertx().<Void>executeBlocking(() -> {
                    parts.roster().leave();
                    return null;
                }))
                .compose(off -> parts.ownership().leave(parts.config().node().drainTimeout()))
                .compose(left -> linger(parts));
    }

    /** Whoever still asks this node has to hear that it is the wrong one: a closed address would answer nothing at all. */
    private static Future<Void> linger(NodeParts parts) {
        return parts.roster().servingNodes() == 0
                ? Future.succeededFuture()
                : parts.vertx().timer(LINGER.toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
    }

    private String nodeName() {
        return config.node().name().isEmpty()
                ? id.toString().substring(0, 8)
                : config.node().name();
    }
}
