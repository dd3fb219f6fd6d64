package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// folder is a built site, as far as the settings look at it.
func folder(t *testing.T) string {
	t.Helper()
	site := t.TempDir()
	if err := os.WriteFile(filepath.Join(site, "index.html"), []byte(`<script src="/boot.js" data-wasm="/site.wasm"></script>`), 0o600); err != nil {
		t.Fatal(err)
	}
	return site
}

func with(t *testing.T, more ...string) []string {
	return append([]string{"PROPYLON_KRATOS_URL=http://kratos:4433", "PROPYLON_SITE=" + folder(t)}, more...)
}

func TestEachWrongValueIsOneSentenceWithItsName(t *testing.T) {
	text := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(text, []byte("no JSON\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for value, word := range map[string]string{
		"PROPYLON_KRATOS_URL=kratos:4433":                      "a host without a path",
		"PROPYLON_KRATOS_URL=http://kratos:99999":              "a host without a path",
		"PROPYLON_KRATOS_URL=http://kratos/x":                  "it has a path",
		"PROPYLON_KRATOS_URL=http://ada:secret@kratos":         "it holds a user name",
		"PROPYLON_KRATOS_URL=http://k{env.HOME}":               "a host without a path",
		"PROPYLON_KRATOS_URL=http://a:1 http://b:secret@c":     "it holds a user name",
		"PROPYLON_KRATOS_URL=,":                                "a host without a path",
		"PROPYLON_KRATOS_URL=http://a:1 kratos:4433":           "a host without a path",
		"PROPYLON_KRATOS_URL=http://a:1,https://b:1":           "one is http, another https",
		"PROPYLON_PUBLIC_URL=auth.example.com":                 "an http or https URL",
		"PROPYLON_PUBLIC_URL=https://auth.example.com/a%20b":   "an http or https URL",
		"PROPYLON_PUBLIC_URL=https://auth.example.com\nbind x": "an http or https URL",
		"PROPYLON_BASE_PATH=auth":                              "for example /auth",
		"PROPYLON_BASE_PATH=/auth/../x":                        "for example /auth",
		"PROPYLON_BASE_PATH=//auth":                            "for example /auth",
		"PROPYLON_CONFIG=config.json":                          "the absolute path",
		"PROPYLON_CONFIG=/missing.json":                        "no such file",
		"PROPYLON_CONFIG=" + text:                              "it is not JSON at line 1",
		`PROPYLON_CONFIG={"brand": {}`:                         "it is not JSON",
		`PROPYLON_CONFIG={"kratosUrl": "auth.example.com"}`:    "its kratosUrl is",
		`PROPYLON_CONFIG={"kratosUrl": 1}`:                     "its kratosUrl is a JSON number",
		"PROPYLON_LISTEN=8080":                                 "a port behind a colon",
		"PROPYLON_LISTEN=localhost:8080":                       "an IP address",
		"PROPYLON_LISTEN=:0":                                   "a port behind a colon",
		"PROPYLON_HEALTH_LISTEN=:8080":                         "another port",
		"PROPYLON_TLS_KEY=" + text:                             "expected both or none",
		"PROPYLON_TLS_CERTIFICATE=/missing.pem":                "no such file",
		"PROPYLON_TRUSTED_PROXIES=10.0.0.0/8, proxy":           `"proxy" is no network`,
		"PROPYLON_LOG_LEVEL=debug":                             "info, warn or error",
		"PROPYLON_SITE=/missing":                               "no such file",
		"PROPYLON_KRATOS=http://kratos:4433":                   "did you mean PROPYLON_KRATOS_URL?",
		"PROPYLON_BASEPATH=/auth":                              "did you mean PROPYLON_BASE_PATH?",
		"PROPYLON_BASE=/auth":                                  "did you mean PROPYLON_BASE_PATH?",
	} {
		_, err := read(with(t, value))
		if err == nil {
			t.Errorf("%s is taken", value)
			continue
		}
		name, _, _ := strings.Cut(value, "=")
		said := lines(err)
		if !strings.Contains(said, name) || !strings.Contains(said, word) || strings.Contains(said, "\n") {
			t.Errorf("%s: %s", value, said)
		}
		if strings.Contains(said, "secret") {
			t.Errorf("a password is shown: %s", said)
		}
	}
}

func TestAllThatIsWrongIsToldAtOnce(t *testing.T) {
	_, err := read([]string{"PROPYLON_LISTEN=x", "PROPYLON_LOG_LEVEL=x", "PROPYLON_SITE=/missing"})
	if got := strings.Count(lines(err), "propylon: PROPYLON_"); got != 3 {
		t.Errorf("%d lines: %s", got, lines(err))
	}
	_, err = read(with(t)[1:])
	if !strings.Contains(lines(err), "PROPYLON_KRATOS_URL is not set") {
		t.Error(err)
	}
}

// A Service with the name propylon gave the container PROPYLON_PORT=tcp://…, and it did not start.
func TestWhatKubernetesSetsForAServiceIsNoSetting(t *testing.T) {
	_, err := read(with(t,
		"PROPYLON_PORT=tcp://10.96.0.7:8080",
		"PROPYLON_PORT_8080_TCP=tcp://10.96.0.7:8080",
		"PROPYLON_PORT_8080_TCP_ADDR=10.96.0.7",
		"PROPYLON_SERVICE_HOST=10.96.0.7",
		"PROPYLON_SERVICE_PORT=8080",
		"PROPYLON_SERVICE_PORT_HTTP=8080",
	))
	if err != nil {
		t.Error(err)
	}
	for _, v := range variables {
		if strings.HasSuffix(v.name, "_PORT") || isServiceLink(v.name, "") {
			t.Errorf("%s may be set by Kubernetes", v.name)
		}
	}
}

func TestThePublicAddressBringsTheBasePath(t *testing.T) {
	s, err := read(with(t, "PROPYLON_PUBLIC_URL=https://example.com/auth/", "PROPYLON_BASE_PATH=/auth"))
	if err != nil || s.base != "/auth" || s.host != "example.com" || s.scheme != "https" {
		t.Errorf("%+v %v", s, err)
	}
	if _, err := read(with(t, "PROPYLON_PUBLIC_URL=https://example.com/auth", "PROPYLON_BASE_PATH=/x")); err == nil {
		t.Error("two base paths are taken")
	}
	if s, err := read(with(t, "PROPYLON_BASE_PATH=/")); err != nil || s.base != "" {
		t.Errorf("%+v %v", s, err)
	}
}

func TestTheTableInTheDocsIsOfTheCode(t *testing.T) {
	page, err := os.ReadFile("../../docs/deploy.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), table()) {
		t.Errorf("docs/deploy.md has no table like this:\n%s", table())
	}
}
