#!/bin/sh
# The command line in the container. As the service's own user, also where root calls it: what root writes into the volume
# is out of the service's reach.
exec sh /app/entrypoint.sh node /app/bin/meterbridge.js "$@"
