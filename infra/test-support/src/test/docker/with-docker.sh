#!/bin/bash
# Runs a Maven command where a Docker engine answers, as
#   with-docker.sh mvn -o verify -pl infra/outbox -am
# in a network namespace of its own, with the images of images.sh (made at the first run), and
# leaves nothing running. Needs root and Debian's docker.io, iptables, iproute2.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
state=$(realpath "$here/../../..")/target/docker
space=posthouse-test-$$

mkdir -p "$state"
ip netns add "$space"
ip -n "$space" link set lo up
# Not `ip netns exec`, which mounts another /sys, without the cgroups.
nsenter --net="/run/netns/$space" dockerd --data-root "$state/data" --exec-root "$state/exec" \
  --pidfile "$state/pid" --host "unix://$state/socket" >"$state/log" 2>&1 &
engine=$!
trap 'kill $engine || true; wait $engine || true; ip netns delete "$space"' EXIT

export DOCKER_HOST=unix://$state/socket
export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1
export TESTCONTAINERS_TINYIMAGE_CONTAINER_IMAGE=posthouse-test/debian
timeout 60 sh -c 'until docker info; do sleep 0.2; done' >/dev/null 2>&1
docker image inspect posthouse-test/keycloak >/dev/null 2>&1 || "$here/images.sh"

settings=(-Dposthouse.test.servers=docker)
for image in postgres kafka redis keycloak; do
  settings+=("-Dposthouse.test.$image-image=posthouse-test/$image")
done
nsenter --net="/run/netns/$space" "$@" "${settings[@]}"
