#!/bin/sh
# Starts Chatsway by a double click. Close this window to stop it.
cd "$(dirname "$0")" && exec ./chatsway
