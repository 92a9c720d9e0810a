#!/usr/bin/env bash
# Writes what each package exports to docs/api, so that a change of the public
# API shows in its diff. With --check it fails when that is out of date.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

out=docs/api
if [ "${1-}" = --check ]; then
	out=$(mktemp -d)
	trap 'rm -rf "$out"' EXIT
fi
mkdir -p "$out"
module=$(go list -m)
for pkg in $(go list ./... | grep -v -e /internal -e /examples -e /cmd -e /conformance -e /clienttest); do
	name=${pkg#"$module"}
	name=${name#/}
	go doc -all "$pkg" >"$out/$(tr / - <<<"${name:-wprest}").txt"
done
if [ "${1-}" = --check ]; then
	diff -ru docs/api "$out" || {
		echo 'docs/api is out of date; run docs/api.sh' >&2
		exit 1
	}
fi
