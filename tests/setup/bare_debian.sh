#!/usr/bin/env bash
# Proves that a clean clone of this repository builds and works on a bare Debian 12.
#
# What it does: makes a Debian 12 with debootstrap (variant minbase: no compiler, no git, no sudo)
# in a temporary folder, clones the last commit of this repository into it, and there, as root in a
# chroot, runs "./setup demo" and "./setup test"; then runs both again without a network.
# What it proves: the list of packages in ./setup is complete, the committed files are enough, the
# demonstration leaves CSV files behind, and once packages are there no network is needed.
# What it does not prove: anything about other distributions or other versions of Debian (untested),
# about ./setup as a user with sudo, or about changes that are not committed.
#
# Needs: root, network for the first run, debootstrap, unshare, git, tar.
# Takes: about 2 minutes with a fast mirror plus the time to build pbrsim twice (release, dev), and
# 2 GB of disk under ${TMPDIR:-/tmp}, given back at the end. A cache file takes 100 MB.
#
# Exit code: 0 PASS; 1 FAIL; 2 it could not be tried here (no root, a tool missing, wrong option).
set -euo pipefail
umask 022

usage() {
  cat <<'END'
Usage: bare_debian.sh [--only demo|test] [--jobs N] [--cache FILE] [--mirror URL]

  --only demo|test  try one of the two commands only
  --jobs N          compile N files at a time (default: as ./setup does)
  --cache FILE      unpack the bare Debian from this tar.gz; make the file if it is not there
  --mirror URL      Debian mirror for debootstrap (default: the one apt uses on this machine if it
                    runs Debian 12, otherwise debootstrap's own default)
END
}

unfit() {
  printf 'bare_debian.sh: %s\n' "$@" >&2
  exit 2
}

commands=(demo test)
options=()
cache=
mirror=
while (($# > 0)); do
  case $1 in
    --only | --jobs | --cache | --mirror)
      (($# >= 2)) || unfit "$1 needs a value; --help says which."
      case $1 in
        --only)
          [[ $2 == demo || $2 == test ]] || unfit "--only takes demo or test, not '$2'."
          commands=("$2")
          ;;
        --jobs) options=(--jobs "$2") ;;
        --cache) cache=$2 ;;
        --mirror) mirror=$2 ;;
      esac
      shift
      ;;
    --help | -h)
      usage
      exit 0
      ;;
    *) unfit "'$1' is not an option; --help lists them." ;;
  esac
  shift
done

((EUID == 0)) || unfit "this needs root (debootstrap, mount and chroot): run it with sudo."
for tool in debootstrap unshare chroot git tar mount umount mountpoint; do
  command -v "$tool" >/dev/null || unfit "'$tool' is not installed."
done

repository=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
commit=$(git -C "$repository" rev-parse --short --verify 'HEAD^{commit}' 2>/dev/null) ||
  unfit "$repository has no commit to clone."

# ---- the temporary folder and its end -----------------------------------------------------------

work=
root=
verdict=

heading() { printf '\n==== %s (%d s) ====\n' "$*" "$SECONDS"; }
fail() {
  verdict=fail
  printf '\nFAIL: %s\n' "$*"
  exit 1
}

clean_up() {
  local status=$? folder
  trap - EXIT
  trap '' INT TERM HUP
  if ((status == 1)) && [[ -z $verdict ]]; then
    printf '\nFAIL: stopped before the end; the messages above say why\n'
  fi
  [[ -n $work ]] || exit "$status"
  for folder in proc sys; do # debootstrap mounts both, and leaves them if it is stopped
    if mountpoint -q "$root/$folder"; then
      umount "$root/$folder" 2>/dev/null || umount --lazy "$root/$folder" || true
    fi
  done
  if mountpoint -q "$root/proc" || mountpoint -q "$root/sys"; then
    printf 'bare_debian.sh: mounts are left in %s. Unmount them and delete it.\n' "$work" >&2
  else
    rm -rf --one-file-system -- "$work"
  fi
  exit "$status"
}
trap clean_up EXIT
trap 'fail interrupted' INT TERM HUP

work=$(mktemp -d "${TMPDIR:-/tmp}/pbrsim-bare-debian.XXXXXXXX")
root=$work/root
mkdir "$root"

# ---- a bare Debian 12 ---------------------------------------------------------------------------

# shellcheck source=/dev/null
host=$(. /etc/os-release 2>/dev/null && printf '%s %s' "${ID:-}" "${VERSION_ID:-}") || host=

if [[ -n $cache && -f $cache ]]; then
  heading "Unpacking $cache"
  tar -xzf "$cache" -C "$root" --numeric-owner || fail "$cache could not be unpacked"
