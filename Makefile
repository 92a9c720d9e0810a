.PHONY: check test baseline

# What CI runs.
check:
	./.ci/run

test:
	go test ./...

# Adds the conformance cases that pass to conformance/baseline.txt.
baseline:
	go test ./conformance -run TestReplay -update-baseline
