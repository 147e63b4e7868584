package dev.chatsway.broadcaster;

/** Encodes a message for the wire, once instead of for each client. */
@FunctionalInterface
public interface FrameEncoder {
  Frame encode(String text);
}