else
  if [[ -z $mirror && $host == "debian 12" ]]; then
    # shellcheck disable=SC2016 # apt-get expands the format
    mirror=$(apt-get indextargets --format '$(CODENAME) $(COMPONENT) $(REPO_URI)' \
      'Created-By: Packages' 2>/dev/null |
      awk '$1 == "bookworm" && $2 == "main" && $3 ~ /^https?:/ && !n++ { print $3 }') || mirror=
  fi
  heading "Making a bare Debian 12 with debootstrap"
  debootstrap --variant=minbase bookworm "$root" ${mirror:+"$mirror"} || {
    tail -n 20 "$root/debootstrap/debootstrap.log" 2>/dev/null || true
    fail "debootstrap did not make a Debian 12"
  }
  if [[ -n $cache ]]; then
    if ! tar -czf "$cache.part" -C "$root" --numeric-owner . || ! mv -- "$cache.part" "$cache"; then
      rm -f -- "$cache.part"
      fail "the cache $cache could not be written"
    fi
  fi
fi

# Let apt in the chroot reach what apt reaches here: name servers, proxies and the certificates
# they need, and on a Debian 12 its package sources with their keys. Of the other settings of apt
# only those for downloads are taken: hooks may call programs that a bare Debian does not have.
copy() { # copy PATH...: files and folders of this machine to the same place in the chroot
  local path
  for path in "$@"; do
    [[ -e $path ]] || continue
    mkdir -p "$root$(dirname "$path")"
    if [[ -d $path ]]; then
      mkdir -p "$root$path"
      cp -RL --preserve=mode,timestamps -- "$path/." "$root$path/"
    else
      rm -f -- "$root$path"
      cp -L --preserve=mode,timestamps -- "$path" "$root$path"
    fi
  done
}

heading "Copying what apt needs to reach its sources"
copy /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt
for file in /etc/apt/apt.conf /etc/apt/apt.conf.d/*; do
  if [[ -f $file ]] && grep -qi acquire "$file"; then copy "$file"; fi
done
echo 'DPkg::Use-Pty "0";' >"$root/etc/apt/apt.conf.d/99-no-terminal" # /dev/pts is not mounted
if [[ $host == "debian 12" ]]; then
  rm -f -- "$root/etc/apt/sources.list"
  copy /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/preferences /etc/apt/preferences.d \
    /etc/apt/auth.conf /etc/apt/auth.conf.d /etc/apt/keyrings /etc/apt/trusted.gpg.d \
    /usr/share/keyrings
fi

mount -t proc proc "$root/proc" || unfit "/proc could not be mounted in the chroot."

# ---- the clone ----------------------------------------------------------------------------------

heading "Cloning commit $commit of $repository"
if [[ -n $(git --no-optional-locks -C "$repository" status --porcelain) ]]; then
  echo "Note: changes that are not committed are not part of this proof."
fi
git clone --quiet --no-hardlinks -- "$repository" "$root/root/pbrsim" || fail "git clone failed"

# ---- the runs -----------------------------------------------------------------------------------

# No variable of this shell reaches the chroot but the proxies.
environment=(HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin)
for name in http_proxy https_proxy ftp_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
  if [[ -n ${!name:-} ]]; then environment+=("$name=${!name}"); fi
done

# run COMMAND [WRAPPER...]: "./setup COMMAND" in the chroot; shows its output and keeps it in
# $work/log.
run() {
  local command=$1
  shift
  # shellcheck disable=SC2016 # the shell in the chroot expands $@
  "$@" chroot "$root" /usr/bin/env -i "${environment[@]}" \
    /bin/sh -c 'cd /root/pbrsim && exec ./setup "$@"' \
    sh "$command" "${options[@]}" </dev/null 2>&1 |
    tee "$work/log"
}

check() { # check NAME COMMAND: did the run leave what it should?
  local name=$1 command=$2 results
  case $command in
    demo)
      results=$(sed -n 's/^The CSV files are in //p' "$work/log" | tail -n 1)
      [[ -n $results ]] || fail "$name: it does not say where the CSV files are"
      [[ -n $(find "$root$results" -name '*.csv' -size +0 -newer "$work/start" 2>/dev/null) ]] ||
        fail "$name: no CSV file was written to $results"
      ;;
    test)
      tail -n 1 "$work/log" | grep -q '^Total Test time' ||
        fail "$name: the output does not end with ctest's closing line"
      ;;
  esac
}

for command in "${commands[@]}"; do
  name="$command, first run"
  heading "$name"
  touch "$work/start"
  run "$command" || fail "$name: ./setup $command failed with exit code $?"
  check "$name" "$command"
done

devices=$(unshare --net cat /proc/net/dev | awk -F: 'NF > 1 { gsub(/ /, "", $1); print $1 }') ||
  unfit "a network namespace could not be made (unshare --net)."
[[ $devices == lo ]] || fail "the network could not be cut off for the second run"

for command in "${commands[@]}"; do
  name="$command, second run, without a network"
  heading "$name"
  touch "$work/start"
  run "$command" unshare --net ||
    fail "$name: ./setup $command failed with exit code $?"
  check "$name" "$command"
  ! grep -q '^==> Installing' "$work/log" || fail "$name: it tried to install packages"
done

printf '\nPASS: commit %s, ./setup %s: twice on a bare Debian 12, the second time offline (%d s)\n' \
  "$commit" "${commands[*]}" "$SECONDS"
