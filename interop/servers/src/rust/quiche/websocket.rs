use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};

use tungstenite::protocol::{Role, WebSocket};
use tungstenite::{Error, Message};

/// A WebSocket that says messages back. Its bytes come and go by hand.
pub struct Echo(WebSocket<Bytes>);

#[derive(Default)]
struct Bytes {
    heard: VecDeque<u8>,
    said: Vec<u8>,
}

impl Echo {
    pub fn new() -> Echo {
        Echo(WebSocket::from_raw_socket(Bytes::default(), Role::Server, None))
    }

    /// What it says to these bytes, and whether it is over.
    pub fn hear(&mut self, bytes: &[u8]) -> (Vec<u8>, bool) {
        self.0.get_mut().heard.extend(bytes);
        let over = loop {
            match self.0.read() {
                Ok(message @ (Message::Text(_) | Message::Binary(_))) => {
                    if self.0.send(message).is_err() {
                        break true;
                    }
                }
                // Pings and Close are answered by the library.
                Ok(_) => {}
                Err(Error::Io(e)) if e.kind() == ErrorKind::WouldBlock => break false,
                Err(_) => break true,
            }
        };
        let _ = self.0.flush();
        (std::mem::take(&mut self.0.get_mut().said), over)
    }
}

impl Read for Bytes {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.heard.is_empty() {
            Err(ErrorKind::WouldBlock.into())
        } else {
            self.heard.read(into)
        }
    }
}

impl Write for Bytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.said.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
