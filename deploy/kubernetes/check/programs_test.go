package check

import (
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// A server's address that is free now.
func free(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// port is that of an address.
func port(at string) string {
	return at[strings.LastIndex(at, ":")+1:]
}

// running starts a program, and returns when the URL answers 200.
func running(t *testing.T, ready string, env []string, program string, arguments ...string) {
	t.Helper()
	log := &strings.Builder{}
	run := exec.CommandContext(t.Context(), program, arguments...)
	run.Env, run.Stdout, run.Stderr = env, log, log
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- run.Wait() }()
	// The context of a test ends before this.
	t.Cleanup(func() { <-ended })
	for {
		if answer, err := http.Get(ready); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return
			}
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("%s does not start: %v\n%s", program, err, log)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// given is the path of a program, by its variable.
func given(t *testing.T, name string) string {
	t.Helper()
	program := os.Getenv(name)
	if program == "" {
		t.Fatalf("%s is not set: run these tests with `cargo xtask test kubernetes`", name)
	}
	return program
}
