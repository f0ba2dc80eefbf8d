#!/bin/sh
# Railway's volumes belong to root. With RAILWAY_RUN_UID=0 the container begins as root, gives the volume to `node` and goes
# on as `node`; everywhere else it begins as `node`.
set -e
if [ "$(id -u)" = 0 ]; then
  chown node:node "$DATA_DIR"
  exec setpriv --reuid=node --regid=node --init-groups "$@"
fi
exec "$@"
