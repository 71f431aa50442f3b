//! Hashes of what is read and written.

use sha2::{Digest, Sha256};
use std::io::{self, Read, Write};

/// SHA-256 in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// SHA-256 of bytes in several places, one after another.
pub(super) fn bytes_of_sha256(all: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for bytes in all {
        hasher.update(bytes);
    }
    hasher.finalize().into()
}

/// Bytes in hexadecimal.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
        text
    })
}

/// A file, or whatever bytes pass through, with the hash of what was written to it or read from it.
#[derive(Debug)]
pub(super) struct Hashed<T> {
    /// What the bytes pass through to.
    pub inner: T,
    hasher: Sha256,
}

impl<T> Hashed<T> {
    pub(super) fn new(inner: T) -> Hashed<T> {
        Hashed { inner, hasher: Sha256::new() }
    }

    /// The SHA-256 of what has passed so far, in hexadecimal.
    pub(super) fn digest(&self) -> String {
        hex(&self.hasher.clone().finalize())
    }
}

impl<T: Write> Write for Hashed<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.inner.write(bytes)?;
        self.hasher.update(&bytes[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<T: Read> Read for Hashed<T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.hasher.update(&buffer[..n]);
        Ok(n)
    }
}
