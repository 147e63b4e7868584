package dev.chatsway.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LenientVoteLinkTest {

  private static final String END = " HTTP/1.1\r\nHost: a\r\n\r\n";

  private static String read(String request) {
    return new LenientVoteLink().read(ByteString.fromString(request)).utf8String();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "/vote/T?voter=José&text=はい=>/vote/T?voter=Jos%C3%A9&text=%E3%81%AF%E3%81%84",
        "/vote/T?text=100%=>/vote/T?text=100%25",
        "/vote/T?text=%zz%4=>/vote/T?text=%25zz%254",
        "/vote/T?text=%41%2b=>/vote/T?text=%41%2b",
        "/vote/T?text=yes no=>/vote/T?text=yes%20no",
        "/vote/T?text=#1|2=>/vote/T?text=%231%7C2",
        "/vote/T/?text=yes=>/vote/T?text=yes",
        "//vote//T//?text=a//b=>/vote/T?text=a//b",
        "/vote/T=>/vote/T",
        "/vote/T?text=+1=>/vote/T?text=+1",
      })
  void aTargetIsOneThatUriParsersRead(String sent, String read) {
    assertThat(read("GET " + sent + END)).isEqualTo("GET " + read + END);
    assertThat(read("HEAD " + sent + END)).isEqualTo("HEAD " + read + END);
  }

  @ParameterizedTest
  @CsvSource({"GET /overlay/ü?a b", "POST /vote/ü", "GET /votes/ü", "GET vote/ü"})
  void otherRequestsPassThrough(String sent) {
    assertThat(read(sent + END)).isEqualTo(sent + END);
  }

  @Test
  void aLineMayArriveInPieces() {
    var link = new LenientVoteLink();
    assertThat(link.read(ByteString.fromString("GET /vote/T?text=100%")).isEmpty())
        .isTrue();
    assertThat(link.read(ByteString.fromString(" HTTP/1.1")).isEmpty()).isTrue();
    assertThat(link.read(ByteString.fromString("\r\nHost: a\r\n\r\n")).utf8String())
        .isEqualTo("GET /vote/T?text=100%25" + END);
  }

  @Test
  void aQueryLongerThanAnyVoteIsCut() {
    var line = read("GET /vote/T?voter=a&text=" + "ü".repeat(10_000) + END);
    assertThat(line).hasSizeLessThan(13_000).endsWith(END).doesNotContainPattern("%.?[^0-9A-F]");
  }
}
