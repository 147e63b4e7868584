/** Tests of what comes in: rules as properties and tables, routes over real HTTP and a real Redis. */
package dev.chatsway.ingest;
