package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/quic-go/quic-go"
	"github.com/quic-go/quic-go/http3"
)

// What is answered on one connection.
type site struct {
	files  string
	goAway func()
}

// One request. To be logged, its status is kept.
type exchange struct {
	http.ResponseWriter
	asked  *http.Request
	status int
}

func (e *exchange) WriteHeader(status int) {
	e.status = status
	e.ResponseWriter.WriteHeader(status)
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e := &exchange{w, r, 0}
	e.log("began")
	w.Header().Set("server", "quic-go")
	w.Header().Set("x-proto", r.Proto)
	if err := s.answer(e); err != nil {
		e.log("broken")
		// What was not sent in full must not look so.
		panic(http.ErrAbortHandler)
	}
	e.log("done")
}

func (e *exchange) log(what string) {
	status := ""
	if e.status != 0 {
		status = " " + strconv.Itoa(e.status)
	}
	fmt.Printf("%s %s %s HTTP/3.0%s\n", what, e.asked.Method, e.asked.RequestURI, status)
}

func (s *site) answer(e *exchange) error {
	place := e.asked.URL.Path
	if e.asked.Method == http.MethodConnect {
		return connect(e)
	}
	if status, is := strings.CutPrefix(place, "/status/"); is {
		return e.answerStatus(status)
	}
	if strings.HasPrefix(place, "/work") {
		return e.work()
	}
	switch place {
	case "/echo":
		return e.echo()
	case "/headers":
		return e.send(200, e.described())
	case "/trailers":
		return e.trailers()
	case "/early-hints":
		e.Header().Set("link", "</style.css>; rel=preload; as=style")
		e.ResponseWriter.WriteHeader(103)
		e.Header().Del("link")
		return e.send(200, "hinted\n")
	case "/big-headers":
		for name, value := range filler(e.number("bytes", 65536)) {
			e.Header()[name] = []string{value}
		}
		return e.send(200, "big\n")
	case "/slow":
		return s.slow(e)
	case "/never":
		<-e.asked.Context().Done()
		return e.asked.Context().Err()
	case "/reset":
		return s.reset(e)
	case "/goaway":
		err := e.send(200, "going away\n")
		go s.goAway()
		return err
	default:
		return s.file(e)
	}
}

func (e *exchange) send(status int, body string) error {
	e.Header().Set("content-type", "text/plain; charset=utf-8")
	e.Header().Set("content-length", strconv.Itoa(len(body)))
	e.WriteHeader(status)
	_, err := io.WriteString(e, body)
	return err
}

func (e *exchange) number(name string, otherwise int) int {
	if n, err := strconv.Atoi(e.asked.URL.Query().Get(name)); err == nil {
		return n
	}
	return otherwise
}

func (e *exchange) answerStatus(text string) error {
	status, err := strconv.Atoi(text)
	if err != nil || status < 200 || status > 599 {
		return e.send(400, "a status from 200 to 599\n")
	}
	if status == 204 || status == 205 || status == 304 {
		e.WriteHeader(status)
		return nil
	}
	return e.send(status, fmt.Sprintf("status %d\n", status))
}

func (e *exchange) work() error {
	digest := sha256.New()
	n, err := io.Copy(digest, e.asked.Body)
	if err != nil {
		return err
	}
	e.log("work")
	return e.send(200, fmt.Sprintf("%s %d %x\n", e.asked.Method, n, digest.Sum(nil)))
}

