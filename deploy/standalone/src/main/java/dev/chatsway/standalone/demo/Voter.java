package dev.chatsway.standalone.demo;

/**
 * One viewer of the demo.
 *
 * @param id as Twitch numbers its users
 * @param login in lower case
 * @param name as chat shows it
 */
record Voter(String id, String login, String name) {}
