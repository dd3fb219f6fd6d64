package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strings"

	"github.com/caddyserver/caddy/v2"
	"github.com/caddyserver/caddy/v2/caddyconfig"
	"go.uber.org/zap"

	// What deploy/Caddyfile uses of Caddy.
	_ "github.com/caddyserver/caddy/v2/caddyconfig/httpcaddyfile"
	_ "github.com/caddyserver/caddy/v2/modules/caddyfs"
	_ "github.com/caddyserver/caddy/v2/modules/caddyhttp/encode/brotli"
	_ "github.com/caddyserver/caddy/v2/modules/caddyhttp/encode/gzip"
	_ "github.com/caddyserver/caddy/v2/modules/caddyhttp/fileserver"
	_ "github.com/caddyserver/caddy/v2/modules/caddyhttp/headers"
	_ "github.com/caddyserver/caddy/v2/modules/caddyhttp/reverseproxy"
	_ "github.com/caddyserver/caddy/v2/modules/caddyhttp/rewrite"
	_ "github.com/caddyserver/caddy/v2/modules/caddytls/standardstek"
	_ "github.com/caddyserver/caddy/v2/modules/logging"
	_ "github.com/caddyserver/caddy/v2/modules/metrics"

	"propylon.dev/deploy"
)

// free tells if a port is taken. Caddy itself would share it with another server of the same user.
func free(s *settings) error {
	var wrong []error
	for _, place := range []struct {
		name string
		at   endpoint
	}{{"PROPYLON_LISTEN", s.listen}, {"PROPYLON_HEALTH_LISTEN", s.health}} {
		listener, err := net.Listen("tcp", place.at.String())
		if err != nil {
			var system *os.SyscallError
			if errors.As(err, &system) {
				err = system.Err
			}
			wrong = append(wrong, fmt.Errorf("%s is %q: %w; expected an address of this machine and a free port",
				place.name, place.at.shown(), err))
			continue
		}
		if err := listener.Close(); err != nil {
			wrong = append(wrong, err)
		}
	}
	return errors.Join(wrong...)
}

// start runs Caddy.
func start(s *settings) error {
	if err := served.fill(s); err != nil {
		return err
	}
	written, err := configuration(s)
	if err != nil {
		return err
	}
	if err := caddy.Load(written, false); err != nil {
		return fmt.Errorf("the server cannot start: %w", err)
	}
	caddy.Log().Info("serving the site",
		zap.String("listen", s.listen.shown()), zap.String("health", s.health.shown()),
		zap.String("base", s.base+"/"), zap.Strings("kratos", s.kratos))
	return nil
}

// configuration is deploy/Caddyfile for these settings, as Caddy's JSON.
func configuration(s *settings) ([]byte, error) {
	for name, value := range placeholders(s) {
		if err := os.Setenv(name, value); err != nil {
			return nil, err
		}
	}
	text := deploy.Caddyfile + "\n" + deploy.Health
	adapted, warnings, err := caddyconfig.GetAdapter("caddyfile").Adapt([]byte(text), map[string]any{"filename": "Caddyfile"})
	if err != nil {
		return nil, fmt.Errorf("the Caddyfile cannot be used: %w", err)
	}
	for _, warning := range warnings {
		// It is formatted by hand.
		if !strings.Contains(warning.Message, "not formatted") {
			return nil, fmt.Errorf("the Caddyfile cannot be used: %s", warning)
		}
	}
	var whole map[string]any
	if err := json.Unmarshal(adapted, &whole); err != nil {
		return nil, err
	}
	if err := complete(whole, s); err != nil {
		return nil, err
	}
	return json.Marshal(whole)
}

