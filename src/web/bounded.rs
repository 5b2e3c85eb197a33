//! Bytes of an answer that is held whole before it is sent, as many as it may have.

use std::io::{self, Write};

/// Takes bytes up to a limit; one more is an error of the kind `FileTooLarge`.
#[derive(Debug)]
pub struct Bounded {
    bytes: Vec<u8>,
    most: usize,
}

impl Bounded {
    /// With nothing in it yet.
    pub fn new(most: usize) -> Self {
        Self {
            bytes: Vec::new(),
            most,
        }
    }

    /// What was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl Write for Bounded {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        match self.bytes.len() + buffer.len() > self.most {
            true => Err(io::ErrorKind::FileTooLarge.into()),
            false => self.bytes.write(buffer),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
