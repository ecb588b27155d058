use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

use common::HQ;
use quiche::{Connection, Error, Shutdown};

/// HTTP/0.9 on one connection.
pub struct Hq {
    files: PathBuf,
    asked: HashMap<u64, Vec<u8>>,
    unsent: HashMap<u64, (Vec<u8>, usize)>,
}

impl Hq {
    pub fn new(files: PathBuf) -> Hq {
        Hq {
            files,
            asked: HashMap::new(),
            unsent: HashMap::new(),
        }
    }

    pub fn go_on(&mut self, quic: &mut Connection) {
        let mut part = [0; 4096];
        for id in quic.readable() {
            while let Ok((length, end)) = quic.stream_recv(id, &mut part) {
                self.asked.entry(id).or_default().extend_from_slice(&part[..length]);
                if end {
                    self.answer(id, quic);
                }
            }
        }
        self.unsent
            .retain(|id, (bytes, sent)| match quic.stream_send(*id, &bytes[*sent..], true) {
                Ok(length) => {
                    *sent += length;
                    *sent < bytes.len()
                }
                Err(Error::Done) => true,
                Err(_) => false,
            });
    }

    fn answer(&mut self, id: u64, quic: &mut Connection) {
        let line = String::from_utf8(self.asked.remove(&id).unwrap_or_default()).unwrap_or_default();
        let target = line.trim().strip_prefix("GET /").unwrap_or("..");
        let name = target.rsplit('/').next().unwrap_or(target);
        match fs::read(self.files.join(name)) {
            Ok(bytes) => {
                self.unsent.insert(id, (bytes, 0));
                println!("done GET /{target} {HQ}");
            }
            Err(_) => {
                let _ = quic.stream_shutdown(id, Shutdown::Write, 1);
            }
        }
    }
}
