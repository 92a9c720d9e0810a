// Command wprest serves a WordPress-compatible REST API from one program and
// one database file, and manages the accounts of it.
//
//	go run github.com/wprest/wprest/cmd/wprest@latest serve
//
// wprest help lists its commands.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr, environment{stdin: os.Stdin, getenv: os.Getenv}))
}

// An environment is what a run has of the world besides its output.
type environment struct {
	stdin  io.Reader
	getenv func(string) string
}

// Exit codes.
const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2
)

// run is the program: it runs the command that args name and returns the exit
// code. It ends early when ctx does.
func run(ctx context.Context, args []string, stdout, stderr io.Writer, env environment) int {
	err := dispatch(ctx, args, &output{stdout: stdout, stderr: stderr}, env)
	var usage *usageError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &usage):
		complain(stderr, err)
		return exitUsage
	}
	complain(stderr, err)
	return exitFailure
}

// complain writes an error as one line.
func complain(stderr io.Writer, err error) {
	fmt.Fprintln(stderr, "wprest:", strings.ReplaceAll(err.Error(), "\n", "; "))
}

// output is where a command writes to.
type output struct{ stdout, stderr io.Writer }

// A usageError says that the command line is wrong.
type usageError struct{ message string }

func (e *usageError) Error() string { return e.message }

func usagef(format string, args ...any) error {
	return &usageError{fmt.Sprintf(format, args...)}
}

// A command is one of the things that the program does. Dispatch is done by
// hand with package flag: a handful of commands needs no library.
type command struct {
	name     string // one word or two
	group    string // heading in the list of commands
	brief    string // half a line for that list
	about    string // what its help says
	examples []string
	operand  string // the flag whose value may stand without its name, or ""
	// setup declares the flags and returns what runs once they are parsed.
	setup func(flags *flag.FlagSet, env environment) action
}

type action func(ctx context.Context, out *output) error

func commands() []command {
	return []command{serveCommand(), importCommand(), exportCommand(), userCreateCommand(), userPasswordCommand(), appPasswordCreateCommand(), indexCommand(), versionCommand()}
}

// dispatch finds the command that args begin with and runs it.
func dispatch(ctx context.Context, args []string, out *output, env environment) error {
	if len(args) == 0 {
		writeOverview(out.stderr)
		return usagef("name a command, such as: wprest serve")
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		return help(args[1:], out, env)
	case "-version", "--version":
		args = append([]string{"version"}, args[1:]...)
	}
	c, rest, err := findCommand(args)
	if err != nil {
		return err
	}
	return c.run(ctx, rest, out, env)
}

// findCommand returns the command that args begin with, and what follows it.
func findCommand(args []string) (command, []string, error) {
	var below []string // second words after the first
	for _, c := range commands() {
		words := strings.Fields(c.name)
		if len(args) >= len(words) && slices.Equal(args[:len(words)], words) {
			return c, args[len(words):], nil
		}
		if words[0] == args[0] {
			below = append(below, words[1])
		}
	}
	if len(below) > 0 {
		return command{}, nil, usagef("%s needs one of: %s; see wprest help", args[0], strings.Join(below, ", "))
	}
	return command{}, nil, usagef("there is no command %q; see wprest help", args[0])
}

// run parses the flags of a command and runs it.
func (c command) run(ctx context.Context, args []string, out *output, env environment) error {
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	run := c.setup(flags, env)
	switch err := c.parse(flags, args); {
	case errors.Is(err, flag.ErrHelp):
		c.writeHelp(out.stdout, env)
		return nil
	case err != nil:
		return usagef("%v; see wprest help %s", err, c.name)
	case flags.NArg() > 0:
		return usagef("%s takes no argument %q; see wprest help %s", c.name, flags.Arg(0), c.name)
	}
	return run(ctx, out)
}

// parse parses flags, and the operand wherever it stands between them.
func (c command) parse(flags *flag.FlagSet, args []string) error {
	err := flags.Parse(args)
	if err == nil && c.operand != "" && flags.NArg() > 0 && flags.Lookup(c.operand).Value.String() == "" {
		rest := flags.Args()
		if err = flags.Set(c.operand, rest[0]); err == nil {
			err = flags.Parse(rest[1:])
		}
	}
	return err
}
