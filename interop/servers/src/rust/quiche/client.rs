use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use common::HQ;
use quiche::Connection;
use quiche::h3::{self, Event, NameValue};

use crate::exchange::Exchange;
use crate::hq::Hq;

/// One connection and what is asked on it.
pub struct Client {
    pub connection: Connection,
    files: PathBuf,
    http: Option<h3::Connection>,
    hq: Hq,
    exchanges: BTreeMap<u64, Exchange>,
}

impl Client {
    pub fn new(connection: Connection, files: PathBuf) -> Client {
        let hq = Hq::new(files.clone());
        Client {
            connection,
            files,
            http: None,
            hq,
            exchanges: BTreeMap::new(),
        }
    }

    /// How long nothing is to be done, if nothing comes.
    pub fn wait(&self) -> Option<Duration> {
        let answers = self.exchanges.values().filter_map(Exchange::due).min();
        let answers = answers.map(|due| due.saturating_duration_since(Instant::now()));
        [self.connection.timeout(), answers].into_iter().flatten().min()
    }

    pub fn go_on(&mut self, now: Instant) {
        // It looks at the time itself.
        self.connection.on_timeout();
        if !self.connection.is_established() && !self.connection.is_in_early_data() {
            return;
        }
        if self.connection.application_proto() == HQ.as_bytes() {
            self.hq.go_on(&mut self.connection);
            return;
        }
        if self.http.is_none() {
            self.http = settings()
                .and_then(|config| h3::Connection::with_transport(&mut self.connection, &config))
                .ok();
        }
        // The end of a request is told when its body has been read.
        loop {
            let heard = self.hear();
            let Some(http) = &mut self.http else { return };
            self.exchanges
                .retain(|id, exchange| exchange.go_on(*id, &mut self.connection, http, now));
            if !heard {
                return;
            }
        }
    }

    /// Whether there was anything.
    fn hear(&mut self) -> bool {
        let mut heard = false;
        let Some(http) = &mut self.http else { return heard };
        // Its errors close the connection by themselves.
        while let Ok((id, event)) = http.poll(&mut self.connection) {
            heard = true;
            match event {
                Event::Headers { list, .. } => match self.exchanges.get_mut(&id) {
                    Some(exchange) => exchange.trailers(list),
                    None if !list.iter().any(|field| field.name() == b":method") => {}
                    None => {
                        self.exchanges.insert(id, Exchange::new(list, self.files.clone()));
                    }
                },
                Event::Data => match self.exchanges.get_mut(&id) {
                    Some(exchange) => exchange.readable(),
                    // Answered before its body came: away with it.
                    None => while http.recv_body(&mut self.connection, id, &mut [0; 4096]).is_ok() {},
                },
                Event::Finished => {
                    if let Some(exchange) = self.exchanges.get_mut(&id) {
                        exchange.finished();
                    }
                }
                Event::Reset(_) => {
                    if let Some(exchange) = self.exchanges.remove(&id) {
                        exchange.log("broken");
                    }
                }
                Event::PriorityUpdate | Event::GoAway => {}
            }
        }
        heard
    }
}

fn settings() -> h3::Result<h3::Config> {
    let mut config = h3::Config::new()?;
    config.set_max_field_section_size(256 << 10);
    config.enable_extended_connect(true);
    Ok(config)
}
