//! s2n-quic under h3.

mod answers;
mod hq;
mod s2n_streams;
mod site;

use std::sync::Arc;
use std::time::Duration;

use common::{Failure, HQ, Options};
use s2n_quic::provider::{endpoint_limits, limits::Limits, tls};
use s2n_quic::{Connection, Server};

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let options = Arc::new(Options::parse()?);
    if options.qlog.is_some() || options.keylog.is_some() {
        return Err("s2n-quic writes no qlog, and no secrets here".into());
    }
    let limits = Limits::new()
        .with_max_idle_timeout(Duration::from_secs(30))?
        .with_max_open_remote_bidirectional_streams(1000)?
        .with_data_window(24 << 20)?
        .with_bidirectional_remote_data_window(16 << 20)?;
    let mut endpoint = endpoint_limits::Default::builder();
    if options.retry {
        // From none on, addresses are to be validated.
        endpoint = endpoint.with_inflight_handshake_limit(0)?;
    }
    let mut server = Server::builder()
        .with_tls(secrets(&options)?)?
        .with_io(options.listen)?
        .with_limits(limits)?
        .with_endpoint_limits(endpoint.build()?)?
        .start()?;
    while let Some(connection) = server.accept().await {
        let options = options.clone();
        tokio::spawn(async move {
            if let Err(e) = serve(connection, &options).await {
                println!("ended {e}");
            }
        });
    }
    Ok(())
}

fn secrets(options: &Options) -> Result<tls::default::Server, Failure> {
    let mut secrets = tls::default::Server::builder()
        .with_certificate(options.certificate.as_path(), options.key.as_path())?
        .with_application_protocols(options.protocols())?;
    if let Some(ca) = &options.client_ca {
        secrets = secrets
            .with_empty_trust_store()?
            .with_trusted_certificate(ca.as_path())?
            .with_client_authentication()?
            .with_verify_host_name_callback(AnyName)?;
    }
    Ok(secrets.build()?)
}

/// A client is known by its CA, not by a host name.
struct AnyName;

impl tls::default::callbacks::VerifyHostNameCallback for AnyName {
    fn verify_host_name(&self, _name: &str) -> bool {
        true
    }
}

async fn serve(mut connection: Connection, options: &Options) -> Result<(), Failure> {
    if connection.application_protocol()? != HQ.as_bytes() {
        return site::serve(s2n_streams::Connection::new(connection), options.files.clone()).await;
    }
    while let Some(stream) = connection.accept_bidirectional_stream().await? {
        let files = options.files.clone();
        tokio::spawn(async move {
            let (request, mut response) = stream.split();
            if hq::answer(request, &mut response, &files).await.is_err() {
                let _ = response.reset(1u8.into());
            }
        });
    }
    Ok(())
}
