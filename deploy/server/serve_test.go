package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/caddyserver/caddy/v2"
)

// certificate writes a certificate and its key.
func certificate(t *testing.T) (string, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		NotAfter:     time.Now().Add(time.Hour),
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	made, err := x509.CreateCertificate(rand.Reader, about, about, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	write := func(name, kind string, bytes []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	return write("a certificate.pem", "CERTIFICATE", made), write("key.pem", "PRIVATE KEY", private)
}

// A port that is free now.
func port(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

func TestServesHTTPSWithTheFilesOfACertificate(t *testing.T) {
	cert, key := certificate(t)
	at := port(t)
	s, err := read(with(t, "PROPYLON_LISTEN="+at, "PROPYLON_HEALTH_LISTEN="+port(t),
		"PROPYLON_TLS_CERTIFICATE="+cert, "PROPYLON_TLS_KEY="+key))
	if err != nil {
		t.Fatal(err)
	}
	if err := start(s); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = caddy.Stop() }()
	client := http.Client{Transport: &http.Transport{
		TLSClientConfig:   &tls.Config{InsecureSkipVerify: true},
		ForceAttemptHTTP2: true,
	}}
	answer, err := client.Get("https://" + at + "/login")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK || answer.ProtoMajor != 2 || answer.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%s %s %v", answer.Proto, answer.Status, answer.Header)
	}
	if err := free(s); err == nil || !strings.Contains(err.Error(), "address already in use") {
		t.Errorf("a port that is taken is not noticed: %v", err)
	}
}

func TestACertificateWithTheKeyOfAnotherIsSaid(t *testing.T) {
	cert, _ := certificate(t)
	_, key := certificate(t)
	_, err := read(with(t, "PROPYLON_TLS_CERTIFICATE="+cert, "PROPYLON_TLS_KEY="+key))
	if err == nil || !strings.Contains(err.Error(), "private key does not match") {
		t.Error(err)
	}
}
