/** Tests of overlays, the session API and health, against a real server and a real Redis. */
package dev.chatsway.gateway;
