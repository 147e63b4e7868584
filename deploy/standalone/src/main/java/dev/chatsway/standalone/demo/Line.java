package dev.chatsway.standalone.demo;

/** What one viewer types. */
record Line(Voter voter, String text) {}
