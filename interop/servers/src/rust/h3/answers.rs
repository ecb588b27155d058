use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use common::{BYTES, Failure, HINT, TEXT, TRAILERS, Work};
use h3::error::Code;
use h3::quic::BidiStream;
use h3::server::RequestStream;
use http::{HeaderMap, HeaderValue, Method, Request, Response};
use tokio::fs::File;
use tokio::io::AsyncReadExt;
use tokio::time::sleep;

use crate::site::Site;

const PART: usize = 64 << 10;

/// A request and its response.
struct Exchange<S: BidiStream<Bytes>> {
    site: Arc<Site>,
    request: Request<()>,
    stream: RequestStream<S, Bytes>,
    status: u16,
}

/// Answers it, and tells what became of it.
pub(crate) async fn answer<S: BidiStream<Bytes>>(
    site: Arc<Site>,
    request: Request<()>,
    stream: RequestStream<S, Bytes>,
) {
    let mut exchange = Exchange {
        site,
        request,
        stream,
        status: 0,
    };
    exchange.log("began");
    match exchange.run().await {
        Ok(()) => exchange.log("done"),
        Err(_) => {
            // What was not sent in full must not look so.
            exchange.stream.stop_stream(Code::H3_INTERNAL_ERROR);
            exchange.log("broken");
        }
    }
}

impl<S: BidiStream<Bytes>> Exchange<S> {
    fn log(&self, what: &str) {
        let status = if self.status == 0 {
            String::new()
        } else {
            format!(" {}", self.status)
        };
        println!("{what} {} {} HTTP/3.0{status}", self.request.method(), self.target());
    }

    fn target(&self) -> &str {
        self.request.uri().path_and_query().map_or("", |target| target.as_str())
    }

    fn number(&self, name: &str, otherwise: i64) -> i64 {
        common::number(self.target(), name, otherwise)
    }

