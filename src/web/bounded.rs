//! Bytes of an answer that is held whole before it is sent, as many as it may have.

use std::io::{self, Write};

/// Takes bytes up to a limit; one more is an error of the kind `FileTooLarge`.
#[derive(Debug)]
pub struct Bounded {
    bytes: Vec<u8>,
    most: usize,
    is_full: bool,
}

impl Bounded {
    /// With nothing in it yet.
    pub fn new(most: usize) -> Self {
        Self {
            bytes: Vec::new(),
            most,
            is_full: false,
        }
    }

    /// Whether more was to be written than fits.
    pub fn is_full(&self) -> bool {
        self.is_full
    }

    /// What was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl Write for Bounded {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        match self.bytes.len() + buffer.len() > self.most {
            true => {
                self.is_full = true;
                Err(io::ErrorKind::FileTooLarge.into())
            }
            false => self.bytes.write(buffer),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_not_written_in_part() {
        let mut bounded = Bounded::new(4);
        assert!(bounded.write_all(b"four").is_ok());
        assert!(bounded.write_all(b"!").is_err());
        assert!(bounded.is_full() && bounded.into_bytes() == b"four");
    }
}
