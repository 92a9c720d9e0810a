package main

import (
	"context"
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

func versionCommand() command {
	return command{
		name: "version", group: groupAbout, brief: "tell which build this is",
		setup: func(*flag.FlagSet, environment) action {
			return func(_ context.Context, out *output) error {
				info, _ := debug.ReadBuildInfo()
				_, err := fmt.Fprintf(out.stdout, "wprest %s\n%s %s/%s\n", buildVersion(info), runtime.Version(), runtime.GOOS, runtime.GOARCH)
				return err
			}
		},
	}
}

// buildVersion returns the version of the module, and the commit that it was
// built from if the build knows.
func buildVersion(info *debug.BuildInfo) string {
	if info == nil {
		return "(unknown)"
	}
	version := info.Main.Version
	if version == "" {
		version = "(devel)"
	}
	setting := map[string]string{}
	for _, s := range info.Settings {
		setting[s.Key] = s.Value
	}
	revision := setting["vcs.revision"]
	if revision == "" {
		return version
	}
	about := []string{revision[:min(12, len(revision))], setting["vcs.time"]}
	if setting["vcs.modified"] == "true" {
		about = append(about, "modified")
	}
	return version + " (" + strings.TrimSpace(strings.Join(about, " ")) + ")"
}
