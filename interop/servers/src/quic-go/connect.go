package main

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/gobwas/ws/wsutil"
	"github.com/quic-go/quic-go/http3"
)

// Extended CONNECT for a WebSocket (RFC 9220): /ws says everything back, /refused/NNN refuses with that status.
func connect(e *exchange) error {
	if e.asked.Proto != "websocket" {
		return e.send(501, "an extended CONNECT for a WebSocket is answered here\n")
	}
	if refused, is := strings.CutPrefix(e.asked.URL.Path, "/refused/"); is {
		status, err := strconv.Atoi(refused)
		if err != nil || status < 300 || status > 599 {
			status = 400
		}
		e.Header().Set("x-why", "policy")
		if status/100 == 3 {
			e.Header().Set("location", "/elsewhere")
		}
		return e.send(status, strconv.Itoa(status)+": no WebSocket here")
	}
	if e.asked.URL.Path != "/ws" {
		return e.send(404, "")
	}
	if offered := e.asked.Header.Get("sec-websocket-protocol"); offered != "" {
		first, _, _ := strings.Cut(offered, ",")
		e.Header().Set("sec-websocket-protocol", strings.TrimSpace(first))
	}
	e.WriteHeader(http.StatusOK)
	stream, err := e.ResponseWriter.(http3.HTTPStreamer).HTTPStream()
	if err != nil {
		return err
	}
	err = say(stream)
	var closed wsutil.ClosedError
	if !errors.As(err, &closed) {
		stream.CancelWrite(0x10c)
		stream.CancelRead(0x10c)
		return err
	}
	return stream.Close()
}

// Ping and Close are answered by the library.
func say(stream *http3.Stream) error {
	for {
		data, code, err := wsutil.ReadClientData(stream)
		if err != nil {
			return err
		}
		if err := wsutil.WriteServerMessage(stream, code, data); err != nil {
			return err
		}
	}
}
