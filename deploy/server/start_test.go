package main

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"
)

func made(t *testing.T, more ...string) string {
	t.Helper()
	s, err := read(with(t, more...))
	if err != nil {
		t.Fatal(err)
	}
	written, err := configuration(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(written)
}

func TestTheCaddyfileTakesEachSetting(t *testing.T) {
	for setting, written := range map[string]string{
		"": `"dial":"kratos:4433"`,
		"PROPYLON_KRATOS_URL=http://a:1/, http://b:2":         `"upstreams":[{"dial":"a:1"},{"dial":"b:2"}]`,
		"PROPYLON_LISTEN=127.0.0.1:9000":                      `"listen":["127.0.0.1:9000"]`,
		"PROPYLON_LISTEN=[::1]:9000":                          `"listen":["[::1]:9000"]`,
		"PROPYLON_HEALTH_LISTEN=:9001":                        `"listen":[":9001"]`,
		"PROPYLON_BASE_PATH=/auth":                            `"strip_path_prefix":"/auth"`,
		"PROPYLON_PUBLIC_URL=https://a.example":               `"X-Forwarded-Host":["a.example"]`,
		"PROPYLON_TRUSTED_PROXIES=10.0.0.0/8":                 `"ranges":["10.0.0.0/8"]`,
		"PROPYLON_LOG_LEVEL=warn":                             `"level":"WARN"`,
		`PROPYLON_CONFIG={"kratosUrl": "https://k.example/"}`: `connect-src 'self' https://k.example;`,
	} {
		if got := made(t, setting); !strings.Contains(got, written) {
			t.Errorf("%s: no %s in %s", setting, written, got)
		}
	}
}

func TestKratosOnTheOriginOfTheSiteIsNotNamedInThePolicy(t *testing.T) {
	got := made(t, "PROPYLON_PUBLIC_URL=https://a.example/auth", `PROPYLON_CONFIG={"kratosUrl": "https://a.example"}`)
	if strings.Contains(got, "connect-src 'self' https") {
		t.Error(got)
	}
}

func TestNothingIsWrittenToTheDisk(t *testing.T) {
	var got struct {
		Admin struct {
			Disabled bool
			Config   struct{ Persist *bool }
		}
		Apps struct {
			TLS struct {
				Check bool `json:"disable_storage_check"`
				Clean bool `json:"disable_storage_clean"`
			}
		}
	}
	if err := json.Unmarshal([]byte(made(t)), &got); err != nil {
		t.Fatal(err)
	}
	if !got.Admin.Disabled || got.Admin.Config.Persist == nil || *got.Admin.Config.Persist || !got.Apps.TLS.Check || !got.Apps.TLS.Clean {
		t.Errorf("%+v", got)
	}
}

func TestThePageRefersBelowTheBasePath(t *testing.T) {
	page := `<link href="/a.css"><a href="//other.example">x</a><a href="https://b.example/">y</a><script src="/boot.js" data-wasm="/s.wasm">`
	want := `<link href="/auth/a.css"><a href="//other.example">x</a><a href="https://b.example/">y</a><script src="/auth/boot.js" data-wasm="/auth/s.wasm">`
	if got := string(below("/auth", []byte(page))); got != want {
		t.Error(got)
	}
}

func TestFilesFromMemoryHidePackedOnesOfTheBuild(t *testing.T) {
	s, err := read(with(t, "PROPYLON_BASE_PATH=/auth", "PROPYLON_CONFIG={}"))
	if err != nil {
		t.Fatal(err)
	}
	if err := served.fill(s); err != nil {
		t.Fatal(err)
	}
	page, err := fs.ReadFile(served, s.site+"/index.html")
	if err != nil || !strings.Contains(string(page), `src="/auth/boot.js"`) {
		t.Errorf("%s %v", page, err)
	}
	if text, err := fs.ReadFile(served, s.site+"/config.json"); err != nil || string(text) != "{}" {
		t.Errorf("%s %v", text, err)
	}
	// Two bytes don't get smaller, and a packed file of the build would be served instead.
	if _, err := served.Stat(s.site + "/config.json.br"); err == nil {
		t.Error("there is a packed copy")
	}
}
