# A container engine of one's own on a machine that is thrown away, to be sourced: root, Debian, no systemd, no registry.
# engine_up starts it in a network namespace with nothing but loopback in it, so that no container reaches the world, and
# published ports are on that loopback: in_engine runs a command there. engine_down leaves nothing behind.

ENGINE_NAME=keystorm-ci-$$
ENGINE_HOME=/tmp/$ENGINE_NAME
export DOCKER_HOST=unix://$ENGINE_HOME/docker.sock DOCKER_CONFIG=$ENGINE_HOME/config

in_engine() {
  nsenter --net="/run/netns/$ENGINE_NAME" "$@"
}

engine_up() {
  local files
  files=$(ulimit -Hn)
  [ "$files" != unlimited ] || files=65536
  mkdir -p "$DOCKER_CONFIG"
  ip netns add "$ENGINE_NAME"
  ip -n "$ENGINE_NAME" link set lo up
  # `ip netns exec` would hide the control groups. nsenter becomes the engine, so $! is the engine's pid.
  nsenter --net="/run/netns/$ENGINE_NAME" dockerd --host "$DOCKER_HOST" --data-root "$ENGINE_HOME/data" \
    --exec-root "$ENGINE_HOME/exec" --pidfile "$ENGINE_HOME/pid" --default-ulimit "nofile=$files:$files" \
    >"$ENGINE_HOME/log" 2>&1 &
  ENGINE_PID=$!
  until docker info >/dev/null 2>&1; do
    kill -0 "$ENGINE_PID" 2>/dev/null || { tail -20 "$ENGINE_HOME/log"; return 1; }
    sleep 0.1
  done
}

engine_down() {
  if [ -n "${ENGINE_PID:-}" ]; then
    docker ps --all --quiet | xargs --no-run-if-empty docker rm --force >/dev/null 2>&1
    kill "$ENGINE_PID" 2>/dev/null
    wait "$ENGINE_PID"
  fi
  ip netns delete "$ENGINE_NAME" 2>/dev/null
  awk -v home="$ENGINE_HOME/" 'index($2, home) == 1 { print $2 }' /proc/mounts | sort --reverse | xargs --no-run-if-empty umount
  rm -rf "$ENGINE_HOME"
}