func (e *exchange) echo() error {
	e.Header().Set("content-type", "application/octet-stream")
	e.WriteHeader(200)
	buffer := make([]byte, 32<<10)
	for {
		n, err := e.asked.Body.Read(buffer)
		if _, failed := e.Write(buffer[:n]); failed != nil {
			return failed
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		e.flush()
	}
	for name, values := range e.asked.Trailer {
		e.Header()[http.TrailerPrefix+name] = values
	}
	return nil
}

func (e *exchange) flush() { e.ResponseWriter.(http.Flusher).Flush() }

// The method and the target as they came, then the fields by name.
func (e *exchange) described() string {
	lines := []string{}
	for name, values := range e.asked.Header {
		for _, value := range values {
			lines = append(lines, strings.ToLower(name)+": "+value+"\n")
		}
	}
	sort.Strings(lines)
	return e.asked.Method + " " + e.asked.RequestURI + "\nhost: " + e.asked.Host + "\n" + strings.Join(lines, "")
}

func (e *exchange) trailers() error {
	e.Header().Set("trailer", "x-checksum, x-count")
	e.Header().Set("content-type", "text/plain; charset=utf-8")
	e.WriteHeader(200)
	_, err := io.WriteString(e, "trailers follow\n")
	e.Header().Set("x-checksum", "deadbeef")
	e.Header().Set("x-count", "16")
	return err
}

// Fields whose size as RFC 9114 §4.2.2 counts it is just so many bytes; no value is longer than 4000.
func filler(bytes int) map[string]string {
	const around, longest = len("x-big-000") + 32, 4000
	fields := map[string]string{}
	for n := 0; bytes > around; n++ {
		size := min(longest, bytes-around)
		if rest := bytes - around - size; rest > 0 && rest < around {
			size -= around - rest
		}
		fields[fmt.Sprintf("x-big-%03d", n)] = strings.Repeat("x", size)
		bytes -= around + size
	}
	return fields
}

func (s *site) file(e *exchange) error {
	name := path.Base(e.asked.URL.Path)
	if name == "/" {
		name = "index.html"
	}
	if e.asked.Method != http.MethodGet && e.asked.Method != http.MethodHead {
		return e.send(405, "")
	}
	file, err := os.Open(filepath.Join(s.files, name))
	if err != nil {
		return e.send(404, "")
	}
	defer file.Close()
	about, err := file.Stat()
	if err != nil || about.IsDir() {
		return e.send(404, "")
	}
	if strings.HasSuffix(name, ".bin") {
		e.Header().Set("content-type", "application/octet-stream")
	}
	e.Header().Set("content-length", strconv.FormatInt(about.Size(), 10))
	e.WriteHeader(200)
	if e.asked.Method == http.MethodHead {
		return nil
	}
	_, err = io.Copy(e, file)
	return err
}

// The first bytes of 16m.bin, a chunk after each delay.
func (s *site) slow(e *exchange) error {
	file, err := os.Open(filepath.Join(s.files, "16m.bin"))
	if err != nil {
		return err
	}
	defer file.Close()
	left := e.number("bytes", 10000)
	e.Header().Set("content-type", "application/octet-stream")
	e.WriteHeader(200)
	for left > 0 {
		select {
		case <-e.asked.Context().Done():
			return e.asked.Context().Err()
		case <-time.After(time.Duration(e.number("delayMs", 100)) * time.Millisecond):
		}
		n, err := io.CopyN(e, file, int64(min(left, max(1, e.number("chunk", 1000)))))
		if err != nil {
			return err
		}
		e.flush()
		left -= int(n)
	}
	return nil
}

// RESET_STREAM behind the first bytes of 16m.bin, or in place of a response. The delay is for what was sent to arrive.
func (s *site) reset(e *exchange) error {
	after := e.number("after", 1000)
	if after >= 0 {
		e.WriteHeader(200)
	}
	stream, err := e.ResponseWriter.(http3.HTTPStreamer).HTTPStream()
	if err != nil {
		return err
	}
	if after > 0 {
		file, err := os.Open(filepath.Join(s.files, "16m.bin"))
		if err != nil {
			return err
		}
		defer file.Close()
		if _, err := io.CopyN(stream, file, int64(after)); err != nil {
			return err
		}
	}
	time.Sleep(time.Duration(e.number("delayMs", 50)) * time.Millisecond)
	stream.CancelWrite(quic.StreamErrorCode(e.number("code", 258)))
	stream.CancelRead(quic.StreamErrorCode(http3.ErrCodeNoError))
	return nil
}
