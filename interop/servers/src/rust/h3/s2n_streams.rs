//! s2n-quic's connections and streams as h3 wants them: there is no published crate for it.

use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use h3::error::Code;
use h3::quic::{self, ConnectionErrorIncoming, StreamErrorIncoming, StreamId, WriteBuf};
use s2n_quic::application;
use s2n_quic::connection::{self, BidirectionalStreamAcceptor, Handle, ReceiveStreamAcceptor};
use s2n_quic::stream;

pub struct Connection {
    open: Opener,
    bidirectional: BidirectionalStreamAcceptor,
    receive: ReceiveStreamAcceptor,
}

impl Connection {
    pub fn new(connection: s2n_quic::Connection) -> Connection {
        let (handle, acceptor) = connection.split();
        let (bidirectional, receive) = acceptor.split();
        Connection {
            open: Opener(handle),
            bidirectional,
            receive,
        }
    }
}

impl quic::Connection<Bytes> for Connection {
    type RecvStream = Receiving;
    type OpenStreams = Opener;

    fn poll_accept_recv(&mut self, cx: &mut Context<'_>) -> Poll<Result<Receiving, ConnectionErrorIncoming>> {
        match ready!(self.receive.poll_accept_receive_stream(cx)) {
            Ok(Some(stream)) => Poll::Ready(Ok(Receiving(stream))),
            Ok(None) => Poll::Ready(Err(ended())),
            Err(e) => Poll::Ready(Err(of_connection(e))),
        }
    }

    fn poll_accept_bidi(&mut self, cx: &mut Context<'_>) -> Poll<Result<Both, ConnectionErrorIncoming>> {
        match ready!(self.bidirectional.poll_accept_bidirectional_stream(cx)) {
            Ok(Some(stream)) => Poll::Ready(Ok(Both::new(stream))),
            Ok(None) => Poll::Ready(Err(ended())),
            Err(e) => Poll::Ready(Err(of_connection(e))),
        }
    }

    fn opener(&self) -> Opener {
        Opener(self.open.0.clone())
    }
}

impl quic::OpenStreams<Bytes> for Connection {
    type BidiStream = Both;
    type SendStream = Sending;

    fn poll_open_bidi(&mut self, cx: &mut Context<'_>) -> Poll<Result<Both, StreamErrorIncoming>> {
        self.open.poll_open_bidi(cx)
    }

    fn poll_open_send(&mut self, cx: &mut Context<'_>) -> Poll<Result<Sending, StreamErrorIncoming>> {
        self.open.poll_open_send(cx)
    }

    fn close(&mut self, code: Code, reason: &[u8]) {
        self.open.close(code, reason);
    }
}

pub struct Opener(Handle);

impl quic::OpenStreams<Bytes> for Opener {
    type BidiStream = Both;
    type SendStream = Sending;

    fn poll_open_bidi(&mut self, cx: &mut Context<'_>) -> Poll<Result<Both, StreamErrorIncoming>> {
        let opened = ready!(self.0.poll_open_bidirectional_stream(cx));
        Poll::Ready(opened.map(Both::new).map_err(lost))
    }

    fn poll_open_send(&mut self, cx: &mut Context<'_>) -> Poll<Result<Sending, StreamErrorIncoming>> {
        let opened = ready!(self.0.poll_open_send_stream(cx));
        Poll::Ready(opened.map(Sending::new).map_err(lost))
    }

    fn close(&mut self, code: Code, _reason: &[u8]) {
        self.0.close(error_code(code.value()));
    }
}

/// A stream with both directions.
pub struct Both {
    sending: Sending,
    receiving: Receiving,
}

impl Both {
    fn new(stream: stream::BidirectionalStream) -> Both {
        let (receiving, sending) = stream.split();
        Both {
            sending: Sending::new(sending),
            receiving: Receiving(receiving),
        }
    }
}

impl quic::BidiStream<Bytes> for Both {
    type SendStream = Sending;
    type RecvStream = Receiving;

    fn split(self) -> (Sending, Receiving) {
        (self.sending, self.receiving)
    }
}

