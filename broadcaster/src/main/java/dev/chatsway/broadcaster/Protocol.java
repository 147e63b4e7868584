package dev.chatsway.broadcaster;

/** The protocols for overlays: a value every tick, or only what changes the curve ({@code chatsway.v2}). */
public enum Protocol {
  DEFAULT,
  V2
}
