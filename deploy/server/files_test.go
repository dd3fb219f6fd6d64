package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The doctor's page kept its references to the root, so that it loaded nothing below a path.
func TestEachPageFindsItsFilesBelowAPath(t *testing.T) {
	site := folder(t)
	pages := map[string]string{
		"index.html":        `<link href="/a.css"><script data-wasm="/b.wasm" src="/c.js"></script><a href="//example.com/">`,
		"doctor/index.html": `<link href="/a.css"><script src="/doctor/d.js"></script>`,
	}
	if err := os.MkdirAll(filepath.Join(site, "doctor"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range pages {
		if err := os.WriteFile(filepath.Join(site, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o := &overlay{}
	if err := o.fill(&settings{site: site, base: "/auth"}); err != nil {
		t.Fatal(err)
	}
	for name, text := range pages {
		file, err := o.Open(filepath.Join(site, name))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(file)
		want := strings.NewReplacer(`"/a`, `"/auth/a`, `"/b`, `"/auth/b`, `"/c`, `"/auth/c`, `"/d`, `"/auth/d`).Replace(text)
		if err != nil || string(got) != want {
			t.Errorf("%s: %s %v", name, got, err)
		}
	}
}

func TestASiteWithoutTheDoctorIsServedBelowAPath(t *testing.T) {
	if err := (&overlay{}).fill(&settings{site: folder(t), base: "/auth"}); err != nil {
		t.Error(err)
	}
}
