//! What is answered over HTTP/3, whatever QUIC is below. The words: ../../README.md.

use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use h3::quic::{BidiStream, Connection, OpenStreams, StreamId};
use h3::server::builder;
use tokio::sync::mpsc;

use common::Failure;

use crate::answers;

/// What the requests of one connection share.
pub(crate) struct Site {
    pub files: PathBuf,
    /// Told the id of the request that asks for GOAWAY.
    pub go_away: mpsc::UnboundedSender<StreamId>,
}

/// Serves one connection until it ends.
pub async fn serve<C>(connection: C, files: PathBuf) -> Result<(), Failure>
where
    C: Connection<Bytes> + Send + 'static,
    <C as OpenStreams<Bytes>>::BidiStream: BidiStream<Bytes> + Send + 'static,
    <C as OpenStreams<Bytes>>::SendStream: Send,
    C::RecvStream: Send,
    <<C as OpenStreams<Bytes>>::BidiStream as h3::quic::RecvStream>::Buf: Send,
{
    let mut connection = builder()
        .max_field_section_size(256 << 10)
        .send_grease(true)
        .build(connection)
        .await?;
    let (go_away, mut going) = mpsc::unbounded_channel();
    let site = Arc::new(Site { files, go_away });
    loop {
        tokio::select! {
            request = connection.accept() => match request? {
                None => return Ok(()),
                Some(resolver) => {
                    let site = site.clone();
                    tokio::spawn(async move {
                        if let Ok((request, stream)) = resolver.resolve_request().await {
                            answers::answer(site, request, stream).await;
                        }
                    });
                }
            },
            Some(_) = going.recv() => connection.shutdown(0).await?,
        }
    }
}
