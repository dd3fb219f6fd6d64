package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/caddyserver/caddy/v2"
)

// overlay is the built site with some files from memory: the root of the image is read-only.
type overlay struct {
	// By absolute name; nil for a file that is hidden.
	files map[string]*memory
}

// served is the overlay of this process. Caddy makes its modules itself, from their names.
var served = &overlay{}

func init() { caddy.RegisterModule(served) }

// CaddyModule makes the overlay known to Caddy as a file system.
func (*overlay) CaddyModule() caddy.ModuleInfo {
	return caddy.ModuleInfo{ID: "caddy.fs.propylon", New: func() caddy.Module { return served }}
}

// Open opens a file by its absolute name.
func (o *overlay) Open(name string) (fs.File, error) {
	if file, is := o.files[filepath.Clean(name)]; is {
		if file == nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
		}
		return file.open(), nil
	}
	return os.Open(name)
}

// Stat describes a file by its absolute name.
func (o *overlay) Stat(name string) (fs.FileInfo, error) {
	if file, is := o.files[filepath.Clean(name)]; is {
		if file == nil {
			return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
		}
		return file, nil
	}
	return os.Stat(name)
}

// put replaces a file and its packed copies.
func (o *overlay) put(path string, content []byte, at time.Time) error {
	o.files[path] = &memory{name: filepath.Base(path), content: content, time: at}
	var gz, br bytes.Buffer
	toGz, err := gzip.NewWriterLevel(&gz, gzip.BestCompression)
	if err != nil {
		return err
	}
	toBr := brotli.NewWriterLevel(&br, brotli.BestCompression)
	for ending, packing := range map[string]struct {
		to interface {
			Write([]byte) (int, error)
			Close() error
		}
		out *bytes.Buffer
	}{".gz": {toGz, &gz}, ".br": {toBr, &br}} {
		if _, err := packing.to.Write(content); err != nil {
			return err
		}
		if err := packing.to.Close(); err != nil {
			return err
		}
		// The same rule as at the build: nothing is packed that gets larger.
		o.files[path+ending] = nil
		if packing.out.Len() < len(content) {
			o.files[path+ending] = &memory{name: filepath.Base(path) + ending, content: packing.out.Bytes(), time: at}
		}
	}
	return nil
}

// fill makes the overlay for the settings.
func (o *overlay) fill(s *settings) error {
	o.files = map[string]*memory{}
	if s.config != nil {
		if err := o.put(filepath.Join(s.site, "config.json"), s.config.text, s.config.time); err != nil {
			return err
		}
	}
	if s.base == "" {
		return nil
	}
	for _, name := range []string{"index.html", "doctor/index.html"} {
		path := filepath.Join(s.site, name)
		page, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) && name != "index.html" {
			// A site of one's own may have no doctor.
			continue
		}
		if err != nil {
			return fmt.Errorf("PROPYLON_SITE is %q: %s cannot be read (%w); expected the folder of the built site", s.site, name, reason(err))
		}
		if err := o.put(path, below(s.base, page), time.Now()); err != nil {
			return err
		}
	}
	return nil
}

// A reference to a file of the site, from its root.
var fromRoot = regexp.MustCompile(`(\s(?:href|src|data-module|data-wasm)=")(/[^/])`)

// below moves the references of a page from the root to the base path. Relative ones would be wrong in
// pages of two levels, like /session/test-oidc, and with a slash at the end.
func below(base string, page []byte) []byte {
	return fromRoot.ReplaceAll(page, []byte("${1}"+base+"${2}"))
}

// memory is a file in memory.
type memory struct {
	name    string
	content []byte
	time    time.Time
}

func (m *memory) Name() string       { return m.name }
func (m *memory) Size() int64        { return int64(len(m.content)) }
func (m *memory) Mode() fs.FileMode  { return 0o444 }
func (m *memory) ModTime() time.Time { return m.time }
func (m *memory) IsDir() bool        { return false }
func (m *memory) Sys() any           { return nil }

func (m *memory) open() fs.File { return &reading{m, bytes.NewReader(m.content)} }

// reading is an open file.
type reading struct {
	about *memory
	*bytes.Reader
}

func (r *reading) Stat() (fs.FileInfo, error) { return r.about, nil }
func (*reading) Close() error                 { return nil }
