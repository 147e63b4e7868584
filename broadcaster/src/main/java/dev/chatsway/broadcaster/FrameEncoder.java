package dev.chatsway.broadcaster;

/** Makes a message ready for the wire, so that this is done once and not once a client. */
@FunctionalInterface
public interface FrameEncoder {
  Frame encode(String text);
}
