package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"log"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/quic-go/quic-go"
)

func serve(conn *quic.Conn) {
	for {
		stream, err := conn.AcceptStream(conn.Context())
		if err != nil {
			log.Printf("%s: %v", conn.RemoteAddr(), context.Cause(conn.Context()))
			return
		}
		go control(conn, stream)
	}
}

// One command, on the stream that brought it.
type command struct {
	conn   *quic.Conn
	stream *quic.Stream
	input  *bufio.Reader
	words  []string
}

func control(conn *quic.Conn, stream *quic.Stream) {
	input := bufio.NewReader(stream)
	line, err := input.ReadString('\n')
	words := strings.Fields(line)
	if err != nil || len(words) == 0 {
		stream.CancelWrite(1)
		stream.CancelRead(1)
		return
	}
	c := command{conn, stream, input, words}
	answer, err := c.run()
	if err != nil {
		answer = "error " + err.Error()
	}
	if answer != "" {
		_, _ = io.WriteString(stream, answer+"\n")
	}
	_ = stream.Close()
	_, _ = io.Copy(io.Discard, input)
}

func (c command) run() (string, error) {
	switch c.words[0] {
	case "open-uni":
		return c.openUni(c.number(1), c.number(2), c.number(3))
	case "open-bidi":
		return c.openBidi(c.number(1), c.number(2), c.number(3))
	case "offer":
		return c.offer(c.number(1))
	case "sink":
		digest := sha256.New()
		n, err := io.Copy(digest, c.input)
		return fmt.Sprintf("%d %x", n, digest.Sum(nil)), err
	case "source":
		return "", send(c.stream, c.number(2), 0, c.number(1))
	case "echo":
		_, err := io.Copy(c.stream, c.input)
		return "", err
	case "datagram-echo":
		go c.echoDatagrams()
		return "echoing", nil
	case "reset":
		c.stream.CancelWrite(quic.StreamErrorCode(c.number(1)))
		return "", nil
	case "stop":
		c.stream.CancelRead(quic.StreamErrorCode(c.number(1)))
		return "stopped", nil
	case "close":
		return "", c.conn.CloseWithError(quic.ApplicationErrorCode(c.number(1)), strings.Join(c.words[2:], " "))
	case "silent":
		<-c.conn.Context().Done()
		return "", nil
	default:
		return "", fmt.Errorf("no command '%s'", c.words[0])
	}
}

func (c command) number(word int) int64 {
	if word >= len(c.words) {
		return 0
	}
	n, err := strconv.ParseInt(c.words[word], 10, 64)
	if err != nil {
		c.conn.CloseWithError(1, err.Error())
	}
	return n
}

// One after another, so that the order of opening is the order of the numbers.
func (c command) openUni(n, size, seed int64) (string, error) {
	for i := range n {
		stream, err := c.conn.OpenUniStreamSync(c.conn.Context())
		if err != nil {
			return "", err
		}
		if err := sendNumbered(stream, i, seed, size); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("opened %d", n), nil
}

func (c command) openBidi(n, size, seed int64) (string, error) {
	var answered atomic.Int64
	var waiting sync.WaitGroup
	for i := range n {
		stream, err := c.conn.OpenStreamSync(c.conn.Context())
		if err != nil {
			return "", err
		}
		if err := sendNumbered(stream, i, seed, size); err != nil {
			return "", err
		}
		waiting.Go(func() {
			answer, err := io.ReadAll(stream)
			if err == nil && len(answer) == 8 && binary.BigEndian.Uint64(answer) == uint64(i) {
				answered.Add(1)
			}
		})
	}
	waiting.Wait()
	return fmt.Sprintf("opened %d answered %d", n, answered.Load()), nil
}

func (c command) offer(size int64) (string, error) {
	stream, err := c.conn.OpenUniStreamSync(c.conn.Context())
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("offered %d", size), sendNumbered(stream, 0, 0, size)
}

func (c command) echoDatagrams() {
	for {
		datagram, err := c.conn.ReceiveDatagram(c.conn.Context())
		if err != nil {
			return
		}
		if err := c.conn.SendDatagram(datagram); err != nil {
			log.Printf("datagram of %d bytes: %v", len(datagram), err)
		}
	}
}
