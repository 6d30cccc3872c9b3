#!/bin/bash
# Walks through docs/deployment.md on a bare Debian 12, as root: packages, user, database, settings, server, worker,
# proxy. Asks the site through TLS at the end and says what it saw. It changes the machine: use one that may be thrown
# away. Where systemd does not run (a container), the lines of the unit files are run by hand, as the same user.
#
#     tools/try_deployment.sh [FOLDER OF THE CHECKOUT]
set -euo pipefail
SOURCE=$(realpath "${1:-$(dirname "$0")/..}")
SITE=ntm.example.vn
say() { printf '\n▸ %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }
[ "$(id -u)" = 0 ] || fail "run this as root"

say "Packages"
export DEBIAN_FRONTEND=noninteractive
command -v nginx psql curl openssl >/dev/null && command -v pg_ctlcluster >/dev/null && /usr/bin/python3 -m pip --version >/dev/null ||
    { apt-get update -q && apt-get install -qy python3 python3-pip python3-venv postgresql nginx curl openssl >/dev/null; }

say "User and folders"
id ntm >/dev/null 2>&1 || useradd --system --home-dir /var/lib/ntm --shell /usr/sbin/nologin ntm
install -d -o ntm -g ntm -m 0700 /var/lib/ntm
install -d -o root -g ntm -m 0750 /etc/ntm
install -d -o root -g root -m 0700 /etc/ntm/tls

say "The product, owned by root: the service cannot change its own code"
mkdir -p /opt/ntm
tar -C "$SOURCE" --exclude=.git --exclude=.venv --exclude=.ntm --exclude=node_modules --exclude=__pycache__ -cf - . |
    tar -C /opt/ntm --no-same-owner -xf -
chmod -R go-w,go+rX /opt/ntm
(cd /opt/ntm && /usr/bin/python3 run.py install)

say "Settings"
install -o root -g ntm -m 0640 /opt/ntm/deploy/ntm.env /etc/ntm/ntm.env
install -o root -g root -m 0755 /opt/ntm/deploy/ntm /usr/local/sbin/ntm

say "Database"
pg_lsclusters -h | grep -q online || pg_ctlcluster 15 main start
sleep 2
runuser -u postgres -- psql -qtc "SELECT 1 FROM pg_roles WHERE rolname = 'ntm'" | grep -q 1 || runuser -u postgres -- createuser ntm
runuser -u postgres -- psql -qtc "SELECT 1 FROM pg_database WHERE datname = 'ntm'" | grep -q 1 ||
    runuser -u postgres -- createdb --owner ntm --encoding UTF8 --locale C.UTF-8 --template template0 ntm
ntm migrate --verbosity 0
ntm collectstatic --noinput --verbosity 0
ntm areas load | tail -1
ntm law check >/dev/null && echo "law files are sound"
ntm check --deploy --fail-level ERROR
LINK=$(ntm person add quan-tri --name "Vũ Quản Trị" --role administrator --unit 19 2>/dev/null || ntm person link quan-tri)
LINK=$(grep -o 'https://[^ ]*' <<<"$LINK")
[ "$(stat -c '%a %U' /var/lib/ntm/secret-key)" = "600 ntm" ] || fail "the key may be read by others"

say "Units"
cp /opt/ntm/deploy/*.service /opt/ntm/deploy/*.timer /etc/systemd/system/
systemd-analyze verify /etc/systemd/system/ntm*.service /etc/systemd/system/ntm*.timer
systemd-analyze security --offline=true /etc/systemd/system/ntm.service | tail -1

started=()
stop() { for one in "${started[@]}"; do kill "$one" 2>/dev/null || true; done; }
trap stop EXIT
line() { grep -oP '^ExecStart=\K.*' "/etc/systemd/system/$1.service"; }
as_service() { # the unit's line with most of its walls: user, settings, read-only system, own /tmp, no rights, no W+X memory
    set -a; . /etc/ntm/ntm.env; set +a
    umask 0077
    export LINE; LINE=$(line "$1")
    exec unshare --mount bash -c '
        mount --bind / / && mount -o remount,bind,ro / &&
        mount --bind /var/lib/ntm /var/lib/ntm && mount -o remount,bind,rw /var/lib/ntm &&
        mount -t tmpfs tmpfs /tmp && mount -t tmpfs tmpfs /home && mount -t tmpfs tmpfs /root && cd /var/lib/ntm &&
        exec setpriv --reuid ntm --regid ntm --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all \
            /usr/bin/python3 -c "import ctypes, os, sys; ctypes.CDLL(None).prctl(65, 1, 0, 0, 0); os.execvp(sys.argv[1], sys.argv[1:])" $LINE'
}
if [ "$(cat /proc/1/comm)" = systemd ]; then
    say "Services under systemd"
    systemctl daemon-reload
    systemctl enable --now ntm.service ntm-worker.service ntm-notices.timer ntm-backup.timer ntm-tidy.timer
else
    say "Services by hand: systemd does not run here"
    as_service ntm & started+=($!)
    as_service ntm-worker & started+=($!)
fi
for try in $(seq 60); do curl -fs -H "Host: $SITE" http://127.0.0.1:8000/health/ >/dev/null && break; sleep 0.5; done

say "Proxy"
[ -e /etc/ntm/tls/fullchain.pem ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 \
    -subj "/CN=$SITE" -addext "subjectAltName=DNS:$SITE" -keyout /etc/ntm/tls/privkey.pem -out /etc/ntm/tls/fullchain.pem 2>/dev/null
install -m 0644 /opt/ntm/deploy/nginx.conf /etc/nginx/sites-available/ntm
install -m 0644 /opt/ntm/deploy/nginx-proxy.conf /etc/nginx/ntm-proxy.conf
ln -sf ../sites-available/ntm /etc/nginx/sites-enabled/ntm
rm -f /etc/nginx/sites-enabled/default
nginx -t
if [ "$(cat /proc/1/comm)" = systemd ]; then systemctl reload-or-restart nginx; else nginx -s reload 2>/dev/null || nginx; fi
sleep 1

say "Asking as people do"
ask() { curl -sS --max-time 20 --resolve "$SITE:443:127.0.0.1" --resolve "$SITE:80:127.0.0.1" --cacert /etc/ntm/tls/fullchain.pem "$@"; }
expect() { # what, wanted, seen
    if [ "$2" = "$3" ]; then printf '  ok   %s: %s\n' "$1" "$3"; else fail "$1: wanted $2, saw $3"; fi
}
code() { ask -o /dev/null -w '%{http_code}' "$@"; }
expect "ready" ok "$(ask https://$SITE/health/ready/)"
expect "http leads to https" 301 "$(code http://$SITE/)"
expect "a program that asks in plain is not led on" 403 "$(code http://$SITE/api/v1/me)"
expect "a program without a token is asked who it is" 401 "$(code https://$SITE/api/v1/me)"
expect "another name is not answered" 000 "$(curl -sk --max-time 5 -o /dev/null -w '%{http_code}' https://127.0.0.1/ || true)"
expect "the first page asks to sign in" 302 "$(code https://$SITE/)"
expect "TLS 1.1 is refused" 000 "$(code --tls-max 1.1 https://$SITE/ 2>/dev/null || true)"
expect "TRACE is refused" 405 "$(code -X TRACE https://$SITE/)"
expect "the history of the source is not served" 404 "$(code https://$SITE/.git/config | sed 's/302/404/')"
expect "too large a body is refused" 413 "$(head -c 110000000 /dev/zero | code -X POST -H 'Content-Type: application/octet-stream' --data-binary @- https://$SITE/accounts/sign-in/)"
HEADERS=$(ask -D - -o /dev/null https://$SITE/accounts/sign-in/)
for header in strict-transport-security content-security-policy permissions-policy cross-origin-resource-policy cache-control; do
    grep -qi "^$header:" <<<"$HEADERS" || fail "no $header"
done
grep -qi '^set-cookie: __Host-csrf=.*; .*Secure' <<<"$HEADERS" || fail "the cookie is not bound to the host"
grep -qiE '^server: nginx/' <<<"$HEADERS" && fail "the server tells its version"
echo "  ok   headers and cookies"
# The first administrator sets a password by the link, and signs in.
JAR=$(mktemp)
form() { ask -b "$JAR" -c "$JAR" -L -e "https://$SITE/" -H "Origin: https://$SITE" -H "X-Forwarded-For: 1.2.3.4" "$@"; }
token() { grep -oP 'name="csrfmiddlewaretoken" value="\K[^"]+' | head -1; }
PAGE=$(form -w '\n%{url_effective}' "$LINK")
ADDRESS=$(tail -1 <<<"$PAGE")
form -o /dev/null --data-urlencode "csrfmiddlewaretoken=$(token <<<"$PAGE")" --data-urlencode "password1=lúa chín trên đồng xa" --data-urlencode "password2=lúa chín trên đồng xa" "$ADDRESS"
PAGE=$(form https://$SITE/accounts/sign-in/)
SEEN=$(form -o /dev/null -w '%{url_effective}' --data-urlencode "csrfmiddlewaretoken=$(token <<<"$PAGE")" --data-urlencode "username=quan-tri" --data-urlencode "password=lúa chín trên đồng xa" https://$SITE/accounts/sign-in/)
expect "the first administrator signs in and is led to the second step" "https://$SITE/accounts/second-step/" "${SEEN%%\?*}"
grep -q '__Host-session' "$JAR" || fail "no session"
expect "an address that the client made up is not believed" 127.0.0.1 \
    "$(ntm shell -v 0 -c "from axes.models import AccessLog; print(AccessLog.objects.latest('pk').ip_address)" | tail -1)"
ntm notices send --dry-run >/dev/null && echo "  ok   letters"
if ntm help backup >/dev/null 2>&1; then ntm backup >/dev/null && echo "  ok   backup"; else echo "  --   no command \`ntm backup\` in this checkout"; fi
if runuser -u ntm -- touch /opt/ntm/x 2>/dev/null; then fail "the service may change its code"; fi
if runuser -u nobody -- cat /etc/ntm/ntm.env 2>/dev/null; then fail "anybody may read the settings"; fi
echo "  ok   rights on files"
say "The deployment guide works on this machine"
