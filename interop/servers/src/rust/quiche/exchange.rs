use std::collections::VecDeque;
use std::fs::File;
use std::io::{Read, Take};
use std::path::PathBuf;
use std::time::Instant;

use common::{BYTES, TEXT, Work};
use quiche::h3::{self, Header, NameValue};
use quiche::{Connection, Shutdown};

use crate::answers;
use crate::websocket::Echo;

const PART: usize = 64 << 10;

/// What is still to be done for a response, in order.
pub enum Step {
    /// A head, 1xx or final.
    Head(Vec<Header>),
    Trailers(Vec<Header>),
    Body(Vec<u8>),
    File(Take<File>),
    Wait(Instant),
    Fin,
    Reset(u64),
    GoAway,
}

/// A request and its response.
pub struct Exchange {
    pub files: PathBuf,
    pub fields: Vec<Header>,
    pub steps: VecDeque<Step>,
    /// Set when the request is over, whatever is still to be sent.
    pub whole: bool,
    trailers: Vec<Header>,
    work: Work,
    echo: Option<Echo>,
    headed: bool,
    readable: bool,
    finished: bool,
    status: String,
}

impl Exchange {
    pub fn new(fields: Vec<Header>, files: PathBuf) -> Exchange {
        let mut exchange = Exchange {
            files,
            fields,
            steps: VecDeque::new(),
            whole: false,
            trailers: Vec::new(),
            work: Work::default(),
            echo: None,
            headed: false,
            readable: false,
            finished: false,
            status: String::new(),
        };
        exchange.log("began");
        if exchange.method() == "CONNECT" {
            exchange.whole = true;
            exchange.echo = answers::connect(&mut exchange);
        } else if exchange.path() == "/echo" {
            exchange.head(200, &[BYTES]);
        }
        exchange
    }

