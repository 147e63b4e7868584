package dev.chatsway.http;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.scaladsl.model.ws.Message;
import akka.http.scaladsl.model.ws.WebSocketUpgrade;
import akka.stream.FlowShape;
import akka.stream.Graph;
import akka.stream.SinkShape;
import akka.stream.SourceShape;
import akka.util.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Reads plain WebSocket opening handshakes (RFC 6455, section 4), so that such a connection needs no HTTP layer.
 * Anything unusual about a request leaves it to Akka HTTP.
 */
final class WebSocketHandshake {

  private static final ByteString START = ByteString.fromString("GET /ws/");
  private static final ByteString END = ByteString.fromString("\r\n\r\n");
  private static final int LONGEST = 8 << 10;
  private static final Pattern REQUEST_LINE =
      Pattern.compile("GET (/[A-Za-z0-9/_.~-]{1,200}(?:\\?[A-Za-z0-9/_.~=&-]{0,500})?) HTTP/1\\.1");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");
  private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /** What the first bytes of a connection are. */
  enum Kind {
    UNKNOWN,
    HANDSHAKE,
    OTHER
  }

  private WebSocketHandshake() {}

  /** Whether these bytes are a whole head that may be a handshake, its beginning, or something else. */
  static Kind kind(ByteString bytes) {
    int compared = Math.min(bytes.size(), START.size());
    if (!START.take(compared).equals(bytes.take(compared))) {
      return Kind.OTHER;
    }
    int end = bytes.indexOfSlice(END, 0);
    if (end < 0) {
      return bytes.size() > LONGEST ? Kind.OTHER : Kind.UNKNOWN;
    }
    return end + END.size() == bytes.size() ? Kind.HANDSHAKE : Kind.OTHER;
  }

  /** The request, with a {@link WebSocketUpgrade}; empty if anything about it is unusual. */
  static Optional<HttpRequest> parse(ByteString head) {
    String[] lines = head.decodeString(StandardCharsets.ISO_8859_1).split("\r\n", -1);
    var target = REQUEST_LINE.matcher(lines[0]);
    if (!target.matches() || target.group(1).contains("/.") || target.group(1).contains("//")) {
      return Optional.empty();
    }
    var headers = new ArrayList<HttpHeader>(lines.length);
    for (int i = 1; i < lines.length - 2; i++) { // the two last are empty
      int colon = lines[i].indexOf(':');
      if (colon < 0 || !NAME.matcher(lines[i].substring(0, colon)).matches()) {
        return Optional.empty();
      }
      String value = lines[i].substring(colon + 1).strip();
      if (!value.chars().allMatch(each -> each >= ' ' && each < 0x7F)) {
        return Optional.empty();
      }
      headers.add(RawHeader.create(lines[i].substring(0, colon), value));
    }
    return isPlain(headers)
        ? Optional.of(HttpRequest.GET(target.group(1))
            .withHeaders(headers)
            .addAttribute(
                AttributeKeys.webSocketUpgrade,
                new Upgrade(
                    values(headers, "sec-websocket-key").get(0),
                    elements(headers, "sec-websocket-protocol"))))
        : Optional.empty();
  }

  private static boolean isPlain(List<HttpHeader> headers) {
    List<String> keys = values(headers, "sec-websocket-key");
    return values(headers, "host").size() == 1
        && keys.size() == 1
        && KEY.matcher(keys.get(0)).matches()
        && values(headers, "sec-websocket-version").equals(List.of("13"))
        && containsIgnoringCase(elements(headers, "upgrade"), "websocket")
        && containsIgnoringCase(elements(headers, "connection"), "upgrade")
        && values(headers, "content-length").isEmpty()
        && values(headers, "transfer-encoding").isEmpty()
        && values(headers, "expect").isEmpty();
  }

  private static boolean containsIgnoringCase(List<String> all, String wanted) {
    return all.stream().anyMatch(wanted::equalsIgnoreCase);
  }

  private static List<String> values(List<HttpHeader> headers, String lowerCaseName) {
    var values = new ArrayList<String>(2);
    for (HttpHeader header : headers) {
      if (header.lowercaseName().equals(lowerCaseName)) {
        values.add(header.value());
      }
    }
    return values;
  }

  /** The elements of a list that may be on several lines, without empty ones (RFC 9110, section 5.6.1). */
  private static List<String> elements(List<HttpHeader> headers, String lowerCaseName) {
    var elements = new ArrayList<String>(2);
    for (String value : values(headers, lowerCaseName)) {
      for (String element : value.split(",", -1)) {
        if (!element.isBlank()) {
          elements.add(element.strip());
        }
      }
    }
    return elements;
  }

  private static String accept(String key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1")
          .digest((key + ACCEPT_SUFFIX).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-1", e);
    }
  }

  /** Makes the 101. No flow of messages is run: the connection takes frames from its {@link FrameSource}. */
  private record Upgrade(String key, List<String> protocols) implements WebSocketUpgrade {

    @Override
    public Seq<String> requestedProtocols() {
      return CollectionConverters.asScala(protocols).toList();
    }

    @Override
    public akka.http.scaladsl.model.HttpResponse handleMessages(
        Graph<FlowShape<Message, Message>, Object> flow, Option<String> subprotocol) {
      HttpResponse response = HttpResponse.create()
          .withStatus(StatusCodes.SWITCHING_PROTOCOLS)
          .addHeader(RawHeader.create("Upgrade", "websocket"))
          .addHeader(RawHeader.create("Connection", "Upgrade"))
          .addHeader(RawHeader.create("Sec-WebSocket-Accept", accept(key)));
      return (akka.http.scaladsl.model.HttpResponse)
          (subprotocol.isEmpty()
              ? response
              : response.addHeader(RawHeader.create("Sec-WebSocket-Protocol", subprotocol.get())));
    }

    // Java needs these to see that the trait's methods are those of the Java API

    @Override
    public akka.http.scaladsl.model.HttpResponse handleMessagesWith(
        Graph<FlowShape<akka.http.javadsl.model.ws.Message, akka.http.javadsl.model.ws.Message>, ?>
            flow) {
      return WebSocketUpgrade.super.handleMessagesWith(flow);
    }

    @Override
    public akka.http.scaladsl.model.HttpResponse handleMessagesWith(
        Graph<FlowShape<akka.http.javadsl.model.ws.Message, akka.http.javadsl.model.ws.Message>, ?>
            flow,
        String subprotocol) {
      return WebSocketUpgrade.super.handleMessagesWith(flow, subprotocol);
    }

    @Override
    public akka.http.scaladsl.model.HttpResponse handleMessagesWith(
        Graph<SinkShape<akka.http.javadsl.model.ws.Message>, ?> in,
        Graph<SourceShape<akka.http.javadsl.model.ws.Message>, ?> out) {
      return WebSocketUpgrade.super.handleMessagesWith(in, out);
    }

    @Override
    public akka.http.scaladsl.model.HttpResponse handleMessagesWith(
        Graph<SinkShape<akka.http.javadsl.model.ws.Message>, ?> in,
        Graph<SourceShape<akka.http.javadsl.model.ws.Message>, ?> out,
        String subprotocol) {
      return WebSocketUpgrade.super.handleMessagesWith(in, out, subprotocol);
    }
  }
}
