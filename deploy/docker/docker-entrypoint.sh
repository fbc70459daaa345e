#!/usr/bin/dumb-init /bin/sh
# What a container of this image runs, by the contract of Vault's image: commands without `vault` before them, settings
# and addresses from the environment, no root.
set -eu

# A core file would hold keys.
ulimit -c 0

if [ -n "${VAULT_REDIRECT_INTERFACE:-}" ]; then
  export VAULT_API_ADDR="${VAULT_REDIRECT_ADDR:-http://{{ GetInterfaceIP \"$VAULT_REDIRECT_INTERFACE\" \}\}:8200}"
fi
if [ -n "${VAULT_CLUSTER_INTERFACE:-}" ]; then
  export VAULT_CLUSTER_ADDR="${VAULT_CLUSTER_ADDR:-https://{{ GetInterfaceIP \"$VAULT_CLUSTER_INTERFACE\" \}\}:8201}"
fi

case ${1:-} in
  -*) set -- vault "$@" ;;
  agent | audit | auth | debug | delete | kv | lease | list | login | monitor | namespace | operator | patch | path-help \
    | pki | plugin | policy | print | proxy | read | secrets | server | ssh | status | token | transit | unwrap | version \
    | version-history | write) set -- vault "$@" ;;
esac

if [ "${1:-}" = vault ] && [ "${2:-}" = server ]; then
  shift 2
  folder=/vault/config
  if [ -n "${VAULT_LOCAL_CONFIG:-}" ]; then
    # With a read-only root there is only the temporary folder.
    [ -w "$folder" ] && local=$folder/local.json || local=$(mktemp -d)/local.json
    printf '%s\n' "$VAULT_LOCAL_CONFIG" > "$local"
    [ "$local" = "$folder/local.json" ] || set -- "-config=$local" "$@"
  fi
  case " $* " in
    *" -dev "* | *" -dev-tls "*)
      set -- "-dev-listen-address=${VAULT_DEV_LISTEN_ADDRESS:-0.0.0.0:8200}" "$@"
      [ -z "${VAULT_DEV_ROOT_TOKEN_ID:-}" ] || set -- "-dev-root-token-id=$VAULT_DEV_ROOT_TOKEN_ID" "$@"
      ;;
  esac
  # Given by the caller, as Vault's chart does, it need not be there as well.
  [ -z "$(ls -A "$folder" 2>/dev/null)" ] || case " $*" in *" -config="*) ;; *) set -- "-config=$folder" "$@" ;; esac
  set -- vault server "$@"
fi

if [ "$(id -u)" = 0 ]; then
  [ -n "${SKIP_CHOWN:-}" ] || chown -R vault:0 /vault/data /vault/file /vault/logs /vault/audit
  exec setpriv --reuid=vault --regid=vault --init-groups "$@"
fi
exec "$@"
