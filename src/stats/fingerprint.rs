//! One number for everything that was counted.

use sha2::{Digest, Sha256};

/// Takes counted results in a fixed order and tells them from any others: SHA-256 over their bytes.
///
/// A cryptographic hash, because it is the same on every platform and in every release of the
/// compiler (the standard library promises neither), and because two runs that differ cannot be
/// given the same one by chance.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fingerprint(Sha256);

impl Fingerprint {
    /// Takes a count.
    pub(crate) fn count(&mut self, n: u64) {
        self.0.update(n.to_le_bytes());
    }

    /// Takes an integer.
    pub(super) fn integer(&mut self, n: i64) {
        self.0.update(n.to_le_bytes());
    }

    /// Takes an integer sum.
    pub(super) fn sum(&mut self, n: i128) {
        self.0.update(n.to_le_bytes());
    }

    /// Takes every bit of a number.
    pub(super) fn bits(&mut self, x: f64) {
        self.count(x.to_bits());
    }

    /// The fingerprint as 64 hexadecimal digits.
    pub(crate) fn finish(self) -> String {
        let digits = self.0.finalize().into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
        digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_the_hash_of_little_endian_bytes() {
        // Python: hashlib.sha256(struct.pack("<Qq", 7, -1) + (-2).to_bytes(16, "little", signed=True)
        //         + struct.pack("<d", 1.5)).hexdigest()
        let mut all = Fingerprint::default();
        all.count(7);
        all.integer(-1);
        all.sum(-2);
        all.bits(1.5);
        assert_eq!(all.finish(), "3b9896f0d8aebd5c1b290f600511fb27cc27e03d2122b54a11a2bea3620cedf9");
    }
}
