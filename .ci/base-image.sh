#!/usr/bin/env bash
# base-image.sh TAG: makes an image of this machine's own files that can stand in for the public one of that tag, where no
# registry can be reached: the Node that runs the tests, a shell, and what they load.
set -euo pipefail

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 755 "$root"
mkdir -p "$root"/usr/{bin,lib,lib64,local/bin} "$root"/{etc,proc,sys,dev,home/node} "$root"/usr/lib/x86_64-linux-gnu
mkdir -m 1777 "$root/tmp"
for folder in bin lib lib64; do ln -s "usr/$folder" "$root/$folder"; done

add() { # file, where in the image
  cp -L "$1" "$root$2"
  ldd "$1" | grep -o '/[^ ]*' | while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -Lu "$library" "$root$library"
  done
}
for tool in dash mkdir chown cat ls; do add "$(type -P "$tool")" "/usr/bin/$tool"; done
ln -s dash "$root/usr/bin/sh"
add "$(node -p process.execPath)" /usr/local/bin/node

printf '%s\n' root:x:0:0::/root:/bin/sh node:x:1000:1000::/home/node:/bin/sh >"$root/etc/passwd"
printf '%s\n' root:x:0: node:x:1000: >"$root/etc/group"
echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
tar -C "$root" --numeric-owner -c . | docker import --change 'ENV PATH=/usr/local/bin:/usr/bin' --change 'CMD ["node"]' - "$1"
