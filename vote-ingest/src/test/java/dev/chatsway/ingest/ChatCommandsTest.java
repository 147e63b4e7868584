package dev.chatsway.ingest;

import static dev.chatsway.ingest.IngestServer.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatsway.redis.RedisServer;
import dev.chatsway.redis.round.Rounds;
import dev.chatsway.redis.round.RoundsSnapshot;
import dev.chatsway.session.Session;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Lines of chat as Twitch and Kick deliver them, in a session whose moderators may command. */
final class ChatCommandsTest {

  private static final RedisServer REDIS = RedisServer.start();
  private static final IngestServer SERVER = IngestServer.start(REDIS, "");

  private static final String MODERATOR = ",'badges':[{'set_id':'moderator'}]";

  private final String channel = String.valueOf(System.nanoTime());

  @AfterAll
  static void stop() {
    SERVER.close();
    REDIS.close();
  }

  @Test
  void aModeratorOpensClosesAndResets() {
    var session = session("'chatCommands':true");

    write("7", id(), "!bar open Jump? 60", MODERATOR);
    var opened = rounds(session).current();
    assertThat(opened.words().question()).isEqualTo("Jump?");
    assertThat(opened.round().endsAt() - opened.round().openedAt()).isEqualTo(60e6);
    write("8", id(), "yes", "");
    assertThat(SERVER.live(session).value()).isEqualTo(10);

    write("7", id(), "!bar close", MODERATOR);
    assertThat(rounds(session).results()).hasSize(1);

    write(channel, id(), "!bar reset", ""); // the broadcaster, by the id
    assertThat(rounds(session).current()).isNull();
    assertThat(SERVER.live(session).value()).isZero();
  }

  @Test
  void aLineThatComesTwiceIsCarriedOutOnce() {
    var session = session("'chatCommands':true");
    var open = id();
    var close = id();
    write("7", open, "!bar open", MODERATOR);
    write("7", open, "!bar open", MODERATOR);
    write("7", close, "!bar close", MODERATOR);
    write("7", id(), "!bar open", MODERATOR);

    write("7", close, "!bar close", MODERATOR);
    write("7", open, "!bar open", MODERATOR);

    assertThat(rounds(session).current().round().number()).isEqualTo(2);
    assertThat(rounds(session).results()).hasSize(1);
  }

  @Test
  void viewersAndModeratorsOfAnotherChannelCommandNothingAndACommandIsNeverAVote() {
    var session = session(
        "'chatCommands':true,'match':'leading','forTriggers':['!bar']," + "'sharedChat':'all'");

    write("8", id(), "!bar open", ",'badges':[{'set_id':'vip'}]");
    write("7", id(), "!bar open", MODERATOR + ",'source_broadcaster_user_id':'1'");

    assertThat(rounds(session).current()).isNull();
    assertThat(SERVER.live(session).value()).isZero();
  }

  @Test
  void withoutTheSettingItIsALineLikeAnyOther() {
    var session = session("'match':'leading','forTriggers':['!bar']");

    write("7", id(), "!bar open", MODERATOR);

    assertThat(rounds(session).current()).isNull();
    assertThat(SERVER.live(session).value()).isEqualTo(10);
  }

  @Test
  void aModeratorAtKickCommandsToo() {
    var session =
        SERVER.session("{'platform':'kick','id':'" + channel + "'}", "'chatCommands':true");

    var answer = SERVER.send(Sent.kick(
        Instant.now(),
        Sent.bytes("{'message_id':'" + id() + "','broadcaster':{'user_id':" + channel
            + "},'sender':{'user_id':7,'identity':{'badges':[{'type':'moderator'}]}},"
            + "'content':'!bar open Jump?'}")));

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(rounds(session).current().words().question()).isEqualTo("Jump?");
  }

  private Session session(String settings) {
    return SERVER.session("{'platform':'twitch','id':'" + channel + "'}", settings);
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  private void write(String chatter, String messageId, String text, String more) {
    var body = "{'subscription':{'type':'channel.chat.message'},'event':{'broadcaster_user_id':'"
        + channel + "','chatter_user_id':'" + chatter + "','message_id':'" + messageId
        + "','message':{'text':'" + text + "'}" + more + "}}";
    var answer = SERVER.send(Sent.eventSub("notification", Instant.now(), Sent.bytes(body)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
  }

  private static RoundsSnapshot rounds(Session session) {
    return get(new Rounds(SERVER.calls).read(session.id())).orElseThrow();
  }
}
