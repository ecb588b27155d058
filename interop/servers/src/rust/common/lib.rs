//! What the programs have in common, whatever library is below.

mod options;

use sha2::{Digest, Sha256};

pub use options::Options;

pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// HTTP/0.9 over QUIC, as the QUIC interop runner has it: "GET /path" and a line's end bring the file's bytes and FIN.
pub const HQ: &str = "hq-interop";

pub const TEXT: (&str, &str) = ("content-type", "text/plain; charset=utf-8");
pub const BYTES: (&str, &str) = ("content-type", "application/octet-stream");
pub const HINT: (&str, &str) = ("link", "</style.css>; rel=preload; as=style");
pub const TRAILERS: [(&str, &str); 2] = [("x-checksum", "deadbeef"), ("x-count", "16")];

/// The number of this name in a target's query.
pub fn number(target: &str, name: &str, otherwise: i64) -> i64 {
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let found = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == name);
    found.and_then(|(_, value)| value.parse().ok()).unwrap_or(otherwise)
}

/// What a request had in its body.
#[derive(Default)]
pub struct Work {
    digest: Sha256,
    bytes: usize,
}

impl Work {
    pub fn add(&mut self, part: &[u8]) {
        self.digest.update(part);
        self.bytes += part.len();
    }

    pub fn line(&mut self, method: &str) -> String {
        let digest: String = self
            .digest
            .finalize_reset()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        format!("{method} {} {digest}\n", self.bytes)
    }
}

/// The request in words: its fields by name.
pub fn described<'a>(
    method: &str,
    target: &str,
    authority: &str,
    fields: impl Iterator<Item = (&'a str, &'a [u8])>,
) -> String {
    let mut lines: Vec<_> = fields
        .map(|(name, value)| format!("{name}: {}\n", String::from_utf8_lossy(value)))
        .collect();
    lines.sort();
    format!("{method} {target}\nhost: {authority}\n{}", lines.concat())
}

/// The file of `files` that a path names.
pub fn file_name(path: &str) -> &str {
    match path {
        "/" => "index.html",
        _ => path.rsplit('/').next().unwrap_or(path),
    }
}

/// Fields whose size as RFC 9114 §4.2.2 counts it is just so many bytes; no value is longer than 4000.
pub fn filler(bytes: usize) -> Vec<(String, String)> {
    const AROUND: usize = "x-big-000".len() + 32;
    let mut fields = Vec::new();
    let mut left = bytes;
    while left > AROUND {
        let mut size = (left - AROUND).min(4000);
        let behind = left - AROUND - size;
        if behind > 0 && behind < AROUND {
            size -= AROUND - behind;
        }
        fields.push((format!("x-big-{:03}", fields.len()), "x".repeat(size)));
        left -= AROUND + size;
    }
    fields
}
