#!/bin/sh
# The old door to what "orchestrator schedule" does: the music sync in the person's crontab.
set -eu
cd "$(dirname "$0")/.."

case "${1:-}" in
  setup) action=install ;;
  list | remove | test) action=$1 ;;
  *)
    echo "usage: $0 setup|list|remove|test" >&2
    exit 2
    ;;
esac
shift

node=node_modules/.bin/node
[ -x "$node" ] || node=node
exec "$node" src/launch.js schedule "$action" --with cron "$@"
