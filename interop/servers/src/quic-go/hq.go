package main

import (
	"bufio"
	"io"
	"log"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/quic-go/quic-go"
)

// HTTP/0.9 over QUIC, as the QUIC interop runner has it: "GET /path" and a line's end bring the file's bytes and FIN.
const hq = "hq-interop"

func serveHQ(conn *quic.Conn, files string) {
	for {
		stream, err := conn.AcceptStream(conn.Context())
		if err != nil {
			return
		}
		go answerHQ(stream, files)
	}
}

func answerHQ(stream *quic.Stream, files string) {
	line, err := bufio.NewReader(io.LimitReader(stream, 4096)).ReadString('\n')
	target, isGet := strings.CutPrefix(strings.TrimSpace(line), "GET /")
	if err != nil && err != io.EOF || !isGet {
		stream.CancelWrite(1)
		stream.CancelRead(1)
		return
	}
	file, err := os.Open(filepath.Join(files, path.Base("/"+target)))
	if err != nil {
		stream.CancelWrite(2)
		return
	}
	defer file.Close()
	if _, err := io.Copy(stream, file); err == nil {
		err = stream.Close()
	}
	log.Printf("done GET /%s hq-interop", target)
}
