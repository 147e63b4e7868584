package dev.chatsway.gateway;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a client was sent.
 *
 * @param at when it had come, by {@link System#nanoTime}
 * @param json the message
 */
public record Message(long at, JsonNode json) {

  private static final JsonMapper JSON = JsonMapper.shared();

  public static Message now(String text) {
    return new Message(System.nanoTime(), JSON.readTree(text));
  }

  /** Whether it is one of {@code chatsway.v2} of this type. */
  public boolean is(String type) {
    return json.path("type").asString("").equals(type);
  }

  /** "active", "degraded", "closed" or nothing. */
  public String status() {
    return json.path("status").asString("");
  }

  public boolean hasValue() {
    return json.has("value");
  }

  public double value() {
    return json.required("value").asDouble();
  }

  /** Of a value of {@code chatsway.v2}. */
  public long revision() {
    return json.required("revision").asLong();
  }

  /** What a client draws {@code at} an instant from this message on, by the law of docs/interface.md, section 1. */
  public double drawn(long at, double decayRate) {
    return value() * Math.exp(-decayRate * Math.max(0, at - this.at) / 1e9);
  }
}
