#!/usr/bin/env bash
# Walks through the six main endpoints of a running Meterbridge and says what is wrong.
#
#   METERBRIDGE_USERNAME=admin METERBRIDGE_PASSWORD=… ./test-api.sh [base address]
#
# The address may also come from METERBRIDGE_URL; default http://127.0.0.1:3000. The account needs the role operator or
# admin. Three readings are recorded under a source of their own and withdrawn at the end. Nothing is handed to a utility:
# a push of an unknown reading must be refused; METERBRIDGE_PUSH=1 really pushes the reading just
# recorded, which then stays.
#
# Exit code: 0 all is well, 1 a check failed, 2 wrong use. Needs bash and curl. Secrets reach curl on its standard input
# only, so they are neither printed nor seen in the list of processes.
set -uo pipefail

usage() {
  sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p;}' "$0"
}
wrong_use() {
  printf 'test-api.sh: %s\n' "$1" >&2
  usage >&2
  exit 2
}

case "${1-}" in -h | --help) usage; exit 0 ;; -*) wrong_use "unknown option $1" ;; esac
[ "$#" -le 1 ] || wrong_use 'one address at most'
command -v curl >/dev/null || wrong_use 'curl is needed'
base="${1:-${METERBRIDGE_URL:-http://127.0.0.1:3000}}"
base="${base%/}"
case "$base" in http://?* | https://?*) ;; *) wrong_use "$base is no http(s) address" ;; esac
[ -n "${METERBRIDGE_USERNAME-}" ] || wrong_use 'METERBRIDGE_USERNAME is not set'
[ -n "${METERBRIDGE_PASSWORD-}" ] || wrong_use 'METERBRIDGE_PASSWORD is not set'
export -n METERBRIDGE_PASSWORD

failures=0 token='' status='' answer='' recorded_ids=''

escaped() { # as the inside of a JSON string, and likewise of a string in curl's configuration
  local text="${1//\\/\\\\}"
  text="${text//\"/\\\"}"
  text="${text//$'\n'/\\n}"
  printf '%s' "${text//$'\t'/\\t}"
}

call() { # method, path, body; sets status and answer
  local all
  all=$(
    {
      printf 'url = "%s"\n' "$(escaped "$base$2")"
      printf 'header = "Accept: application/json"\n'
      [ -z "$token" ] || printf 'header = "Authorization: Bearer %s"\n' "$token"
      [ -z "${3-}" ] || printf 'header = "Content-Type: application/json"\ndata-binary = "%s"\n' "$(escaped "$3")"
    } | curl --config - --silent --show-error --max-time 30 --request "$1" --write-out '\n%{http_code}' 2>&1
  )
  status="${all##*$'\n'}"
  answer="${all%$'\n'*}"
}

field() { # the first value of a JSON field of the answer
  local found
  found=$(printf '%s' "$answer" | tr -d '\n' | grep -oE "\"$1\"[[:space:]]*:[[:space:]]*(\"([^\"\\\\]|\\\\.)*\"|[-0-9.eE+]+|true|false|null)" | head -n 1)
  found="${found#*:}"
  found="${found#"${found%%[![:space:]]*}"}"
  found="${found#\"}"
  printf '%s' "${found%\"}"
}

say() { printf '%-8s %-24s %s\n' "$1" "$2" "$3"; }

fail() { # endpoint, expected, actual
  failures=$((failures + 1))
  say FAILED "$1" "expected $2; got $3"
}

what_came() {
  if [ "$status" = 000 ]; then
    printf 'no answer: %s' "$(printf '%s' "$answer" | tr '\n' ' ' | cut -c 1-200)"
  else
    local detail
    detail=$(field detail)
    printf '%s %s' "$status" "${detail:+($detail)}"
  fi
}

expect() { # endpoint, what it means, status, field and pattern that the answer must have
  if [ "$status" != "$3" ]; then
    fail "$1" "$3: $2" "$(what_came)"
  elif [ -n "${4-}" ] && ! [[ "$(field "$4")" =~ ^(${5})$ ]]; then
    fail "$1" "$4 like $5: $2" "$3 with $4 = '$(field "$4")'"
  else
    say ok "$1" "$2"
    return 0
  fi
  return 1
}

instant() { date -u -d "@$1" +%Y-%m-%dT%H:%M:%SZ 2>/dev/null || date -u -r "$1" +%Y-%m-%dT%H:%M:%SZ; }

