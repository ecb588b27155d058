//! quiche's own HTTP/3: one thread, one socket.

mod answers;
mod client;
mod exchange;
mod hq;
mod websocket;

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read};
use std::net::SocketAddr;
use std::time::{Duration, Instant, SystemTime};

use boring::ssl::{SslContextBuilder, SslFiletype, SslMethod, SslVerifyMode};
use common::{Failure, HQ, Options};
use mio::net::UdpSocket;
use mio::{Events, Interest, Poll, Token};
use quiche::{Config, ConnectionId, Header, RecvInfo};

use client::Client;

const PAYLOAD: usize = 1350;
const ID: usize = 16;

struct Server {
    options: Options,
    config: Config,
    socket: UdpSocket,
    local: SocketAddr,
    clients: HashMap<u64, Client>,
    /// Each id that a client may address, and whose it is.
    ids: HashMap<ConnectionId<'static>, u64>,
    next: u64,
}

fn main() -> Result<(), Failure> {
    let options = Options::parse()?;
    let mut socket = UdpSocket::bind(options.listen)?;
    let mut poll = Poll::new()?;
    poll.registry().register(&mut socket, Token(0), Interest::READABLE)?;
    let local = socket.local_addr()?;
    let config = configure(&options)?;
    let mut server = Server {
        options,
        config,
        socket,
        local,
        clients: HashMap::new(),
        ids: HashMap::new(),
        next: 0,
    };
    let mut events = Events::with_capacity(16);
    loop {
        let wait = server.clients.values().filter_map(Client::wait).min();
        poll.poll(&mut events, wait.map(|wait| wait.max(Duration::from_micros(100))))?;
        server.receive()?;
        server.go_on()?;
    }
}

fn configure(options: &Options) -> Result<Config, Failure> {
    let mut tls = SslContextBuilder::new(SslMethod::tls())?;
    tls.set_certificate_chain_file(&options.certificate)?;
    tls.set_private_key_file(&options.key, SslFiletype::PEM)?;
    if let Some(ca) = &options.client_ca {
        tls.set_ca_file(ca)?;
        tls.set_verify(SslVerifyMode::PEER | SslVerifyMode::FAIL_IF_NO_PEER_CERT);
    }
    let mut config = Config::with_boring_ssl_ctx_builder(quiche::PROTOCOL_VERSION, tls)?;
    let protocols: Vec<&[u8]> = if options.hq {
        vec![b"h3", HQ.as_bytes()]
    } else {
        vec![b"h3"]
    };
    config.set_application_protos(&protocols)?;
    config.set_max_idle_timeout(30_000);
    config.set_max_recv_udp_payload_size(65_527);
    config.set_max_send_udp_payload_size(PAYLOAD);
    config.set_initial_max_data(24 << 20);
    config.set_initial_max_stream_data_bidi_local(1 << 20);
    config.set_initial_max_stream_data_bidi_remote(16 << 20);
    config.set_initial_max_stream_data_uni(1 << 20);
    config.set_initial_max_streams_bidi(1000);
    config.set_initial_max_streams_uni(100);
    config.set_active_connection_id_limit(4);
    config.enable_dgram(true, 1000, 1000);
    config.enable_early_data();
    if options.keylog.is_some() {
        config.log_keys();
    }
    Ok(config)
}

impl Server {
    fn receive(&mut self) -> Result<(), Failure> {
        let mut buffer = vec![0; 65_535];
        loop {
            match self.socket.recv_from(&mut buffer) {
                Ok((length, from)) => {
                    // A datagram that is not for us, or broken, is dropped.
                    let _ = self.datagram(&mut buffer[..length], from);
                }
                Err(e) if e.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(e) => return Err(e.into()),
            }
        }
    }

    fn datagram(&mut self, bytes: &mut [u8], from: SocketAddr) -> Result<(), Failure> {
        let header = Header::from_slice(bytes, ID)?;
        let number = match self.ids.get(&header.dcid) {
            Some(number) => *number,
            None => match self.accept(&header, from)? {
                Some(number) => number,
                None => return Ok(()),
            },
        };
        let to = self.local;
        let client = self.clients.get_mut(&number).ok_or("gone")?;
        client.connection.recv(bytes, RecvInfo { from, to })?;
        Ok(())
    }

    fn accept(&mut self, header: &Header, from: SocketAddr) -> Result<Option<u64>, Failure> {
        if header.ty != quiche::Type::Initial {
            return Ok(None);
        }
        let mut out = [0; PAYLOAD];
        if !quiche::version_is_supported(header.version) {
            let length = quiche::negotiate_version(&header.scid, &header.dcid, &mut out)?;
            self.socket.send_to(&out[..length], from)?;
            return Ok(None);
        }
        let mut id = new_id()?;
        let mut original = None;
        if self.options.retry {
            let token = header.token.as_deref().unwrap_or(&[]);
            if token.is_empty() {
                let token = [&place(from), &*header.dcid].concat();
                let length = quiche::retry(&header.scid, &header.dcid, &id, &token, header.version, &mut out)?;
                self.socket.send_to(&out[..length], from)?;
                return Ok(None);
            }
            // Anyone could make up such a token: it proves the way back to tests, not to an attacker.
            original = Some(ConnectionId::from_ref(
                token.strip_prefix(&*place(from)).ok_or("another's token")?,
            ));
            id = header.dcid.clone().into_owned();
        }
        let mut connection = quiche::accept(&id, original.as_ref(), self.local, from, &mut self.config)?;
        if let Some(file) = &self.options.keylog {
            connection.set_keylog(Box::new(OpenOptions::new().create(true).append(true).open(file)?));
        }
        if let Some(folder) = &self.options.qlog {
            let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_nanos();
            let file = File::create(folder.join(format!("quiche-{now}.sqlog")))?;
            connection.set_qlog(Box::new(file), "quiche-h3".into(), "server".into());
        }
        let number = self.next;
        self.next += 1;
        self.ids.insert(id, number);
        // What comes again before the client has our id.
        self.ids.insert(header.dcid.clone().into_owned(), number);
        self.clients
            .insert(number, Client::new(connection, self.options.files.clone()));
        Ok(Some(number))
    }

    /// Everybody's timers, answers and packets.
    fn go_on(&mut self) -> Result<(), Failure> {
        let now = Instant::now();
        let mut out = [0; PAYLOAD];
        for (number, client) in &mut self.clients {
            client.go_on(now);
            while client.connection.scids_left() > 0 && client.connection.is_established() {
                let id = new_id()?;
                let reset = u128::from_be_bytes(new_id()?.as_ref().try_into()?);
                client.connection.new_scid(&id, reset, false)?;
                self.ids.insert(id, *number);
            }
            // An error here is the end of the connection, which is told below.
            while let Ok((length, info)) = client.connection.send(&mut out) {
                if self.socket.send_to(&out[..length], info.to).is_err() {
                    break; // full: lost, as on any network
                }
            }
        }
        self.clients.retain(|_, client| !client.connection.is_closed());
        self.ids.retain(|_, number| self.clients.contains_key(number));
        Ok(())
    }
}

fn new_id() -> Result<ConnectionId<'static>, Failure> {
    let mut id = vec![0; ID];
    File::open("/dev/urandom")?.read_exact(&mut id)?;
    Ok(ConnectionId::from_vec(id))
}

fn place(address: SocketAddr) -> Vec<u8> {
    format!("{address} ").into_bytes()
}
