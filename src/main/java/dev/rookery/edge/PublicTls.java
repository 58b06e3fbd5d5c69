package dev.rookery.edge;

import dev.rookery.config.RookeryConfig.ServerTls;
import dev.rookery.credentials.PemKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileProps;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS on the public port, with a certificate that may be exchanged while it is in use. */
final class PublicTls {
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

    private static final Logger log = LoggerFactory.getLogger(PublicTls.class);

    private final Vertx vertx;
    private final String certificate;
    private final String key;
    private final Duration strict;
    private long seen;

    /** @param strict for how long browsers shall not come without TLS any more; zero: as they like */
    PublicTls(Vertx vertx, Path certificate, Path key, Duration strict) {
        this.vertx = vertx;
        this.certificate = certificate.toString();
        this.key = key.toString();
        this.strict = strict;
    }

    /** If it is wanted. */
    static Optional<PublicTls> of(Vertx vertx, ServerTls config) {
        return config.tlsCertificate()
                .flatMap(chain -> config.tlsKey().map(own -> new PublicTls(vertx, chain, own, config.tlsStrict())));
    }

    void configure(HttpServerOptions options) {
        options.setSsl(true).setKeyCertOptions(certificate()).setEnabledSecureTransportProtocols(PROTOCOLS);
    }

    private PemKeyCertOptions certificate() {
        return new PemKeyCertOptions().setCertPath(certificate).setKeyPath(key);
    }

    /** Before anything else is mounted. */
    void mount(Router router) {
        if (!strict.isZero()) {
            String header = "max-age=" + strict.toSeconds();
            router.route().handler(request -> {
                request.response().putHeader("Strict-Transport-Security", header);
                request.next();
            });
        }
    }

    /** From now on new connections get the certificate that is in the files. */
    Future<Void> follow(HttpServer server) {
        return changed().map(first -> {
            seen = first;
            vertx.setPeriodic(INTERVAL.toMillis(), timer -> {
                var unused = look(server);
            });
            return null;
        });
    }

    /** Completes when what is in the files is in use. */
    Future<Void> look(HttpServer server) {
        return changed()
                .compose(now -> now == seen ? Future.succeededFuture() : exchange(server, now))
                // Half a pair, until the other file is there, too.
                .onFailure(failure -> log.atWarn()
                        .addKeyValue("reason", failure.getMessage())
                        .log("the new certificate of the public port cannot be used yet"));
    }

    private Future<Void> exchange(HttpServer server, long now) {
        return pair().compose(pair -> {
                    ServerSSLOptions options = new ServerSSLOptions().setKeyCertOptions(pair);
                    options.setEnabledSecureTransportProtocols(PROTOCOLS);
                    return server.updateSSLOptions(options, true);
                })
                .map(done -> {
                    seen = now;
                    log.atInfo().log("the public port shows another certificate");
                    return null;
                });
    }

    /** What is in the files, if it belongs together: nobody else would notice before the first client does. */
    private Future<PemKeyCertOptions> pair() {
        Future<Buffer> chain = vertx.fileSystem().readFile(certificate);
        Future<Buffer> own = vertx.fileSystem().readFile(key);
        return Future.all(chain, own)
                .compose(both -> vertx.executeBlocking(() -> {
                    if (!PemKey.belongsTo(
                            own.result().toString(), chain.result().toString())) {
                        throw new IllegalStateException("the key is not that of the certificate");
                    }
                    return new PemKeyCertOptions().setCertValue(chain.result()).setKeyValue(own.result());
                }));
    }

    private Future<Long> changed() {
        Future<FileProps> chain = vertx.fileSystem().props(certificate);
        Future<FileProps> own = vertx.fileSystem().props(key);
        return Future.all(chain, own)
                .map(both ->
                        chain.result().lastModifiedTime() * 31 + own.result().lastModifiedTime());
    }
}