impl quic::SendStream<Bytes> for Both {
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), StreamErrorIncoming>> {
        self.sending.poll_ready(cx)
    }

    fn send_data<T: Into<WriteBuf<Bytes>>>(&mut self, data: T) -> Result<(), StreamErrorIncoming> {
        self.sending.send_data(data)
    }

    fn poll_finish(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), StreamErrorIncoming>> {
        self.sending.poll_finish(cx)
    }

    fn reset(&mut self, code: u64) {
        self.sending.reset(code);
    }

    fn send_id(&self) -> StreamId {
        self.sending.send_id()
    }
}

impl quic::RecvStream for Both {
    type Buf = Bytes;

    fn poll_data(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, StreamErrorIncoming>> {
        self.receiving.poll_data(cx)
    }

    fn stop_sending(&mut self, code: u64) {
        self.receiving.stop_sending(code);
    }

    fn recv_id(&self) -> StreamId {
        self.receiving.recv_id()
    }
}

pub struct Receiving(stream::ReceiveStream);

impl quic::RecvStream for Receiving {
    type Buf = Bytes;

    fn poll_data(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, StreamErrorIncoming>> {
        self.0.poll_receive(cx).map_err(of_stream)
    }

    fn stop_sending(&mut self, code: u64) {
        // Fails only where there is nothing to stop any more.
        let _ = self.0.stop_sending(error_code(code));
    }

    fn recv_id(&self) -> StreamId {
        id(self.0.id())
    }
}

pub struct Sending {
    stream: stream::SendStream,
    /// What h3 gave to be sent, and the part of it that s2n-quic has yet to take.
    unsent: Option<WriteBuf<Bytes>>,
    chunk: Bytes,
}

impl Sending {
    fn new(stream: stream::SendStream) -> Sending {
        Sending {
            stream,
            unsent: None,
            chunk: Bytes::new(),
        }
    }
}

impl quic::SendStream<Bytes> for Sending {
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), StreamErrorIncoming>> {
        loop {
            if !self.chunk.is_empty() {
                ready!(self.stream.poll_send(&mut self.chunk, cx)).map_err(of_stream)?;
            }
            let Some(unsent) = self.unsent.as_mut().filter(|unsent| unsent.has_remaining()) else {
                self.unsent = None;
                return Poll::Ready(Ok(()));
            };
            self.chunk = unsent.copy_to_bytes(unsent.chunk().len());
        }
    }

    fn send_data<T: Into<WriteBuf<Bytes>>>(&mut self, data: T) -> Result<(), StreamErrorIncoming> {
        self.unsent = Some(data.into());
        Ok(())
    }

    fn poll_finish(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), StreamErrorIncoming>> {
        ready!(self.poll_ready(cx))?;
        Poll::Ready(self.stream.finish().map_err(of_stream))
    }

    fn reset(&mut self, code: u64) {
        // Fails only where there is nothing to reset any more.
        let _ = self.stream.reset(error_code(code));
    }

    fn send_id(&self) -> StreamId {
        id(self.stream.id())
    }
}

fn id(number: u64) -> StreamId {
    number.try_into().expect("a stream id is below 2^62 (RFC 9000 §2.1)")
}

fn error_code(code: u64) -> application::Error {
    application::Error::new(code).unwrap_or(application::Error::UNKNOWN)
}

fn ended() -> ConnectionErrorIncoming {
    ConnectionErrorIncoming::ApplicationClose {
        error_code: Code::H3_NO_ERROR.value(),
    }
}

fn of_connection(error: connection::Error) -> ConnectionErrorIncoming {
    match error {
        connection::Error::Closed { .. } => ended(),
        connection::Error::Application { error, .. } => ConnectionErrorIncoming::ApplicationClose {
            error_code: error.into(),
        },
        connection::Error::IdleTimerExpired { .. } => ConnectionErrorIncoming::Timeout,
        other => ConnectionErrorIncoming::Undefined(Arc::new(other)),
    }
}

fn lost(error: connection::Error) -> StreamErrorIncoming {
    StreamErrorIncoming::ConnectionErrorIncoming {
        connection_error: of_connection(error),
    }
}

fn of_stream(error: stream::Error) -> StreamErrorIncoming {
    match error {
        stream::Error::StreamReset { error, .. } => StreamErrorIncoming::StreamTerminated {
            error_code: error.into(),
        },
        stream::Error::ConnectionError { error, .. } => lost(error),
        other => StreamErrorIncoming::Unknown(Box::new(other)),
    }
}
