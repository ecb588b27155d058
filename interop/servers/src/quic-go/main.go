// Command quiver-h3 is an HTTP/3 server on quic-go. What it answers and logs is in ../../README.md.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"flag"
	"log"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/quic-go/quic-go"
	"github.com/quic-go/quic-go/http3"
	"github.com/quic-go/quic-go/qlog"
)

type options struct {
	address, certificate, key, clientCA, files, qlog, keylog, alpn string
	retry                                                          bool
}

func parse() options {
	var o options
	flag.StringVar(&o.address, "listen", "127.0.0.1:0", "address and port")
	flag.StringVar(&o.certificate, "cert", "", "PEM file")
	flag.StringVar(&o.key, "key", "", "PEM file")
	flag.StringVar(&o.files, "files", ".", "folder to serve")
	flag.StringVar(&o.clientCA, "client-ca", "", "demand a client certificate of this CA")
	flag.StringVar(&o.qlog, "qlog", "", "folder for a qlog of each connection")
	flag.StringVar(&o.keylog, "keylog", "", "file for the TLS secrets")
	flag.StringVar(&o.alpn, "alpn", "", "a protocol beside h3: hq-interop")
	flag.BoolVar(&o.retry, "retry", false, "validate addresses with Retry")
	flag.Parse()
	return o
}

func (o options) tls() (*tls.Config, error) {
	pair, err := tls.LoadX509KeyPair(o.certificate, o.key)
	if err != nil {
		return nil, err
	}
	config := &tls.Config{Certificates: []tls.Certificate{pair}, NextProtos: []string{http3.NextProtoH3}}
	switch o.alpn {
	case "":
	case hq:
		config.NextProtos = append(config.NextProtos, hq)
	default:
		return nil, errors.New("no protocol but " + hq + " can stand beside h3")
	}
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
	if o.keylog != "" {
		if config.KeyLogWriter, err = os.OpenFile(o.keylog, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600); err != nil {
			return nil, err
		}
	}
	return config, nil
}

func (o options) quic() (*quic.Config, error) {
	config := &quic.Config{
		Allow0RTT:                      true,
		EnableDatagrams:                true,
		MaxIncomingStreams:             1000,
		MaxIdleTimeout:                 30 * time.Second,
		InitialStreamReceiveWindow:     1 << 20,
		InitialConnectionReceiveWindow: 2 << 20,
		MaxStreamReceiveWindow:         16 << 20,
		MaxConnectionReceiveWindow:     24 << 20,
	}
	if o.qlog != "" {
		// The library is told the folder by its environment alone.
		if err := os.Setenv("QLOGDIR", o.qlog); err != nil {
			return nil, err
		}
		config.Tracer = qlog.DefaultConnectionTracer
	}
	return config, nil
}

func (o options) listen() (*quic.EarlyListener, error) {
	secrets, err := o.tls()
	if err != nil {
		return nil, err
	}
	config, err := o.quic()
	if err != nil {
		return nil, err
	}
	address, err := net.ResolveUDPAddr("udp", o.address)
	if err != nil {
		return nil, err
	}
	socket, err := net.ListenUDP("udp", address)
	if err != nil {
		return nil, err
	}
	transport := &quic.Transport{Conn: socket}
	if o.retry {
		transport.VerifySourceAddress = func(net.Addr) bool { return true }
	}
	return transport.ListenEarly(secrets, config)
}

func main() {
	o := parse()
	listener, err := o.listen()
	if err != nil {
		log.Fatal(err)
	}
	for {
		conn, err := listener.Accept(context.Background())
		if err != nil {
			log.Fatal(err)
		}
		go serve(conn, o.files)
	}
}

func serve(conn *quic.Conn, files string) {
	// The protocol is agreed on with the ClientHello, before the handshake is complete.
	if conn.ConnectionState().TLS.NegotiatedProtocol == hq {
		serveHQ(conn, files)
		return
	}
	// A server a connection: GOAWAY is sent by ending one of them.
	server := &http3.Server{EnableDatagrams: true, MaxHeaderBytes: 256 << 10}
	server.Handler = &site{files: files, goAway: func() { _ = server.Shutdown(context.Background()) }}
	if err := server.ServeQUICConn(conn); err != nil && !errors.Is(err, http.ErrServerClosed) {
		log.Printf("ended %s: %v", conn.RemoteAddr(), err)
	}
}
