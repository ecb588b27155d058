// An upload sink on quic-go and Go's own HTTP/2: PUT is read and forgotten, GET /Nk.bin or /Nm.bin is that many zeros.
// Every answer names the protocol it was asked in. Usage: gosink ADDRESS:PORT CHAIN.pem KEY.pem
package main

import (
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"

	"github.com/quic-go/quic-go"
	"github.com/quic-go/quic-go/http3"
)

const chunk = 64 << 10

// Windows that are not the bottleneck: Go's own, of 1 MiB, would be.
const streamWindow, connectionWindow, streams = 16 << 20, 24 << 20, 1000

func answer(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("x-proto", r.Proto)
	if r.Method != http.MethodGet {
		n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, r.Body, make([]byte, chunk))
		w.Header().Set("x-bytes", strconv.FormatInt(n, 10))
		if err != nil || (r.ContentLength >= 0 && n != r.ContentLength) {
			w.WriteHeader(http.StatusBadRequest)
		}
		return
	}
	left := size(strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/"), ".bin"))
	w.Header().Set("content-length", strconv.Itoa(left))
	zeros := make([]byte, chunk)
	for left > 0 {
		n, err := w.Write(zeros[:min(left, chunk)])
		if err != nil {
			return
		}
		left -= n
	}
}

func size(name string) int {
	shift := 0
	switch {
	case strings.HasSuffix(name, "k"):
		shift = 10
	case strings.HasSuffix(name, "m"):
		shift = 20
	}
	n, _ := strconv.Atoi(strings.TrimRight(name, "km"))
	return n << shift
}

func main() {
	certificate, err := tls.LoadX509KeyPair(os.Args[2], os.Args[3])
	if err != nil {
		log.Fatal(err)
	}
	keys := &tls.Config{Certificates: []tls.Certificate{certificate}}
	handler := http.HandlerFunc(answer)
	tcp := &http.Server{Handler: handler, TLSConfig: keys, HTTP2: &http.HTTP2Config{
		MaxConcurrentStreams: streams, MaxReceiveBufferPerStream: streamWindow, MaxReceiveBufferPerConnection: connectionWindow}}
	listener, err := net.Listen("tcp", os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	go func() { log.Fatal(tcp.ServeTLS(listener, "", "")) }()
	udp := &http3.Server{Addr: os.Args[1], Handler: handler, TLSConfig: http3.ConfigureTLSConfig(keys), QUICConfig: &quic.Config{
		MaxIncomingStreams:             streams,
		InitialStreamReceiveWindow:     4 << 20,
		MaxStreamReceiveWindow:         streamWindow,
		InitialConnectionReceiveWindow: 6 << 20,
		MaxConnectionReceiveWindow:     connectionWindow,
	}}
	log.Fatal(udp.ListenAndServe())
}
