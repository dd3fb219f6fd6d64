package main

// The image has no file of certificate authorities. These are Mozilla's, used where the system has none.
import _ "golang.org/x/crypto/x509roots/fallback"
