package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

func isKnown(name string) bool {
	return slices.ContainsFunc(variables, func(v variable) bool { return v.name == name })
}

var (
	linkName  = regexp.MustCompile(`_SERVICE_HOST$|_SERVICE_PORT(_|$)|_PORT_\d+_(TCP|UDP|SCTP)(_|$)`)
	linkValue = regexp.MustCompile(`^(tcp|udp|sctp)://`)
)

// isServiceLink tells whether Kubernetes set the variable: a Service named propylon gives each container
// PROPYLON_PORT, PROPYLON_SERVICE_HOST and more.
func isServiceLink(name, value string) bool {
	return linkName.MatchString(name) || linkValue.MatchString(value)
}

// unknown names the setting that was probably meant: a misspelled one must not be silently without effect.
func unknown(name, value string) error {
	far := func(v variable) int {
		if strings.HasPrefix(v.name, name) {
			return 0
		}
		return distance(name, v.name)
	}
	best := slices.MinFunc(variables, func(a, b variable) int { return far(a) - far(b) })
	return fmt.Errorf("%s is %q, but no setting has this name; did you mean %s?", name, shown(value), best.name)
}

// distance counts the letters to insert, remove or replace.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		last := row[0]
		row[0] = i + 1
		for j := range len(b) {
			above := row[j+1]
			cost := last
			if a[i] != b[j] {
				cost = 1 + min(last, above, row[j])
			}
			last, row[j+1] = above, cost
		}
	}
	return row[len(b)]
}
