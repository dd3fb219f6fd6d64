package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// settings is what the environment says, checked.
type settings struct {
	// Kratos' public API as the server reaches it, without a slash at the end; several for several Kratos
	// on one database.
	kratos []string
	// Where people reach the site: scheme and host; both empty if not said.
	scheme, host string
	// The path below which the site is, without a slash at the end; empty for the root.
	base string
	// The content of config.json; nil for the one of the build.
	config *config
	// The service for OAuth2 clients.
	consent string
	// Where the server listens.
	listen, health endpoint
	// The files of certificate and key; empty for plain HTTP.
	certificate, key string
	// Networks whose X-Forwarded-For is believed.
	proxies []string
	// INFO, WARN or ERROR.
	level string
	// The folder of the built site.
	site string
}

// variable is an environment variable of the server.
type variable struct {
	name string
	// What it says, for the table.
	meaning string
	// Its value if it is not set, for the table; it is read like any other.
	fallback string
	// What is expected, for errors.
	expected string
	// Takes a value that is not empty; an error says what is wrong beyond `expected`.
	take func(text string, into *settings) error
}

// variables are all settings. Their names are none that Kubernetes derives from a Service's name.
var variables = []variable{
	{
		name:     "PROPYLON_KRATOS_URL",
		meaning:  "Kratos' public API, as the server reaches it; required. Several, with spaces or commas between, for several Kratos on one database",
		expected: "an http or https URL of a host without a path, for example http://kratos:4433, or several",
		take:     takeKratos,
	},
	{
		name:     "PROPYLON_PUBLIC_URL",
		meaning:  "where people reach the site; Kratos is told this host and scheme, whatever proxies are between. A path in it is the base path",
		expected: "an http or https URL, for example https://auth.example.com",
		take:     takePublic,
	},
	{
		name:     "PROPYLON_BASE_PATH",
		meaning:  "the path below which the site is; by default that of `PROPYLON_PUBLIC_URL`, else the root",
		expected: "a path of letters, digits, - . _ and ~, for example /auth",
		take:     takeBase,
	},
	{
		name:     "PROPYLON_CONSENT_URL",
		meaning:  "the service for OAuth2 clients (docs/oauth2.md), if there is one",
		fallback: "http://127.0.0.1:4446",
		expected: "an http or https URL of a host without a path, for example http://consent:4446",
		take:     takeConsent,
	},
	{
		name:     "PROPYLON_CONFIG",
		meaning:  "`config.json`: the JSON itself, or the path of a mounted file, which is read once",
		expected: "a JSON object, or the absolute path of a file that holds one",
		take:     takeConfig,
	},
	{
		name:     "PROPYLON_LISTEN",
		meaning:  "address and port of the site",
		fallback: ":8080",
		expected: "a port behind a colon, or an IP address and a port, for example :8080 or 127.0.0.1:8080",
		take:     func(text string, into *settings) error { return into.listen.take(text) },
	},
	{
		name:     "PROPYLON_HEALTH_LISTEN",
		meaning:  "address and port of `/healthz`, `/readyz` and `/metrics`; don't publish it",
		fallback: ":8081",
		expected: "a port behind a colon, or an IP address and a port, for example :8081 or 127.0.0.1:8081",
		take:     func(text string, into *settings) error { return into.health.take(text) },
	},
	{
		name:     "PROPYLON_TLS_CERTIFICATE",
		meaning:  "the file of the certificate and its chain (PEM), to serve https; with it, `PROPYLON_TLS_KEY`",
		expected: "the absolute path of a PEM file",
		take:     func(text string, into *settings) error { into.certificate = text; return readable(text) },
	},
	{
		name:     "PROPYLON_TLS_KEY",
		meaning:  "the file of the certificate's private key (PEM)",
		expected: "the absolute path of a PEM file",
		take:     func(text string, into *settings) error { into.key = text; return readable(text) },
	},
	{
		name:     "PROPYLON_TRUSTED_PROXIES",
		meaning:  "networks of the proxies in front, with spaces or commas between; Kratos gets the person's address from their `X-Forwarded-For`",
		expected: "networks like 10.0.0.0/8, single addresses, or the word private",
		take:     takeProxies,
	},
	{
		name:     "PROPYLON_LOG_LEVEL",
		meaning:  "the least level that is logged: `info` (each request), `warn` or `error`",
		fallback: "info",
		expected: "info, warn or error",
		take:     takeLevel,
	},
	{
		name:     "PROPYLON_SITE",
		meaning:  "the folder of the built site",
		fallback: "/site",
		expected: "the absolute path of a folder with index.html",
		take:     takeSite,
	},
}

// read checks the environment, lines of `name=value`. All that is wrong is told at once.
func read(environment []string) (*settings, error) {
	values := map[string]string{}
	var wrong []error
	for _, line := range environment {
		name, value, _ := strings.Cut(line, "=")
		if !strings.HasPrefix(name, "PROPYLON_") {
			continue
		}
		if isKnown(name) {
			values[name] = value
		} else if !isServiceLink(name, value) {
			wrong = append(wrong, unknown(name, value))
		}
	}
	result := &settings{}
	for _, variable := range variables {
		value := values[variable.name]
		if value == "" {
			value = variable.fallback
		}
		if value == "" {
			continue
		}
		if err := variable.take(value, result); err != nil {
			wrong = append(wrong, variable.wrong(value, err))
		}
	}
	if len(wrong) == 0 {
		wrong = together(result)
	}
	slices.SortFunc(wrong, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return result, errors.Join(wrong...)
}

// errExpected is an error with nothing to say beyond what is expected.
var errExpected = errors.New("")

func (v variable) wrong(value string, err error) error {
	if err == errExpected {
		return fmt.Errorf("%s is %q; expected %s", v.name, shown(value), v.expected)
	}
	return fmt.Errorf("%s is %q: %w; expected %s", v.name, shown(value), err, v.expected)
}

// table lists all variables, in Markdown.
func table() string {
	rows := "| variable | value | default |\n| --- | --- | --- |\n"
	for _, v := range variables {
		fallback := ""
		if v.fallback != "" {
			fallback = "`" + v.fallback + "`"
		}
		rows += strings.Join([]string{"| `" + v.name + "`", v.meaning, fallback + " |\n"}, " | ")
	}
	return strings.ReplaceAll(rows, " |  |", " | |")
}
