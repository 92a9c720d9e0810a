#!/usr/bin/env bash
# Takes over the cases, the site and the program from a newer copy of this
# folder. What is only ours stays: replay_test.go, baseline.txt, this script.
#
#	conformance/refresh.sh DIR
set -euo pipefail

if [ $# -ne 1 ] || [ ! -d "$1/cases" ]; then
	echo "usage: $0 DIR, a folder that holds cases, files, rows, site and users.json" >&2
	exit 2
fi
from=$(cd "$1" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")"
if [ "$from" = "$PWD" ]; then
	echo "$0: DIR is this very folder" >&2
	exit 2
fi

for folder in cases files rows site; do
	rm -rf "${folder:?}"
	cp -R "$from/$folder" "$folder"
	chmod -R u+w,go+rX "$folder"
done
for file in "$from"/*.go "$from"/users.json "$from"/README.md; do
	name=$(basename "$file")
	if [ "$name" != replay_test.go ]; then
		cp -f "$file" "$name"
		chmod u+w,go+r "$name"
	fi
done
