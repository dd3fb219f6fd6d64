// Package deploy holds the rules by which the site is served, for the server of the image.
package deploy

import _ "embed"

// Caddyfile has the rules of the site and of Kratos behind it; the demo runs the same file.
//
//go:embed Caddyfile
var Caddyfile string

// Health has the rules of the second port: health, readiness and metrics.
//
//go:embed Health.Caddyfile
var Health string
