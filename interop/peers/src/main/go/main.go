// Command quiver-peer is a raw QUIC peer on quic-go for Quiver's tests. What it understands is in ../../../README.md.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"flag"
	"log"
	"net"
	"os"
	"time"

	"github.com/quic-go/quic-go"
)

type options struct {
	address, certificate, key, clientCA, alpn string
	streams                                   int64
	version                                   int
	retry, refuse, p521, hang                 bool
}

func parse() options {
	var o options
	flag.StringVar(&o.address, "listen", "127.0.0.1:0", "address and port")
	flag.StringVar(&o.certificate, "cert", "", "PEM file")
	flag.StringVar(&o.key, "key", "", "PEM file")
	flag.StringVar(&o.clientCA, "client-ca", "", "want a client certificate of this CA")
	flag.StringVar(&o.alpn, "alpn", "quiver-peer", "application protocol")
	flag.Int64Var(&o.streams, "streams", 100, "how many streams of each type the client may have open")
	flag.IntVar(&o.version, "quic-version", 0, "speak only QUIC version 1 or 2")
	flag.BoolVar(&o.retry, "retry", false, "validate addresses with Retry")
	flag.BoolVar(&o.refuse, "refuse", false, "refuse every connection: CONNECTION_REFUSED")
	flag.BoolVar(&o.p521, "p521", false, "agree on no key exchange but P-521")
	flag.BoolVar(&o.hang, "hang", false, "acknowledge a client, but never go on with its handshake")
	flag.Parse()
	return o
}

func (o options) tls() (*tls.Config, error) {
	pair, err := tls.LoadX509KeyPair(o.certificate, o.key)
	if err != nil {
		return nil, err
	}
	config := &tls.Config{Certificates: []tls.Certificate{pair}, NextProtos: []string{o.alpn}}
	if o.clientCA != "" {
		pem, err := os.ReadFile(o.clientCA)
		if err != nil {
			return nil, err
		}
		config.ClientCAs = x509.NewCertPool()
		if !config.ClientCAs.AppendCertsFromPEM(pem) {
			return nil, errors.New("no certificate in " + o.clientCA)
		}
		config.ClientAuth = tls.RequireAndVerifyClientCert
	}
	if o.p521 {
		config.CurvePreferences = []tls.CurveID{tls.CurveP521}
	}
	if o.hang {
		config.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
			<-hello.Context().Done()
			return nil, hello.Context().Err()
		}
	}
	return config, nil
}

func (o options) quic() *quic.Config {
	config := &quic.Config{
		EnableDatagrams:       true,
		MaxIncomingStreams:    o.streams,
		MaxIncomingUniStreams: o.streams,
		MaxIdleTimeout:        30 * time.Second,
	}
	switch o.version {
	case 1:
		config.Versions = []quic.Version{quic.Version1}
	case 2:
		config.Versions = []quic.Version{quic.Version2}
	}
	if o.refuse {
		config.GetConfigForClient = func(*quic.ClientInfo) (*quic.Config, error) {
			return nil, errors.New("refused, as asked")
		}
	}
	return config
}

func main() {
	o := parse()
	secrets, err := o.tls()
	if err != nil {
		log.Fatal(err)
	}
	address, err := net.ResolveUDPAddr("udp", o.address)
	if err != nil {
		log.Fatal(err)
	}
	socket, err := net.ListenUDP("udp", address)
	if err != nil {
		log.Fatal(err)
	}
	transport := &quic.Transport{Conn: socket}
	if o.retry {
		transport.VerifySourceAddress = func(net.Addr) bool { return true }
	}
	listener, err := transport.Listen(secrets, o.quic())
	if err != nil {
		log.Fatal(err)
	}
	for {
		conn, err := listener.Accept(context.Background())
		if err != nil {
			log.Fatal(err)
		}
		go serve(conn)
	}
}