    pub fn field(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|field| field.name() == name.as_bytes());
        found
            .and_then(|field| std::str::from_utf8(field.value()).ok())
            .unwrap_or("")
    }

    pub fn method(&self) -> &str {
        self.field(":method")
    }

    pub fn target(&self) -> &str {
        self.field(":path")
    }

    pub fn path(&self) -> &str {
        self.target().split('?').next().unwrap_or("")
    }

    pub fn log(&self, what: &str) {
        println!("{what} {} {} HTTP/3.0{}", self.method(), self.target(), self.status);
    }

    pub fn trailers(&mut self, fields: Vec<Header>) {
        self.trailers = fields;
    }

    pub fn readable(&mut self) {
        self.readable = true;
    }

    pub fn finished(&mut self) {
        self.finished = true;
    }

    pub fn due(&self) -> Option<Instant> {
        match self.steps.front() {
            Some(Step::Wait(until)) => Some(*until),
            _ => None,
        }
    }

    pub fn head(&mut self, status: u16, more: &[(&str, &str)]) {
        let mut fields = headers(&[(":status", &status.to_string())]);
        if status >= 200 {
            self.status = format!(" {status}");
            fields.extend(headers(&[("server", "quiche"), ("x-proto", "HTTP/3.0")]));
        }
        fields.extend(headers(more));
        self.steps.push_back(Step::Head(fields));
    }

    pub fn text(&mut self, status: u16, body: &str, more: &[(&str, &str)]) {
        let length = body.len().to_string();
        let mut all = vec![TEXT, ("content-length", length.as_str())];
        all.extend_from_slice(more);
        self.head(status, &all);
        if self.method() != "HEAD" {
            self.steps.push_back(Step::Body(body.into()));
        }
        self.steps.push_back(Step::Fin);
    }

    /// Reads, answers and sends what it can; false when it is over.
    pub fn go_on(&mut self, id: u64, quic: &mut Connection, http: &mut h3::Connection, now: Instant) -> bool {
        loop {
            let sent = self.send(id, quic, http, now);
            if sent == Sent::Over {
                return false;
            }
            // Nothing more is read while something waits to be sent: the client's turn.
            if sent == Sent::Blocked || !self.read(id, quic, http) {
                return true;
            }
        }
    }

    /// Whether that brought something to send.
    fn read(&mut self, id: u64, quic: &mut Connection, http: &mut h3::Connection) -> bool {
        if self.readable {
            let mut part = vec![0; PART];
            match http.recv_body(quic, id, &mut part) {
                Ok(length) => {
                    self.part(&part[..length]);
                    return true;
                }
                Err(_) => self.readable = false,
            }
        }
        if self.finished && !self.whole {
            self.whole = true;
            self.answer();
            return true;
        }
        false
    }

    fn part(&mut self, part: &[u8]) {
        if let Some(echo) = &mut self.echo {
            let (said, over) = echo.hear(part);
            self.steps.push_back(Step::Body(said));
            if over {
                self.steps.push_back(Step::Fin);
            }
        } else if self.path() == "/echo" {
            self.steps.push_back(Step::Body(part.into()));
        } else {
            self.work.add(part);
        }
    }

    fn answer(&mut self) {
        if self.path() == "/echo" {
            if !self.trailers.is_empty() {
                self.steps.push_back(Step::Trailers(std::mem::take(&mut self.trailers)));
            } else {
                self.steps.push_back(Step::Fin);
            }
        } else if self.path().starts_with("/work") {
            self.log("work");
            let method = self.method().to_owned();
            let line = self.work.line(&method);
            self.text(200, &line, &[]);
        } else {
            answers::answer(self);
        }
    }

    fn send(&mut self, id: u64, quic: &mut Connection, http: &mut h3::Connection, now: Instant) -> Sent {
        while let Some(step) = self.steps.front_mut() {
            let done = match step {
                Step::Head(fields) if self.headed => http.send_additional_headers(quic, id, fields, false, false),
                Step::Head(fields) => http.send_response(quic, id, fields, false),
                Step::Trailers(fields) => http.send_additional_headers(quic, id, fields, true, true),
                Step::Body(bytes) => match bytes.is_empty() {
                    true => Ok(()),
                    false => match http.send_body(quic, id, bytes, false) {
                        Ok(sent) => {
                            bytes.drain(..sent);
                            continue;
                        }
                        Err(e) => Err(e),
                    },
                },
                Step::File(file) => match next_part(file) {
                    None => Ok(()),
                    Some(part) => {
                        self.steps.push_front(Step::Body(part));
                        continue;
                    }
                },
                Step::Wait(until) if *until > now => return Sent::Blocked,
                Step::Wait(_) => Ok(()),
                Step::Fin => http.send_body(quic, id, b"", true).map(|_| ()),
                Step::Reset(code) => {
                    let code = *code;
                    quic.stream_shutdown(id, Shutdown::Write, code)
                        .map_err(h3::Error::TransportError)
                }
                Step::GoAway => http.send_goaway(quic, id + 4),
            };
            match done {
                Ok(()) => {}
                Err(h3::Error::Done | h3::Error::StreamBlocked) => return Sent::Blocked,
                Err(_) => {
                    self.log("broken");
                    return Sent::Over;
                }
            }
            let last = self.steps.pop_front();
            self.headed |= matches!(last, Some(Step::Head(_)));
            if matches!(last, Some(Step::Fin | Step::Reset(_) | Step::Trailers(_))) && self.steps.is_empty() {
                self.log("done");
                return Sent::Over;
            }
        }
        Sent::All
    }
}

#[derive(PartialEq)]
enum Sent {
    All,
    Blocked,
    Over,
}

fn next_part(file: &mut Take<File>) -> Option<Vec<u8>> {
    let mut part = vec![0; PART.min(file.limit() as usize)];
    let length = file.read(&mut part).ok()?;
    part.truncate(length);
    (length > 0).then_some(part)
}

pub fn headers(pairs: &[(&str, &str)]) -> Vec<Header> {
    pairs
        .iter()
        .map(|(name, value)| Header::new(name.as_bytes(), value.as_bytes()))
        .collect()
}
