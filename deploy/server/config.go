package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// config is the content of config.json.
type config struct {
	text []byte
	// When it was written.
	time time.Time
	// The origin of Kratos' URL in the browser; empty if it is the site's.
	kratos string
}

func takeConfig(text string, into *settings) error {
	result := &config{time: time.Now()}
	if strings.HasPrefix(strings.TrimSpace(text), "{") {
		result.text = []byte(text)
	} else {
		if !filepath.IsAbs(text) {
			return errExpected
		}
		content, err := os.ReadFile(text)
		if err != nil {
			return reason(err)
		}
		if about, err := os.Stat(text); err == nil {
			result.time = about.ModTime()
		}
		result.text = content
	}
	var object struct {
		KratosURL *string `json:"kratosUrl"`
	}
	// What the values mean is for the site to judge, which names a wrong key on the page.
	if err := json.Unmarshal(result.text, &object); err != nil {
		return place(result.text, err)
	}
	if !bytes.HasPrefix(bytes.TrimSpace(result.text), []byte("{")) {
		return errors.New("it is JSON, but no object")
	}
	if object.KratosURL != nil {
		at, err := url.Parse(*object.KratosURL)
		if err != nil || at.Scheme != "http" && at.Scheme != "https" || at.Hostname() == "" || strings.ContainsAny(at.Host, ` ";'{}`) {
			return fmt.Errorf("its kratosUrl is %q, not a URL that starts with http:// or https://", shown(*object.KratosURL))
		}
		result.kratos = at.Scheme + "://" + at.Host
	}
	into.config = result
	return nil
}

// place says where JSON ends to be JSON.
func place(text []byte, err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		line := 1 + bytes.Count(text[:min(int(syntax.Offset), len(text))], []byte("\n"))
		return fmt.Errorf("it is not JSON at line %d: %w", line, err)
	}
	var wrongType *json.UnmarshalTypeError
	if errors.As(err, &wrongType) && wrongType.Field != "" {
		return fmt.Errorf("its %s is a JSON %s", wrongType.Field, wrongType.Value)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("it ends too early")
	}
	return errors.New("it is JSON, but no object")
}
