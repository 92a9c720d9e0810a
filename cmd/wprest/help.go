package main

import (
	"flag"
	"fmt"
	"io"
	"strings"
)

// help answers wprest help [command].
func help(args []string, out *output, env environment) error {
	if len(args) == 0 {
		writeOverview(out.stdout)
		return nil
	}
	c, _, err := findCommand(args)
	if err != nil {
		return err
	}
	c.writeHelp(out.stdout, env)
	return nil
}

const overviewHead = `wprest serves a WordPress-compatible REST API: one program, one database file,
no PHP.

Usage:
  wprest COMMAND [flags]
`

const overviewTail = `
To begin:
  wprest serve                                  a new site on http://127.0.0.1:8080
  wprest user create --login ada --email ada@example.org --role editor
  wprest app-password create --user ada --name "My script"

"wprest help COMMAND" tells about a command and its flags.
`

// writeOverview lists the commands.
func writeOverview(w io.Writer) {
	var text strings.Builder
	text.WriteString(overviewHead)
	group := ""
	list := append(commands(), command{name: "help", group: groupAbout, brief: "explain a command"})
	for _, c := range list {
		if c.group != group {
			group = c.group
			fmt.Fprintf(&text, "\n%s:\n", group)
		}
		fmt.Fprintf(&text, "  %-21s %s\n", c.name, c.brief)
	}
	text.WriteString(overviewTail)
	fmt.Fprint(w, text.String())
}

// Headings of the list of commands.
const (
	groupServe    = "Serving"
	groupMove     = "Moving"
	groupAccounts = "Accounts"
	groupAbout    = "About"
)

// writeHelp tells about one command.
func (c command) writeHelp(w io.Writer, env environment) {
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	c.setup(flags, env)
	var text strings.Builder
	fmt.Fprintf(&text, "wprest %s: %s\n\nUsage:\n  wprest %s", c.name, c.brief, c.name)
	list := flagList(flags)
	if list != "" {
		text.WriteString(" [flags]")
	}
	if c.operand != "" {
		text.WriteString(" " + strings.ToUpper(c.operand))
	}
	text.WriteString("\n")
	if c.about != "" {
		text.WriteString("\n" + strings.TrimSpace(c.about) + "\n")
	}
	if list != "" {
		text.WriteString("\nFlags:\n" + list)
	}
	if len(c.examples) > 0 {
		text.WriteString("\nExamples:\n  " + strings.Join(c.examples, "\n  ") + "\n")
	}
	fmt.Fprint(w, text.String())
}

// flagList describes flags. Their usage texts are "VALUE|what it is for", and
// perhaps "|VARIABLE" of the environment that stands for it.
func flagList(flags *flag.FlagSet) string {
	var text strings.Builder
	flags.VisitAll(func(f *flag.Flag) {
		parts := append(strings.Split(f.Usage, "|"), "", "")
		value, usage, variable := parts[0], parts[1], parts[2]
		fmt.Fprintf(&text, "  --%s\n        %s\n", strings.TrimSpace(f.Name+" "+value), usage)
		if f.DefValue != "" && f.DefValue != "false" {
			fmt.Fprintf(&text, "        default: %s\n", f.DefValue)
		}
		if variable != "" {
			fmt.Fprintf(&text, "        environment: %s\n", variable)
		}
	})
	return text.String()
}