// placeholders are the variables of the Caddyfile. Each setting in them was checked to be of harmless
// characters; paths of files are quoted.
func placeholders(s *settings) map[string]string {
	rules := []string{"log"}
	scheme := "http"
	if s.certificate != "" {
		scheme = "https"
		rules = append(rules, "tls "+quoted(s.certificate)+" "+quoted(s.key))
	}
	if s.base != "" {
		rules = append(rules, "redir "+s.base+" "+s.base+"/ 308", "uri strip_prefix "+s.base)
	}
	var proxy []string
	if s.host != "" {
		proxy = []string{"header_up X-Forwarded-Host " + s.host, "header_up X-Forwarded-Proto " + s.scheme}
	}
	connect := ""
	if s.config != nil && s.config.kratos != s.scheme+"://"+s.host {
		connect = s.config.kratos
	}
	return map[string]string{
		"PROPYLON_ADDRESS":        scheme + "://:" + s.listen.port,
		"PROPYLON_BIND":           s.listen.bind(),
		"PROPYLON_HEALTH_ADDRESS": "http://:" + s.health.port,
		"PROPYLON_HEALTH_BIND":    s.health.bind(),
		"PROPYLON_KRATOS_URL":     strings.Join(s.kratos, " "),
		"PROPYLON_CONSENT_URL":    s.consent,
		"PROPYLON_CONNECT":        connect,
		"PROPYLON_BASE_PATH":      s.base,
		"PROPYLON_SITE":           quoted(s.site),
		"PROPYLON_RULES":          strings.Join(rules, "\n"),
		"PROPYLON_PROXY":          strings.Join(proxy, "\n"),
		"PROPYLON_BALANCE":        balance(s),
		"PROPYLON_FILES":          "fs propylon",
	}
}

// balance are the rules for several Kratos. With one, a request for which it is away is answered at once.
func balance(s *settings) string {
	if len(s.kratos) < 2 {
		return ""
	}
	return strings.Join([]string{
		// A sign-in keeps a processor busy for a while.
		"lb_policy least_conn",
		// A Kratos that hangs, or has lost its database, accepts connections, but is not ready.
		"health_uri /health/ready",
		"health_interval 1s",
		"health_timeout 2s",
		// Between two checks, a connection that is refused tells the same.
		"fail_duration 1s",
		// What could not be sent to one goes to another. So does a GET that was not answered: Caddy
		// never sends anything else again, because a form may have had its effect.
		"lb_try_duration 2s",
		"lb_try_interval 50ms",
	}, "\n")
}

// bind is the address for Caddy's directive of this name.
func (e endpoint) bind() string {
	if ip, err := netip.ParseAddr(e.address); err == nil && ip.Is6() {
		return "[" + e.address + "]"
	}
	return quoted(e.address)
}

// quoted writes a text as one word of a Caddyfile.
func quoted(text string) string {
	return `"` + strings.ReplaceAll(strings.ReplaceAll(text, `\`, `\\`), `"`, `\"`) + `"`
}

// complete adds what is of the process, not of the site: logs, metrics, files, proxies in front.
func complete(whole map[string]any, s *settings) error {
	apps, _ := whole["apps"].(map[string]any)
	http, _ := apps["http"].(map[string]any)
	servers, _ := http["servers"].(map[string]any)
	if servers == nil {
		return errors.New("the Caddyfile has no server")
	}
	http["metrics"] = map[string]any{}
	// Kubernetes waits 30 seconds before it kills.
	http["grace_period"] = "20s"
	apps["caddy.filesystems"] = map[string]any{
		"filesystems": []any{map[string]any{"name": "propylon", "file_system": map[string]any{"backend": "propylon"}}},
	}
	tls, _ := apps["tls"].(map[string]any)
	if tls == nil {
		tls = map[string]any{}
		apps["tls"] = tls
	}
	// The root is read-only, and no certificate is obtained.
	tls["disable_storage_check"], tls["disable_storage_clean"] = true, true
	whole["admin"] = map[string]any{"disabled": true, "config": map[string]any{"persist": false}}
	whole["logging"] = map[string]any{"logs": map[string]any{"default": map[string]any{
		"level":   s.level,
		"writer":  map[string]any{"output": "stderr"},
		"encoder": encoder,
	}}}
	for _, server := range servers {
		rules, _ := server.(map[string]any)
		rules["protocols"] = []string{"h1"}
		if s.certificate != "" {
			rules["protocols"] = []string{"h1", "h2"}
		}
		if len(s.proxies) > 0 {
			rules["trusted_proxies"] = map[string]any{"source": "static", "ranges": s.proxies}
			rules["trusted_proxies_strict"] = 1
		}
	}
	return nil
}

// encoder writes logs without secrets: flow ids, codes and tokens are in queries, cookies in headers.
var encoder = map[string]any{
	"format": "filter",
	"wrap":   map[string]any{"format": "json", "time_format": "rfc3339_nano"},
	"fields": map[string]any{
		"uri":             map[string]any{"filter": "regexp", "regexp": `\?.*`},
		"request>uri":     map[string]any{"filter": "regexp", "regexp": `\?.*`},
		"request>headers": map[string]any{"filter": "delete"},
		"resp_headers":    map[string]any{"filter": "delete"},
		"headers":         map[string]any{"filter": "delete"},
	},
}
