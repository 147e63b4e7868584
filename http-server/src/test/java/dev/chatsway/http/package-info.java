/** Tests of the HTTP server and its connections, down to single bytes of a socket. */
package dev.chatsway.http;
