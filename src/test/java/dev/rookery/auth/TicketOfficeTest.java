package dev.rookery.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rookery.domain.DeviceId;
import dev.rookery.domain.ErrorCode;
import dev.rookery.domain.NodeId;
import dev.rookery.domain.RookeryException;
import dev.rookery.domain.UserId;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TicketOfficeTest {
    private static final NodeId NODE = new NodeId(UUID.randomUUID());
    private static final Principal ANNA = new Principal(new UserId(UUID.randomUUID()), new DeviceId(UUID.randomUUID()));
    private static final String PAGE = "https://chat.example.org";

    private final AtomicLong nanos = new AtomicLong();
    private final TicketOffice office = new TicketOffice(NODE, Duration.ofSeconds(30), nanos::get);

    @Test
    void aTicketNamesItsNodeAndGivesItsHolderOnce() {
        Ticket ticket = Ticket.parse(office.issue(ANNA, PAGE).text());

        assertThat(ticket.issuer()).isEqualTo(NODE);
        assertThat(office.redeem(ticket.secret(), PAGE)).isEqualTo(ANNA);
        assertInvalid(ticket, PAGE);
    }

    @Test
    void aLateTicketIsInvalid() {
        Ticket ticket = office.issue(ANNA, PAGE);

        nanos.addAndGet(Duration.ofSeconds(30).toNanos());

        assertInvalid(ticket, PAGE);
    }

    @Test
    void anotherOriginCanNotSpendATicketButEndsIt() {
        for (String other :
                new String[] {"https://evil.example", "https://chat.example.org.evil.example", "null", ""}) {
            Ticket ticket = office.issue(ANNA, PAGE);

            assertInvalid(ticket, other);
            assertInvalid(ticket, PAGE);
        }
    }

    @Test
    void aTicketOfAClientThatIsNoBrowserIsBoundToNoOrigin() {
        assertThat(office.redeem(office.issue(ANNA, "").secret(), "")).isEqualTo(ANNA);
    }

    @Test
    void ticketsDoNotShowTheirSecretInLogs() {
        Ticket ticket = office.issue(ANNA, "");

        assertThat(ticket.toString()).doesNotContain(ticket.secret());
    }

    @Test
    void textThatIsNoTicketIsInvalid() {
        for (String text : new String[] {"", ".", "x", NODE + ".", NODE + ".short", "x." + "a".repeat(43)}) {
            assertThatThrownBy(() -> Ticket.parse(text))
                    .isInstanceOfSatisfying(RookeryException.class, failure -> assertThat(failure.code())
                            .isEqualTo(ErrorCode.TICKET_INVALID));
        }
    }

    private void assertInvalid(Ticket ticket, String origin) {
        assertThatThrownBy(() -> office.redeem(ticket.secret(), origin))
                .isInstanceOfSatisfying(RookeryException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.TICKET_INVALID));
    }
}
