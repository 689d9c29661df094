#!/bin/sh
# Installs what the course needs, into .venv/ of the checkout. Safe to repeat; offline when nothing changed.
#   deploy/setup.sh          what `make run` needs
#   deploy/setup.sh --test   that, and what `make test` needs
# Through apt when run as root on Debian; otherwise it says the one line to type and stops.
set -eu
cd "$(dirname "$0")/.."
PYTHON=${PYTHON:-python3}
kind=run
[ "${1:-}" = "--test" ] && kind=test

say() { printf '%s\n' "$*" >&2; }

has_library() { ldconfig -p 2>/dev/null | grep -q "$1" || /sbin/ldconfig -p 2>/dev/null | grep -q "$1"; }
has_command() { command -v "$1" >/dev/null 2>&1; }

missing_packages() {
    "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || printf ' python3-venv'
    has_library libpango-1.0.so || printf ' libpango-1.0-0'
    has_library libpangoft2-1.0.so || printf ' libpangoft2-1.0-0'
    has_library libharfbuzz-subset.so || printf ' libharfbuzz-subset0'
    [ -f /usr/share/fonts/truetype/noto/NotoSans-Regular.ttf ] || printf ' fonts-noto-core'
    if [ "$kind" = test ]; then
        has_command chromium || printf ' chromium'
        has_library libatomic.so.1 || printf ' libatomic1'
        ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || printf ' postgresql'
        has_command pdftotext || printf ' poppler-utils'
        has_command qpdf || printf ' qpdf'
        has_command zbarimg || printf ' zbar-tools'
        has_command wrk || printf ' wrk'
        has_command git || printf ' git'
    fi
}

install_packages() {
    packages=$(missing_packages)
    [ -z "$packages" ] && return 0
    line="apt-get update && apt-get install -y --no-install-recommends$packages"
    if [ "$(id -u)" != 0 ] || ! has_command apt-get; then
        say "Missing system packages:$packages"
        say "Type this as an administrator of the machine, then run the same command again:"
        say "    sudo sh -c '$line'"
        exit 1
    fi
    say "Installing system packages:$packages"
    if ! DEBIAN_FRONTEND=noninteractive sh -c "$line" >.setup.log 2>&1; then
        tail -n 5 .setup.log >&2
        say "The system packages could not be installed. The whole output is in .setup.log; mend what it says and run the same command again."
        exit 1
    fi
    rm -f .setup.log
}

# The environment is built beside the old one and takes its name only when it is complete.
install_environment() {
    lock=requirements.lock
    [ "$kind" = test ] && lock=requirements-test.lock
    wanted=$(cat "$lock" pyproject.toml | sha256sum | cut -d' ' -f1)
    [ -f ".venv/installed-$kind-$wanted" ] && [ "$(cat .venv/home 2>/dev/null)" = "$PWD" ] && return 0
    say "Installing Python packages into .venv/ (this takes a minute the first time)"
    rm -rf .venv.new
    "$PYTHON" -m venv .venv.new
    .venv.new/bin/python -m pip --disable-pip-version-check install --quiet --quiet --require-hashes -r "$lock"
    .venv.new/bin/python -m pip --disable-pip-version-check install --quiet --quiet --no-deps --no-build-isolation -e .
    find .venv.new/bin -type f -exec grep -lI "\.venv\.new" {} + | xargs sed -i 's|\.venv\.new|.venv|g'
    printf '%s\n' "$PWD" >.venv.new/home
    : >".venv.new/installed-$kind-$wanted"
    if [ "$kind" = test ]; then
        run=$(cat requirements.lock pyproject.toml | sha256sum | cut -d' ' -f1)
        : >".venv.new/installed-run-$run"
    fi
    rm -rf .venv.old
    [ -d .venv ] && mv .venv .venv.old
    mv .venv.new .venv
    rm -rf .venv.old course.egg-info
}

compile_messages() {
    for po in course/translations/*/LC_MESSAGES/messages.po; do
        [ -f "$po" ] || continue
        mo="${po%.po}.mo"
        if [ ! -f "$mo" ] || [ "$po" -nt "$mo" ]; then
            .venv/bin/pybabel --quiet compile -i "$po" -o "$mo"
        fi
    done
}

"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    say "Python 3.11 or newer is needed. On Debian 12: apt-get install python3. To name another one: make run PYTHON=/path/to/python3"
    exit 1
}
install_packages
install_environment
compile_messages
