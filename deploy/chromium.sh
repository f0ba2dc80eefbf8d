#!/bin/sh
# Chromium makes its sandbox of namespaces and a new root, which Docker's seccomp profile, among others, forbids; Chromium
# then does not start at all. The container itself is the sandbox there.
unshare --user --map-root-user --pid --net --fork chroot / true 2> /dev/null || set -- --no-sandbox "$@"
exec /usr/bin/chromium "$@"
