package check

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	core "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/yaml"
)

// hydra is the real one with the configuration of its values, in memory.
func hydra(t *testing.T) (public, admin string) {
	t.Helper()
	text, err := os.ReadFile("../hydra/values.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var values struct {
		Hydra struct{ Config map[string]any }
	}
	if err := yaml.Unmarshal(text, &values); err != nil {
		t.Fatal(err)
	}
	config, _ := json.Marshal(values.Hydra.Config)
	file := filepath.Join(t.TempDir(), "hydra.json")
	if err := os.WriteFile(file, config, 0o600); err != nil {
		t.Fatal(err)
	}
	public, admin = free(t), free(t)
	env := []string{"DSN=memory", "SECRETS_SYSTEM=" + strings.Repeat("s", 32), "SECRETS_COOKIE=" + strings.Repeat("c", 32),
		"SERVE_PUBLIC_PORT=" + port(public), "SERVE_ADMIN_PORT=" + port(admin)}
	running(t, "http://"+admin+"/health/ready", env, given(t, "PROPYLON_HYDRA_BIN"), "serve", "all", "--sqa-opt-out", "--config", file)
	return "http://" + public, "http://" + admin
}

func TestHydraAndTheServiceRunByTheirFiles(t *testing.T) {
	public, admin := hydra(t)
	registered, err := http.Post(admin+"/admin/clients", "application/json",
		strings.NewReader(`{"redirect_uris": ["https://app.example.com/callback"], "scope": "openid"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer registered.Body.Close()
	var client struct {
		ID string `json:"client_id"`
	}
	if err := json.NewDecoder(registered.Body).Decode(&client); err != nil {
		t.Fatal(err)
	}
	query := url.Values{"client_id": {client.ID}, "response_type": {"code"}, "scope": {"openid"}, "state": {"12345678"},
		"redirect_uri": {"https://app.example.com/callback"}}
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	asked, err := browser.Get(public + "/oauth2/auth?" + query.Encode())
	if err != nil {
		t.Fatal(err)
	}
	asked.Body.Close()
	to, _ := url.Parse(asked.Header.Get("Location"))
	if to.Scheme != "https" || to.Host != "auth.example.com" || to.Path != "/login" || to.Query().Get("login_challenge") == "" {
		t.Errorf("people are sent to %s", to)
	}

	sessions := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		if request.URL.Path != "/health/alive" {
			kratos(answer, request)
		}
	}))
	defer sessions.Close()
	folder, listen := t.TempDir(), free(t)
	others := strings.NewReplacer("http://hydra-admin:4445", admin, "http://kratos-public", sessions.URL, "0.0.0.0:4446", listen, "/etc/propylon/", folder+"/")
	env := []string{"PROPYLON_CONSENT_SECRET=" + strings.Repeat("s", 32)}
	for _, config := range of[*core.ConfigMap](built(t, "../overlays/oauth2")) {
		if !strings.HasPrefix(config.Name, "consent-") {
			continue
		}
		for name, value := range config.Data {
			if !strings.HasPrefix(name, "PROPYLON_") {
				if err := os.WriteFile(filepath.Join(folder, name), []byte(value), 0o600); err != nil {
					t.Fatal(err)
				}
				continue
			}
			env = append(env, name+"="+others.Replace(value))
		}
	}
	if len(env) != 6 {
		t.Errorf("%d settings: %v", len(env), env)
	}
	// Ready, if it reaches both.
	running(t, "http://"+listen+"/health/ready", env, given(t, "PROPYLON_CONSENT_BIN"))
}
