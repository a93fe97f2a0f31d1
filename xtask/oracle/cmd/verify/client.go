package main

import (
	"crypto/tls"
	"crypto/x509"
	"log"
	"net/http"
	"os"
	"strings"
)

// client asks an API server: as itself, or as nobody where a proxy says who asks.
type client struct {
	http  *http.Client
	token string
}

// newClient takes the names of two files, which may be empty.
func newClient(token, certificate string) client {
	c := client{http: http.DefaultClient}
	if token != "" {
		text, err := os.ReadFile(token)
		check(err)
		c.token = strings.TrimSpace(string(text))
	}
	if certificate != "" {
		text, err := os.ReadFile(certificate)
		check(err)
		pool := x509.NewCertPool()
		if !pool.AppendCertsFromPEM(text) {
			log.Fatalf("%s holds no certificate", certificate)
		}
		c.http = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	}
	return c
}
