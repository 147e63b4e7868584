package dev.chatsway.broadcaster;

import java.util.ArrayList;
import java.util.List;

/** A frame that is nothing but its text. */
record Text(String text) implements Frame {
  /** Takes everything that waits in the outlet, as its stream would. */
  static List<String> takeAll(ClientQueue queue) {
    List<String> texts = new ArrayList<>();
    for (Frame frame = queue.poll(); frame != null; frame = queue.poll()) {
      texts.add(frame.text());
    }
    return texts;
  }
}
