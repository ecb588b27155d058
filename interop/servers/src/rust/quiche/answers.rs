use std::fs::File;
use std::io::Read;
use std::time::{Duration, Instant};

use common::{BYTES, HINT, TEXT, TRAILERS};
use quiche::h3::NameValue;

use crate::exchange::{Exchange, Step, headers};
use crate::websocket::Echo;

/// What is answered once a request is whole.
pub fn answer(exchange: &mut Exchange) {
    let path = exchange.path().to_owned();
    if let Some(text) = path.strip_prefix("/status/") {
        return status(exchange, text);
    }
    match path.as_str() {
        "/headers" => {
            let fields = exchange.fields.iter().filter(|field| !field.name().starts_with(b":"));
            let fields = fields.map(|field| (std::str::from_utf8(field.name()).unwrap_or("?"), field.value()));
            let method = exchange.method();
            let text = common::described(method, exchange.target(), exchange.field(":authority"), fields);
            exchange.text(200, &text, &[]);
        }
        "/trailers" => {
            exchange.head(200, &[TEXT, ("trailer", "x-checksum, x-count")]);
            exchange.steps.push_back(Step::Body(b"trailers follow\n".into()));
            exchange.steps.push_back(Step::Trailers(headers(&TRAILERS)));
        }
        "/early-hints" => {
            exchange.head(103, &[HINT]);
            exchange.text(200, "hinted\n", &[]);
        }
        "/big-headers" => {
            let filler = common::filler(number(exchange, "bytes", 65_536) as usize);
            let filler: Vec<_> = filler
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            exchange.text(200, "big\n", &filler);
        }
        "/slow" => slow(exchange),
        "/never" => exchange
            .steps
            .push_back(Step::Wait(Instant::now() + Duration::from_secs(3600))),
        "/reset" => reset(exchange),
        "/goaway" => {
            exchange.steps.push_back(Step::GoAway);
            exchange.text(200, "going away\n", &[]);
        }
        _ => file(exchange, &path),
    }
}

fn number(exchange: &Exchange, name: &str, otherwise: i64) -> i64 {
    common::number(exchange.target(), name, otherwise)
}

fn status(exchange: &mut Exchange, text: &str) {
    match text.parse() {
        Ok(status @ (204 | 205 | 304)) => {
            exchange.head(status, &[]);
            exchange.steps.push_back(Step::Fin);
        }
        Ok(status @ 200..=599) => exchange.text(status, &format!("status {status}\n"), &[]),
        _ => exchange.text(400, "a status from 200 to 599\n", &[]),
    }
}

fn file(exchange: &mut Exchange, path: &str) {
    if exchange.method() != "GET" && exchange.method() != "HEAD" {
        return exchange.text(405, "", &[]);
    }
    let file = File::open(exchange.files.join(common::file_name(path))).and_then(|file| Ok((file.metadata()?, file)));
    match file {
        Ok((about, file)) if about.is_file() => {
            exchange.head(200, &[("content-length", &about.len().to_string())]);
            if exchange.method() == "GET" {
                exchange.steps.push_back(Step::File(file.take(about.len())));
            }
            exchange.steps.push_back(Step::Fin);
        }
        _ => exchange.text(404, "", &[]),
    }
}

fn first(exchange: &Exchange, bytes: i64) -> Vec<u8> {
    let mut part = Vec::new();
    // Less than asked for is seen by who counts.
    let _ = File::open(exchange.files.join("16m.bin")).and_then(|file| file.take(bytes as u64).read_to_end(&mut part));
    part
}

fn slow(exchange: &mut Exchange) {
    exchange.head(200, &[BYTES]);
    let delay = Duration::from_millis(number(exchange, "delayMs", 100) as u64);
    let mut due = Instant::now();
    for chunk in
        first(exchange, number(exchange, "bytes", 10_000)).chunks(number(exchange, "chunk", 1000).max(1) as usize)
    {
        due += delay;
        exchange.steps.push_back(Step::Wait(due));
        exchange.steps.push_back(Step::Body(chunk.into()));
    }
    exchange.steps.push_back(Step::Fin);
}

/// RESET_STREAM behind so many bytes, or in place of a response. The delay is for what was sent to arrive.
fn reset(exchange: &mut Exchange) {
    let after = number(exchange, "after", 1000);
    if after >= 0 {
        exchange.head(200, &[]);
        exchange.steps.push_back(Step::Body(first(exchange, after)));
    }
    let delay = Duration::from_millis(number(exchange, "delayMs", 50) as u64);
    exchange.steps.push_back(Step::Wait(Instant::now() + delay));
    exchange
        .steps
        .push_back(Step::Reset(number(exchange, "code", 258) as u64));
}

/// Extended CONNECT for a WebSocket (RFC 9220): `/ws` says messages back, `/refused/NNN` refuses with that status.
pub fn connect(exchange: &mut Exchange) -> Option<Echo> {
    if exchange.field(":protocol") != "websocket" {
        exchange.text(501, "an extended CONNECT for a WebSocket is answered here\n", &[]);
        return None;
    }
    if let Some(refused) = exchange.path().strip_prefix("/refused/") {
        let status = refused
            .parse()
            .ok()
            .filter(|status| (300..600).contains(status))
            .unwrap_or(400);
        let more: &[_] = if status / 100 == 3 {
            &[("x-why", "policy"), ("location", "/elsewhere")]
        } else {
            &[("x-why", "policy")]
        };
        exchange.text(status, &format!("{status}: no WebSocket here"), more);
        return None;
    }
    if exchange.path() != "/ws" {
        exchange.text(404, "", &[]);
        return None;
    }
    let offered = exchange
        .field("sec-websocket-protocol")
        .split(',')
        .next()
        .unwrap_or("")
        .trim()
        .to_owned();
    if offered.is_empty() {
        exchange.head(200, &[]);
    } else {
        exchange.head(200, &[("sec-websocket-protocol", &offered)]);
    }
    Some(Echo::new())
}
