use std::path::Path;

use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy_buf};

use common::{Failure, HQ};

pub async fn answer<R, W>(request: R, response: &mut W, files: &Path) -> Result<(), Failure>
where
    R: AsyncRead + Unpin,
    W: AsyncWrite + Unpin,
{
    let mut line = String::new();
    request.take(4096).read_to_string(&mut line).await?;
    let target = line.trim().strip_prefix("GET /").ok_or("not a GET")?;
    let name = Path::new(target).file_name().ok_or("no file")?;
    let file = File::open(files.join(name)).await?;
    copy_buf(&mut tokio::io::BufReader::with_capacity(64 << 10, file), response).await?;
    response.shutdown().await?;
    println!("done GET /{target} {HQ}");
    Ok(())
}