    async fn run(&mut self) -> Result<(), Failure> {
        let path = self.request.uri().path().to_owned();
        if let Some(status) = path.strip_prefix("/status/") {
            return self.answer_status(status).await;
        }
        if path.starts_with("/work") {
            return self.work().await;
        }
        match path.as_str() {
            "/echo" => self.echo().await,
            "/headers" => self.text(200, &self.described(), &[]).await,
            "/trailers" => {
                self.head(200, &[("trailer", "x-checksum, x-count"), TEXT]).await?;
                self.stream.send_data("trailers follow\n".into()).await?;
                self.stream.send_trailers(fields(&TRAILERS)?).await?;
                Ok(self.stream.finish().await?)
            }
            "/early-hints" => {
                self.head(103, &[HINT]).await?;
                self.text(200, "hinted\n", &[]).await
            }
            "/big-headers" => {
                let filler = common::filler(self.number("bytes", 65536) as usize);
                let filler: Vec<_> = filler
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.as_str()))
                    .collect();
                self.text(200, "big\n", &filler).await
            }
            "/slow" => self.slow().await,
            "/never" => {
                // The library tells of a client that gives up only when something is written.
                sleep(Duration::from_secs(600)).await;
                Err("never".into())
            }
            "/reset" => self.reset().await,
            "/goaway" => {
                self.text(200, "going away\n", &[]).await?;
                Ok(self.site.go_away.send(self.stream.id())?)
            }
            _ => self.file(&path).await,
        }
    }

    async fn head(&mut self, status: u16, more: &[(&str, &str)]) -> Result<(), Failure> {
        let mut response = Response::builder().status(status).body(())?;
        *response.headers_mut() = fields(more)?;
        if status >= 200 {
            self.status = status;
            response.headers_mut().insert("server", HeaderValue::from_static("h3"));
            response
                .headers_mut()
                .insert("x-proto", HeaderValue::from_static("HTTP/3.0"));
        }
        Ok(self.stream.send_response(response).await?)
    }

    async fn text(&mut self, status: u16, body: &str, more: &[(&str, &str)]) -> Result<(), Failure> {
        let length = body.len().to_string();
        let mut all = vec![TEXT, ("content-length", length.as_str())];
        all.extend_from_slice(more);
        self.head(status, &all).await?;
        if !body.is_empty() && self.request.method() != Method::HEAD {
            self.stream.send_data(Bytes::copy_from_slice(body.as_bytes())).await?;
        }
        Ok(self.stream.finish().await?)
    }

    async fn answer_status(&mut self, text: &str) -> Result<(), Failure> {
        match text.parse() {
            Ok(status @ (204 | 205 | 304)) => {
                self.head(status, &[]).await?;
                Ok(self.stream.finish().await?)
            }
            Ok(status @ 200..=599) => self.text(status, &format!("status {status}\n"), &[]).await,
            _ => self.text(400, "a status from 200 to 599\n", &[]).await,
        }
    }

    async fn work(&mut self) -> Result<(), Failure> {
        let mut work = Work::default();
        while let Some(mut part) = self.stream.recv_data().await? {
            work.add(&part.copy_to_bytes(part.remaining()));
        }
        self.log("work");
        let line = work.line(self.request.method().as_str());
        self.text(200, &line, &[]).await
    }

    async fn echo(&mut self) -> Result<(), Failure> {
        self.head(200, &[BYTES]).await?;
        while let Some(mut part) = self.stream.recv_data().await? {
            let part = part.copy_to_bytes(part.remaining());
            self.stream.send_data(part).await?;
        }
        if let Some(trailers) = self.stream.recv_trailers().await? {
            self.stream.send_trailers(trailers).await?;
        }
        Ok(self.stream.finish().await?)
    }

    fn described(&self) -> String {
        let authority = self
            .request
            .uri()
            .authority()
            .map_or("", |authority| authority.as_str());
        let fields = self
            .request
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_bytes()));
        common::described(self.request.method().as_str(), self.target(), authority, fields)
    }

    async fn file(&mut self, path: &str) -> Result<(), Failure> {
        if self.request.method() != Method::GET && self.request.method() != Method::HEAD {
            return self.text(405, "", &[]).await;
        }
        let file = self.site.files.join(common::file_name(path));
        let Some(size) = size(&file).await else {
            return self.text(404, "", &[]).await;
        };
        self.head(200, &[("content-length", &size.to_string())]).await?;
        if self.request.method() == Method::GET {
            self.first(file, size).await?;
        }
        Ok(self.stream.finish().await?)
    }

    /// Sends the first bytes of a file.
    async fn first(&mut self, file: PathBuf, size: u64) -> Result<(), Failure> {
        let mut file = File::open(file).await?.take(size);
        loop {
            let mut part = BytesMut::with_capacity(PART);
            if file.read_buf(&mut part).await? == 0 {
                return Ok(());
            }
            self.stream.send_data(part.freeze()).await?;
        }
    }

    async fn slow(&mut self) -> Result<(), Failure> {
        let mut file = File::open(self.site.files.join("16m.bin")).await?;
        let mut left = self.number("bytes", 10_000) as usize;
        self.head(200, &[BYTES]).await?;
        while left > 0 {
            sleep(Duration::from_millis(self.number("delayMs", 100) as u64)).await;
            let mut part = vec![0; left.min(self.number("chunk", 1000).max(1) as usize)];
            file.read_exact(&mut part).await?;
            left -= part.len();
            self.stream.send_data(part.into()).await?;
        }
        Ok(self.stream.finish().await?)
    }

    /// RESET_STREAM behind so many bytes, or in place of a response. The delay is for what was sent to arrive.
    async fn reset(&mut self) -> Result<(), Failure> {
        let after = self.number("after", 1000);
        if after >= 0 {
            self.head(200, &[]).await?;
            self.first(self.site.files.join("16m.bin"), after as u64).await?;
        }
        sleep(Duration::from_millis(self.number("delayMs", 50) as u64)).await;
        self.stream.stop_stream(Code::from(self.number("code", 258) as u64));
        Ok(())
    }
}

fn fields(pairs: &[(&str, &str)]) -> Result<HeaderMap, Failure> {
    let mut fields = HeaderMap::new();
    for (name, value) in pairs {
        fields.append(name.parse::<http::HeaderName>()?, HeaderValue::from_str(value)?);
    }
    Ok(fields)
}

async fn size(file: &Path) -> Option<u64> {
    let about = tokio::fs::metadata(file).await.ok()?;
    about.is_file().then_some(about.len())
}
