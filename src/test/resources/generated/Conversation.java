import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.AccountApi;
import org.openapitools.client.api.ChatsApi;
import org.openapitools.client.api.LiveApi;
import org.openapitools.client.model.Chat;
import org.openapitools.client.model.ChatHead;
import org.openapitools.client.model.ChatsEvent;
import org.openapitools.client.model.Content;
import org.openapitools.client.model.Entry;
import org.openapitools.client.model.Event;
import org.openapitools.client.model.Events;
import org.openapitools.client.model.LiveEntry;
import org.openapitools.client.model.MoveCursors;
import org.openapitools.client.model.OpenChat;
import org.openapitools.client.model.Problem;
import org.openapitools.client.model.SendMessage;
import org.openapitools.client.model.SentMessage;
import org.openapitools.client.model.SignIn;
import org.openapitools.client.model.SignUp;
import org.openapitools.client.model.SignedIn;
import org.openapitools.client.model.SyncedEvent;
import org.openapitools.client.model.Violation;

/** Two people talk, by a client that nobody wrote. Says what they saw, the same as conversation.ts. */
public final class Conversation implements Function<Map<String, String>, List<String>> {
    private static final String PASSWORD = "correct horse battery";
    private static final int POLLS = 20;

    private final List<String> seen = new ArrayList<>();

    @Override
    public List<String> apply(Map<String, String> input) {
        try {
            talk(input.get("node"), input.get("suffix"));
            return seen;
        } catch (Exception e) {
            throw new IllegalStateException("after " + seen, e);
        }
    }

    private void talk(String node, String suffix) throws Exception {
        ApiClient anna = signedIn(node, "anna" + suffix);
        ApiClient ben = signedIn(node, "ben" + suffix);
        LiveApi events = new LiveApi(ben);
        Events first = events.receiveEvents(0, null, null);

        Chat chat = new ChatsApi(anna).openChat(new OpenChat().username("ben" + suffix));
        seen.add("opened " + chat.getKind() + " of " + chat.getMemberCount());
        SendMessage hello = new SendMessage().clientId("m-1").content(new Content().kind("message").text("Hello, 🐦"));
        SentMessage sent = new ChatsApi(anna).sendMessage(chat.getId(), hello);
        seen.add("sent " + sent.getSeq());

        for (Entry message : new ChatsApi(ben)
                .listMessages(chat.getId(), null, null, null, null, 10)
                .getEntries()) {
            seen.add("read " + message.getSeq() + " " + message.getContent().getText());
        }
        seen.add("heard " + heard(events, first, chat.getId()));
        MoveCursors cursors = new MoveCursors().putCursorsItem(chat.getId().toString(), 1L);
        seen.add("reached " + events.moveCursors(cursors).getCursors().get(chat.getId().toString()));
        seen.add("synced " + synced(new LiveApi(ben).receiveEvents(0, null, null), chat.getId()));
        refused(anna, chat.getId());
    }

    private static ApiClient signedIn(String node, String name) throws ApiException {
        ApiClient client = new ApiClient();
        client.updateBaseUri(node);
        AccountApi account = new AccountApi(client);
        account.signUp(new SignUp().username(name).password(PASSWORD).displayName(name));
        SignedIn signedIn = account.signIn(new SignIn().username(name).password(PASSWORD).deviceName("generated"));
        client.setRequestInterceptor(
                request -> request.setHeader("Authorization", "Bearer " + signedIn.getAccessToken()));
        return client;
    }

    private static String heard(LiveApi events, Events first, UUID chat) throws ApiException {
        Events page = first;
        for (int i = 0; i < POLLS; i++) {
            for (Event event : page.getEvents()) {
                if (event.getActualInstance() instanceof LiveEntry message
                        && message.getChat().equals(chat)) {
                    return message.getSeq() + " " + message.getContent().getText();
                }
            }
            page = events.receiveEvents(10, page.getNext(), null);
        }
        return "nothing";
    }

    /** What a new session brings of the chat. */
    private static String synced(Events page, UUID chat) {
        String head = "no chat";
        for (Event event : page.getEvents()) {
            if (event.getActualInstance() instanceof ChatsEvent chats) {
                for (ChatHead known : chats.getChats()) {
                    head = known.getKind() + " through " + known.getCursor();
                }
            } else if (event.getActualInstance() instanceof SyncedEvent synced) {
                return head + ", " + synced.getChats() + " in all";
            }
        }
        return "nothing";
    }

    private void refused(ApiClient client, UUID chat) throws Exception {
        try {
            new ChatsApi(client).sendMessage(chat, new SendMessage().clientId("m-2").content(new Content().kind("message").text("")));
            seen.add("not refused");
        } catch (ApiException e) {
            Problem problem = client.getObjectMapper().readValue(e.getResponseBody(), Problem.class);
            for (Violation violation : problem.getViolations()) {
                seen.add("refused " + problem.getCode() + " of " + violation.getField());
            }
        }
    }
}
