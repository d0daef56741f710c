#!/bin/bash
# Builds the images posthouse-test/{postgres,kafka,redis,keycloak} without an image registry: from
# Debian's packages and the jars that the embedded servers use.
# Needs root, debootstrap, a Docker engine that answers, JAVA_HOME, `mvn package -pl infra/keycloak`.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
root=$(realpath "$here/../../../../..")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

debootstrap --variant=minbase --include=redis-server,tzdata bookworm "$work/debian" >"$work/log"
tar -C "$work/debian" --one-file-system -c . | docker import - posthouse-test/debian
rm -rf "$work/debian"

context=$work/context
mkdir -p "$context"/{kafka,keycloak,postgres}
cp "$here"/{Dockerfile,kafka-run,postgres-run} "$context"
cp -rL "$JAVA_HOME" "$context/java"
tar -C "$context/keycloak" --strip-components=1 -xzf "$root/infra/keycloak/target/dist/keycloak.tar.gz"

mvn -q -f "$root/pom.xml" -pl infra/servers dependency:build-classpath \
  -DincludeScope=test -Dmdep.outputFile="$work/classpath"
tr ':' '\n' <"$work/classpath" | while read -r jar; do
  case $jar in
    *postgres-binaries-linux-amd64-[0-9]*)
      unzip -p "$jar" '*.txz' | tar -C "$context/postgres" -xJ ;;
    *postgres-binaries*) ;;
    *) cp "$jar" "$context/kafka" ;;
  esac
done

for image in postgres kafka redis keycloak; do
  DOCKER_BUILDKIT=0 docker build -q --target "$image" -t "posthouse-test/$image" "$context"
done
