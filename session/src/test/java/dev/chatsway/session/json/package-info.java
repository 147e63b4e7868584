/** Tests of reading JSON strictly. */
package dev.chatsway.session.json;
