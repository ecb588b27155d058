//! quinn under h3.

mod answers;
mod hq;
mod site;

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use common::{Failure, HQ, Options};
use quinn::crypto::rustls::{HandshakeData, QuicServerConfig};
use quinn::{Endpoint, Incoming, ServerConfig, TransportConfig, VarInt};
use rustls::RootCertStore;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let options = Arc::new(Options::parse()?);
    let mut config = ServerConfig::with_crypto(Arc::new(QuicServerConfig::try_from(tls(&options)?)?));
    config.transport_config(Arc::new(transport()?));
    let endpoint = Endpoint::server(config.clone(), options.listen)?;
    while let Some(incoming) = endpoint.accept().await {
        if options.retry && !incoming.remote_address_validated() {
            // Fails only for one that was validated.
            let _ = incoming.retry();
            continue;
        }
        if let Some(folder) = &options.qlog {
            let mut transport = transport()?;
            transport.qlog_stream(qlog(folder)?);
            config.transport_config(Arc::new(transport));
        }
        let (options, config) = (options.clone(), config.clone());
        tokio::spawn(async move {
            if let Err(e) = serve(incoming, config, &options).await {
                println!("ended {e}");
            }
        });
    }
    Ok(())
}

fn tls(options: &Options) -> Result<rustls::ServerConfig, Failure> {
    let chain = certificates(&options.certificate)?;
    let key = PrivateKeyDer::from_pem_file(&options.key)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider.clone())
        .with_protocol_versions(&[&rustls::version::TLS13])?;
    let config = match &options.client_ca {
        None => config.with_no_client_auth(),
        Some(ca) => {
            let mut roots = RootCertStore::empty();
            for certificate in certificates(ca)? {
                roots.add(certificate)?;
            }
            config.with_client_cert_verifier(
                WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build()?,
            )
        }
    };
    let mut config = config.with_single_cert(chain, key)?;
    config.alpn_protocols = options.protocols();
    config.max_early_data_size = u32::MAX;
    if let Some(file) = &options.keylog {
        // The library is told the file by its environment alone; no thread reads that yet.
        unsafe { std::env::set_var("SSLKEYLOGFILE", file) };
        config.key_log = Arc::new(rustls::KeyLogFile::new());
    }
    Ok(config)
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, Failure> {
    Ok(CertificateDer::pem_reader_iter(BufReader::new(File::open(file)?)).collect::<Result<_, _>>()?)
}

fn transport() -> Result<TransportConfig, Failure> {
    let mut transport = TransportConfig::default();
    transport
        .max_idle_timeout(Some(Duration::from_secs(30).try_into()?))
        .max_concurrent_bidi_streams(VarInt::from_u32(1000))
        .stream_receive_window(VarInt::from_u32(16 << 20))
        .receive_window(VarInt::from_u32(24 << 20))
        .send_window(24 << 20);
    Ok(transport)
}

/// A file for the qlog of one connection.
fn qlog(folder: &Path) -> Result<Option<quinn::QlogStream>, Failure> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_nanos();
    let mut log = quinn::QlogConfig::default();
    log.writer(Box::new(File::create(folder.join(format!("quinn-{now}.sqlog")))?))
        .title(Some("quinn".into()));
    Ok(log.into_stream())
}

async fn serve(incoming: Incoming, config: ServerConfig, options: &Options) -> Result<(), Failure> {
    let mut connecting = incoming.accept_with(Arc::new(config))?;
    let data = connecting.handshake_data().await?;
    let protocol = data
        .downcast::<HandshakeData>()
        .ok()
        .and_then(|data| data.protocol)
        .unwrap_or_default();
    // A client certificate is not there before the handshake is complete.
    let connection = if options.client_ca.is_some() {
        connecting.await?
    } else {
        match connecting.into_0rtt() {
            Ok((connection, _)) => connection,
            Err(connecting) => connecting.await?,
        }
    };
    if protocol != HQ.as_bytes() {
        return site::serve(h3_quinn::Connection::new(connection), options.files.clone()).await;
    }
    loop {
        let (mut response, request) = connection.accept_bi().await?;
        let files = options.files.clone();
        tokio::spawn(async move {
            if hq::answer(request, &mut response, &files).await.is_err() {
                let _ = response.reset(VarInt::from_u32(1));
            }
        });
    }
}
