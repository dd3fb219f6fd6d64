package check

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// kratos knows one session, as a cookie and as a token.
func kratos(answer http.ResponseWriter, request *http.Request) {
	answer.Header().Set("Content-Type", "application/json")
	cookie, _ := request.Cookie("ory_kratos_session")
	if request.URL.Path != "/sessions/whoami" || (cookie == nil || cookie.Value != "good") && request.Header.Get("Authorization") != "Bearer ory_st_good" {
		answer.WriteHeader(http.StatusUnauthorized)
		return
	}
	fmt.Fprint(answer, `{"active": true, "authenticator_assurance_level": "aal1", "identity": {"id": "8e2f", "traits": {"email": "ada@example.com"}}}`)
}

// started is the real Oathkeeper with the files of the overlay, whose addresses and paths alone are others.
func started(t *testing.T, program, upstream, sessions string) (proxy string) {
	t.Helper()
	folder := t.TempDir()
	proxy, api := free(t), free(t)
	others := strings.NewReplacer("4455", port(proxy), "4456", port(api), "http://kratos-public", sessions, "http://api\"", upstream+"\"",
		"/etc/oathkeeper-keys/", folder+"/", "/etc/oathkeeper/", folder+"/")
	for _, name := range []string{"oathkeeper.yml", "rules.yml"} {
		text, err := os.ReadFile(filepath.Join("../overlays/oathkeeper", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(others.Replace(string(text))), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// As docs/kubernetes.md makes them.
	keys, err := exec.Command(program, "credentials", "generate", "--alg", "RS256").Output()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "jwks.json"), keys, 0o600); err != nil {
		t.Fatal(err)
	}
	running(t, "http://"+api+"/health/ready", os.Environ(), program, "serve", "--config", filepath.Join(folder, "oathkeeper.yml"))
	return "http://" + proxy
}

func TestOathkeeperRunsByTheFilesOfItsOverlay(t *testing.T) {
	program := given(t, "PROPYLON_OATHKEEPER_BIN")
	api := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		_ = json.NewEncoder(answer).Encode(map[string]string{"token": request.Header.Get("Authorization")})
	}))
	defer api.Close()
	sessions := httptest.NewServer(http.HandlerFunc(kratos))
	defer sessions.Close()
	proxy := started(t, program, api.URL, sessions.URL)

	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	ask := func(method string, headers ...string) (*http.Response, string) {
		request, err := http.NewRequest(method, proxy+"/me?a=1&b=2", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = "api.example.com"
		// What the Ingress adds.
		headers = append(headers, "X-Forwarded-Proto", "https", "X-Forwarded-Host", "api.example.com")
		for i := 0; i < len(headers); i += 2 {
			request.Header.Set(headers[i], headers[i+1])
		}
		answer, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, _ := io.ReadAll(answer.Body)
		return answer, string(body)
	}

	for _, proof := range [][]string{{"Cookie", "ory_kratos_session=good"}, {"Authorization", "Bearer ory_st_good"}} {
		answer, body := ask("GET", proof...)
		if answer.StatusCode != http.StatusOK || !strings.Contains(body, `"Bearer ey`) {
			t.Errorf("%v: the API gets no token: %d %s", proof, answer.StatusCode, body)
		}
	}
	for _, headers := range [][]string{{"Accept", "application/json"}, {"Accept", "*/*"}, {"Authorization", "Bearer other", "Accept", "application/json"}} {
		if answer, body := ask("GET", headers...); answer.StatusCode != http.StatusUnauthorized || !json.Valid([]byte(body)) {
			t.Errorf("%v: %d %s", headers, answer.StatusCode, body)
		}
	}
	page, _ := ask("GET", "Accept", "text/html")
	to, _ := url.Parse(page.Header.Get("Location"))
	if page.StatusCode != http.StatusFound || to.Path != "/login" || to.Query().Get("return_to") != "https://api.example.com/me?a=1&b=2" {
		t.Errorf("a page is sent to %d %s", page.StatusCode, to)
	}
	preflight, _ := ask("OPTIONS", "Origin", "https://app.example.com", "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "content-type")
	if preflight.StatusCode != http.StatusNoContent || preflight.Header.Get("Access-Control-Allow-Origin") != "https://app.example.com" {
		t.Errorf("a preflight is answered with %d %v", preflight.StatusCode, preflight.Header)
	}
}
