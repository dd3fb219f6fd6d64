// The server of the image: Caddy with deploy/Caddyfile, set up by the environment alone.
package main

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/caddyserver/caddy/v2"
)

const usage = `The Propylon image takes all settings from the environment.

  propylon          serve the site, with Kratos behind it
  propylon check    exit with 0 if the running server and Kratos are ready
  propylon help     show this text

`

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, lines(err))
		os.Exit(1)
	}
}

func run(arguments []string) error {
	switch strings.Join(arguments, " ") {
	case "":
	case "check":
		return check()
	case "help", "--help", "-h":
		fmt.Print(usage, table())
		return nil
	default:
		return fmt.Errorf("the server has no command %q; it has check and help", strings.Join(arguments, " "))
	}
	settings, err := read(os.Environ())
	if err != nil {
		return err
	}
	if err := free(settings); err != nil {
		return err
	}
	if err := start(settings); err != nil {
		return err
	}
	// Ends gracefully on SIGTERM: requests that have begun are answered.
	caddy.TrapSignals()
	select {}
}

// check asks the server in the same container whether it and Kratos are ready.
func check() error {
	settings, err := read(os.Environ())
	if err != nil {
		return err
	}
	client := http.Client{Timeout: 5 * time.Second}
	answer, err := client.Get("http://" + settings.health.reach() + "/readyz")
	if err != nil {
		return fmt.Errorf("the server does not answer: %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("not ready: /readyz answers %s", answer.Status)
	}
	return nil
}

// lines writes each error on a line of its own.
func lines(err error) string {
	var several interface{ Unwrap() []error }
	if !errors.As(err, &several) {
		return "propylon: " + err.Error()
	}
	var all []string
	for _, one := range several.Unwrap() {
		all = append(all, "propylon: "+one.Error())
	}
	return strings.Join(all, "\n")
}
