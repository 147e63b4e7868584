/** Strict reading of JSON that gathers every error of a document. */
@NullMarked
package dev.chatsway.session.json;

import org.jspecify.annotations.NullMarked;