withdraw() {
  local id
  for id in $recorded_ids; do
    call DELETE "/records/$id"
    [ "$status" = 204 ] || fail "DELETE /records/{id}" '204: the test reading is withdrawn' "$(what_came), $id stays"
  done
  recorded_ids=''
}
trap withdraw EXIT
trap 'exit 1' INT TERM

check_health() {
  call GET /health
  expect 'GET /health' 'the service is well, or says what is not' 200 status 'healthy|degraded' && return
  [ "$status" != 000 ] || exit 1
}

check_sign_in() {
  local name password
  name=$(escaped "$METERBRIDGE_USERNAME")
  password=$(escaped "$METERBRIDGE_PASSWORD")
  call POST /auth/token "{\"username\":\"$name\",\"password\":\"wrong\"}"
  expect 'POST /auth/token' 'a wrong password is refused' 401
  call GET /readings/current
  expect 'GET /readings/current' 'nobody is let in without a token' 401
  call POST /auth/token "{\"username\":\"$name\",\"password\":\"$password\"}"
  if [ "$status" = 200 ] && [ -n "$(field access_token)" ]; then
    token=$(field access_token)
    say ok 'POST /auth/token' "signed in for $(field expires_in) seconds"
  else
    fail 'POST /auth/token' '200 with an access_token' "$(what_came)"
    exit 1
  fi
}

check_records() {
  local now source inverter meter values
  now=$(date +%s)
  source="test-api-$RANDOM$RANDOM"
  call GET /readings/current
  inverter=$(field inverterKwh) meter=$(field meterValue)
  [[ "$inverter" =~ ^[0-9.]+$ ]] || inverter=5012.4
  [[ "$meter" =~ ^[0-9.]+$ ]] || meter=18230
  values="\"inverterKwh\":$inverter,\"meterValue\":$meter,\"source\":\"$source\",\"note\":\"recorded by test-api.sh\""

  local single="{\"timestamp\":\"$(instant "$now")\",$values}"
  call POST /records/single "$single"
  expect 'POST /records/single' 'a reading is kept' 201 id '[0-9a-f-]{36}' && recorded_ids=$(field id)
  call POST /records/single "$single"
  expect 'POST /records/single' 'the same reading again is the same reading' 200 id "${recorded_ids:-none}"
  call POST /records/single "{\"meterValue\":\"many\"}"
  expect 'POST /records/single' 'a reading that is none is refused' 400 path '/meterValue'

  call POST /records/bulk "{\"records\":[{\"timestamp\":\"$(instant $((now - 120)))\",$values},{\"timestamp\":\"$(instant $((now - 60)))\",$values},{\"meterValue\":-1}]}"
  expect 'POST /records/bulk' 'two good rows are kept, a bad one is named' 200 recorded 2

  call GET '/readings/current'
  expect 'GET /readings/current' 'the newest reading comes back' 200 id "${recorded_ids:-none}"
  remember_all "$source"
}

remember_all() { # source
  call GET "/readings?source=$1&limit=10"
  expect 'GET /readings' 'all three are in the list' 200 source "$1" || return
  recorded_ids=$(printf '%s' "$answer" | grep -oE '"id"[[:space:]]*:[[:space:]]*"[0-9a-f-]{36}"' | grep -oE '[0-9a-f-]{36}' | tr '\n' ' ')
}

check_push() {
  local reading="${recorded_ids%% *}"
  [ "${METERBRIDGE_PUSH-}" = 1 ] || reading='00000000-0000-4000-8000-000000000000'
  call POST /utility/push "{\"readingId\":\"$reading\"}"
  if [[ "$status" = 4?? && "$status" != 40[13] && "$(field detail) $(field title)" =~ [Cc]onnector ]]; then
    say skipped 'POST /utility/push' "no connector ($status $(field detail))"
  elif [ "${METERBRIDGE_PUSH-}" = 1 ]; then
    expect 'POST /utility/push' 'the reading is on its way to the utility, and stays' 202 state '[a-z-]+' &&
      recorded_ids="${recorded_ids#* }"
  else
    expect 'POST /utility/push' 'an unknown reading is refused (METERBRIDGE_PUSH=1 pushes a real one)' 404 detail '.*reading.*'
  fi
}

check_health
check_sign_in
check_records
check_push
withdraw
if [ "$failures" = 0 ]; then
  printf 'All is well at %s\n' "$base"
else
  printf '%s checks failed at %s\n' "$failures" "$base"
  exit 1
fi
