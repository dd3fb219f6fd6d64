package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/caddyserver/caddy/v2"
)

// kratoses starts the server before these addresses; returns where it is and where its health is.
func kratoses(t *testing.T, urls ...string) (string, string) {
	t.Helper()
	at, health := port(t), port(t)
	s, err := read(with(t, "PROPYLON_KRATOS_URL="+strings.Join(urls, ","), "PROPYLON_LISTEN="+at,
		"PROPYLON_HEALTH_LISTEN="+health, "PROPYLON_LOG_LEVEL=error"))
	if err != nil {
		t.Fatal(err)
	}
	if err := start(s); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = caddy.Stop() })
	return "http://" + at, "http://" + health
}

func status(t *testing.T, answer *http.Response, err error) int {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode
}

func TestWhileOneKratosIsAwayTheOtherAnswersEachRequest(t *testing.T) {
	there := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer there.Close()
	at, health := kratoses(t, there.URL, "http://"+port(t))
	for range 20 {
		answer, err := http.Get(at + "/self-service/login/browser")
		if got := status(t, answer, err); got != http.StatusOK {
			t.Errorf("a form: %d", got)
		}
		answer, err = http.Post(at+"/self-service/login", "application/json", strings.NewReader("{}"))
		if got := status(t, answer, err); got != http.StatusOK {
			t.Errorf("an answer: %d", got)
		}
		answer, err = http.Get(health + "/readyz")
		if got := status(t, answer, err); got != http.StatusOK {
			t.Errorf("ready: %d", got)
		}
	}
}

// A form that one Kratos has got may have had its effect.
func TestAFormIsNotSentToASecondKratos(t *testing.T) {
	var forms atomic.Int32
	dies := http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		if request.Method != http.MethodPost {
			return
		}
		forms.Add(1)
		panic(http.ErrAbortHandler)
	})
	one, other := httptest.NewServer(dies), httptest.NewServer(dies)
	defer one.Close()
	defer other.Close()
	at, _ := kratoses(t, one.URL, other.URL)
	answer, err := http.Post(at+"/self-service/login", "application/json", strings.NewReader("{}"))
	if got := status(t, answer, err); got != http.StatusBadGateway || forms.Load() != 1 {
		t.Errorf("%d, sent %d times", got, forms.Load())
	}
}
