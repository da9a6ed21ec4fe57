#!/usr/bin/env bash
# Makes this checkout ready and does nothing where it is ready: system libraries, .venv, locked packages, `disken` itself.
#   .ci/setup.sh run    what the program needs   (requirements.lock)
#   .ci/setup.sh dev    that, and the tests' and checks' tools   (requirements-dev.lock)
# Needs bash, coreutils and a Python 3.11 to 3.13 without extras. Calls apt only for something that is really missing.
set -euo pipefail
umask 022

case "${1:-}" in
    run) lock=requirements.lock ;;
    dev) lock=requirements-dev.lock ;;
    *) echo "usage: $0 run|dev" >&2; exit 2 ;;
esac
cd "$(dirname "${BASH_SOURCE[0]}")/.."
venv=.venv
log=build/setup.log
unset PYTHONHOME PYTHONPATH
[ -t 0 ] || exec </dev/null

say() { printf 'set-up: %s\n' "$*"; }
fail() { printf 'set-up: %s\n' "$@" >&2; exit 1; }

# Runs a noisy command with its output in the log, and shows the log's end only where it went wrong.
quietly() {
    if ! "$@" >"$log" 2>&1 </dev/null; then
        tail -n 20 "$log" >&2
        return 1
    fi
}

# The first interpreter that Kivy 2.3 has wheels for.
find_python() {
    local name
    for name in python3 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

# A moved checkout or a new system Python leaves scripts and packages behind that no longer work: such a .venv is made anew.
identity() { printf '%s %s\n' "$PWD" "$(readlink -f "$venv/bin/python")"; }

venv_usable() { [ -x "$venv/bin/python" ] && [ "$(cat "$venv/.made-for" 2>/dev/null)" = "$(identity)" ]; }

# Everything that decides what is installed in .venv.
fingerprint() { cat "$1" pyproject.toml .ci/setup.sh | sha256sum | cut -d ' ' -f 1; }

venv_matches() {
    venv_usable || return 1
    local candidate
    # The tools' lock holds the program's lock, so after `dev` there is nothing left to do for `run`.
    for candidate in "$lock" requirements-dev.lock; do
        [ "$(cat "$venv/$candidate.stamp" 2>/dev/null)" = "$(fingerprint "$candidate")" ] && return 0
    done
    return 1
}

# Debian's names for what cannot be loaded. libGL is linked by Kivy's wheel, libEGL draws where there is no display.
missing_packages() {
    local python=$1
    if ! venv_usable && ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        "$python" -c 'import sys; print(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")'
    fi
    [ "$(uname -s)" = Linux ] || return 0
    "$python" -I -S - <<'PY'
import ctypes

for library, package in {"libGL.so.1": "libgl1", "libEGL.so.1": "libegl1"}.items():
    try:
        ctypes.CDLL(library)
    except OSError:
        print(package)
PY
}

# Prints the words that run a command as root: none for root, sudo that asks nobody, or sudo with somebody there to ask.
root_prefix() {
    [ "$(id -u)" -eq 0 ] && return
    command -v sudo >/dev/null || return 1
    if sudo -n true 2>/dev/null; then
        echo sudo -n
    elif [ -t 0 ] && [ -z "${CI:-}" ]; then
        echo sudo
    else
        return 1
    fi
}

apt_install() {
    local prefix
    command -v apt-get >/dev/null && prefix=$(root_prefix) || return 1
    local -a apt_get
    read -r -a apt_get <<<"$prefix env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300"
    say "installing $* with apt (once)"
    # The two extras are small and only spare the log a traceback about a missing touch library and clipboard.
    local -a install=("${apt_get[@]}" install --no-install-recommends "$@" libmtdev1 xclip)
    # A new machine has no package lists, an old one stale ones; fresh ones are fetched only then.
    "${install[@]}" >"$log" 2>&1 && return
    say "fetching Debian's package lists"
    { "${apt_get[@]}" update && "${install[@]}"; } >"$log" 2>&1 && return
    tail -n 5 "$log" >&2
    return 1
}

install_system_libraries() {
    local python=$1 missing
    mapfile -t missing < <(missing_packages "$python")
    [ "${#missing[@]}" -gt 0 ] || return 0
    apt_install "${missing[@]}" || true
    mapfile -t missing < <(missing_packages "$python")
    [ "${#missing[@]}" -gt 0 ] || return 0
    case "${missing[*]}" in
        *venv*) fail "Python cannot make a virtual environment before these are installed by hand: ${missing[*]}" ;;
        *) say "going on without ${missing[*]}: install them by hand, no window opens before that" ;;
    esac
}

make_venv() {
    local python=$1
    say "making $venv with Python $("$python" -c 'import platform; print(platform.python_version())')"
    rm -rf "$venv"
    quietly "$python" -m venv "$venv" || fail "the virtual environment could not be made"
    identity >"$venv/.made-for"
}

pip() {
    PIP_USER=0 "$venv/bin/python" -m pip --quiet --no-input --disable-pip-version-check "$@"
}

install_packages() {
    say "installing $(grep -c '^[a-z].*==' "$lock") packages from $lock, each checked against its hash"
    quietly pip install --require-hashes --only-binary :all: --requirement "$lock" \
        || fail "the packages of $lock could not be installed"
    quietly pip install --no-deps --no-build-isolation --editable . || fail "disken itself could not be installed"
    fingerprint "$lock" >"$venv/$lock.stamp"
}

main() {
    local python
    python=$(find_python) || fail "Python 3.11, 3.12 or 3.13 is needed, and python3 is none of them"
    mkdir -p build
    # Two makes at once wait for each other instead of writing into the same .venv.
    if command -v flock >/dev/null; then
        exec 9>build/.setup.lock
        flock 9
    fi
    install_system_libraries "$python"
    if venv_matches; then
        say "$venv matches $lock, nothing to install"
        return
    fi
    venv_usable || make_venv "$python"
    rm -f "$venv"/*.stamp
    install_packages
    say "done"
}

main
