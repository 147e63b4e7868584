/** Tests of matching chat text against triggers. */
package dev.chatsway.session.text;
