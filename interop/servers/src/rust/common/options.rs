use std::net::SocketAddr;
use std::path::PathBuf;

use lexopt::prelude::*;

use crate::{Failure, HQ};

/// The command line, alike for each program.
pub struct Options {
    pub listen: SocketAddr,
    pub certificate: PathBuf,
    pub key: PathBuf,
    pub files: PathBuf,
    pub retry: bool,
    pub client_ca: Option<PathBuf>,
    pub qlog: Option<PathBuf>,
    pub keylog: Option<PathBuf>,
    /// hq-interop beside h3.
    pub hq: bool,
}

impl Options {
    pub fn parse() -> Result<Options, Failure> {
        let mut options = Options {
            listen: ([127, 0, 0, 1], 0).into(),
            certificate: PathBuf::new(),
            key: PathBuf::new(),
            files: PathBuf::from("."),
            retry: false,
            client_ca: None,
            qlog: None,
            keylog: None,
            hq: false,
        };
        let mut arguments = lexopt::Parser::from_env();
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("listen") => options.listen = arguments.value()?.parse()?,
                Long("cert") => options.certificate = arguments.value()?.into(),
                Long("key") => options.key = arguments.value()?.into(),
                Long("files") => options.files = arguments.value()?.into(),
                Long("retry") => options.retry = true,
                Long("client-ca") => options.client_ca = Some(arguments.value()?.into()),
                Long("qlog") => options.qlog = Some(arguments.value()?.into()),
                Long("keylog") => options.keylog = Some(arguments.value()?.into()),
                Long("alpn") => {
                    if arguments.value()? != HQ {
                        return Err(format!("no protocol but {} can stand beside h3", HQ).into());
                    }
                    options.hq = true;
                }
                _ => return Err(argument.unexpected().into()),
            }
        }
        Ok(options)
    }

    pub fn protocols(&self) -> Vec<Vec<u8>> {
        let mut protocols = vec![b"h3".to_vec()];
        if self.hq {
            protocols.push(HQ.into());
        }
        protocols
    }
}
