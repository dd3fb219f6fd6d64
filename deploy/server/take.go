package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// shown shortens a value for an error, and hides the passwords in its URLs.
func shown(value string) string {
	value = regexp.MustCompile(`[^ ,]+`).ReplaceAllStringFunc(value, func(word string) string {
		if at, err := url.Parse(word); err == nil && at.User != nil {
			return at.Redacted()
		}
		return word
	})
	if len(value) > 80 {
		value = strings.ToValidUTF8(value[:80], "") + "…"
	}
	return value
}

// web parses the URL of an http or https host. It is written into the Caddyfile, so nothing else passes.
func web(text string) (*url.URL, error) {
	at, err := url.Parse(text)
	if err != nil || at.Scheme != "http" && at.Scheme != "https" || at.Hostname() == "" {
		return nil, errExpected
	}
	if at.User != nil {
		return nil, errors.New("it holds a user name")
	}
	if at.RawQuery != "" || at.Fragment != "" || at.ForceQuery || at.Opaque != "" {
		return nil, errExpected
	}
	isName := regexp.MustCompile(`^([A-Za-z0-9._-]+|[0-9A-Fa-f:.]+)$`).MatchString(at.Hostname())
	if port := at.Port(); !isName || strings.HasSuffix(at.Host, ":") || port != "" && !isPort(port) {
		return nil, errExpected
	}
	return at, nil
}

func isPort(text string) bool {
	port, err := net.LookupPort("tcp", text)
	return err == nil && port > 0 && regexp.MustCompile(`^[0-9]+$`).MatchString(text)
}

func takeKratos(text string, into *settings) error {
	scheme := ""
	for _, word := range list(text) {
		at, err := web(word)
		if err != nil {
			return err
		}
		if at.Path != "" && at.Path != "/" {
			return errors.New("it has a path")
		}
		if scheme != "" && at.Scheme != scheme {
			return errors.New("one is http, another https")
		}
		scheme = at.Scheme
		into.kratos = append(into.kratos, at.Scheme+"://"+at.Host)
	}
	if scheme == "" {
		return errExpected
	}
	return nil
}

// list takes the words of a list, with spaces or commas between.
func list(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' })
}

func takeConsent(text string, into *settings) error {
	at, err := web(text)
	if err != nil {
		return err
	}
	if at.Path != "" && at.Path != "/" {
		return errors.New("it has a path")
	}
	into.consent = at.Scheme + "://" + at.Host
	return nil
}

func takePublic(text string, into *settings) error {
	at, err := web(text)
	if err != nil {
		return err
	}
	into.scheme, into.host = at.Scheme, at.Host
	if base := strings.TrimRight(at.Path, "/"); base != "" {
		return takeBase(base, into)
	}
	return nil
}

// One or more names; no dot at the start of one, so that none is a step up.
var basePath = regexp.MustCompile(`^(/[A-Za-z0-9_~-][A-Za-z0-9_~.-]*)+$`)

func takeBase(text string, into *settings) error {
	base := strings.TrimRight(text, "/")
	if base != "" && !basePath.MatchString(base) {
		return errExpected
	}
	if into.base != "" && into.base != base {
		return fmt.Errorf("PROPYLON_PUBLIC_URL has the path %q", into.base)
	}
	into.base = base
	return nil
}

// endpoint is where a server listens: an IP address or none for all, and a port.
type endpoint struct{ address, port string }

func (e *endpoint) take(text string) error {
	address, port, err := net.SplitHostPort(text)
	if err != nil || !isPort(port) {
		return errExpected
	}
	if address != "" {
		if _, err := netip.ParseAddr(address); err != nil {
			return errExpected
		}
	}
	e.address, e.port = address, port
	return nil
}

func (e endpoint) String() string { return net.JoinHostPort(e.address, e.port) }

// reach is where a process on the same machine reaches it.
func (e endpoint) reach() string {
	if ip, err := netip.ParseAddr(e.address); err != nil || ip.IsUnspecified() {
		return net.JoinHostPort("localhost", e.port)
	}
	return e.String()
}

// readable tells why a file can't be read.
func readable(path string) error {
	if !filepath.IsAbs(path) {
		return errExpected
	}
	file, err := os.Open(path)
	if err != nil {
		return reason(err)
	}
	return file.Close()
}

// reason is the system's word without the path, which the error names already.
func reason(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// private are the networks that no address of the internet is in.
var private = []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fd00::/8", "::1"}

func takeProxies(text string, into *settings) error {
	for _, word := range list(text) {
		if word == "private" {
			into.proxies = append(into.proxies, private...)
			continue
		}
		_, noNetwork := netip.ParsePrefix(word)
		if _, noAddress := netip.ParseAddr(word); noNetwork != nil && noAddress != nil {
			return fmt.Errorf("%q is no network", word)
		}
		into.proxies = append(into.proxies, word)
	}
	return nil
}

func takeLevel(text string, into *settings) error {
	switch text {
	case "info", "warn", "error":
		into.level = strings.ToUpper(text)
		return nil
	}
	return errExpected
}

func takeSite(text string, into *settings) error {
	into.site = filepath.Clean(text)
	return readable(filepath.Join(text, "index.html"))
}

// together checks what single settings can't tell.
func together(s *settings) []error {
	var wrong []error
	if len(s.kratos) == 0 {
		v := variables[0]
		wrong = append(wrong, fmt.Errorf("%s is not set; expected %s", v.name, v.expected))
	}
	if (s.certificate == "") != (s.key == "") {
		set, missing, value := "PROPYLON_TLS_CERTIFICATE", "PROPYLON_TLS_KEY", s.certificate
		if s.certificate == "" {
			set, missing, value = missing, set, s.key
		}
		wrong = append(wrong, fmt.Errorf("%s is %q, but %s is not set; expected both or none", set, value, missing))
	} else if s.certificate != "" {
		if _, err := tls.LoadX509KeyPair(s.certificate, s.key); err != nil {
			wrong = append(wrong, fmt.Errorf(
				"PROPYLON_TLS_CERTIFICATE is %q and PROPYLON_TLS_KEY is %q: %w; expected a certificate and its key, both in PEM",
				s.certificate, s.key, err))
		}
	}
	if s.listen.port == s.health.port {
		wrong = append(wrong, fmt.Errorf("PROPYLON_HEALTH_LISTEN is %q, the port of PROPYLON_LISTEN; expected another port",
			s.health.shown()))
	}
	return wrong
}

func (e endpoint) shown() string { return e.address + ":" + e.port }
