//! Histograms as bytes: what is put down of a table while a run goes on.

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Counts one after another: seven bits a byte, the lowest first, all but the last byte marked; after a zero, how many
/// more follow it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Packed(Vec<u8>);

impl Packed {
    /// Appends counts, to be taken out in rows of as many.
    pub(super) fn put(&mut self, counts: impl Iterator<Item = u32>) {
        let mut zeros: u32 = 0;
        for count in counts {
            if count == 0 {
                zeros += 1;
                continue;
            }
            self.put_zeros(&mut zeros);
            self.put_number(count);
        }
        self.put_zeros(&mut zeros);
    }

    fn put_zeros(&mut self, zeros: &mut u32) {
        if let Some(more) = std::mem::take(zeros).checked_sub(1) {
            self.0.push(0);
            self.put_number(more);
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "seven bits")]
    fn put_number(&mut self, mut number: u32) {
        while number > 127 {
            self.0.push((number & 127) as u8 | 128);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    /// Takes the rows out again, from the first.
    pub(super) fn rows(&self) -> PackedRows<'_> {
        PackedRows { rest: &self.0 }
    }
}

/// Packed counts that are still to be taken out.
#[derive(Debug)]
pub(super) struct PackedRows<'a> {
    rest: &'a [u8],
}

impl PackedRows<'_> {
    /// The next row, put where it is to stand; `None` where the bytes hold no such row.
    pub(super) fn next_row(&mut self, row: &mut [u32]) -> Option<()> {
        let mut place = 0;
        while place < row.len() {
            let count = self.number()?;
            if count > 0 {
                row[place] = count;
                place += 1;
                continue;
            }
            let end = place.checked_add(usize::try_from(self.number()?).ok()?)?.checked_add(1)?;
            row.get_mut(place..end)?.fill(0);
            place = end;
        }
        Some(())
    }

    /// Whether all was taken out.
    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    fn number(&mut self) -> Option<u32> {
        let (mut number, mut shift) = (0_u64, 0);
        loop {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u64::from(byte & 127) << shift;
            if *byte < 128 {
                return u32::try_from(number).ok();
            }
            shift += 7;
            if shift > 28 {
                return None;
            }
        }
    }
}

impl Serialize for Packed {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Packed {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Packed, D::Error> {
        from.deserialize_byte_buf(Bytes)
    }
}

struct Bytes;

impl<'de> Visitor<'de> for Bytes {
    type Value = Packed;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Packed, E> {
        Ok(Packed(bytes.to_vec()))
    }

    fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<Packed, E> {
        Ok(Packed(bytes))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut bytes: A) -> Result<Packed, A::Error> {
        let mut all = Vec::new();
        while let Some(byte) = bytes.next_element()? {
            all.push(byte);
        }
        Ok(Packed(all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_is_taken_out() {
        let rows: [&[u32]; 7] =
            [&[1, 0, 0, 127, 128], &[0, 0, 0], &[], &[u32::MAX, 0], &[0, 16_384], &[5], &[0]];
        let mut packed = Packed::default();
        for row in rows {
            packed.put(row.iter().copied());
        }
        let mut out = packed.rows();
        for row in rows {
            let mut found = vec![77; row.len()];
            out.next_row(&mut found).unwrap();
            assert_eq!(found, row);
        }
        assert!(out.is_empty());
        assert_eq!(out.next_row(&mut [0]), None, "nothing is left");
    }

    #[test]
    fn a_row_takes_what_it_must() {
        let mut packed = Packed::default();
        packed.put([3, 0, 0, 0, 300].into_iter());
        // Three zeros: a zero and two more. 300 = 2 × 128 + 44, and 44 with the bit that says more follows is 172.
        assert_eq!(packed.0, [3, 0, 2, 172, 2]);
        // More zeros than the row has room for, a number beyond 32 bits, a number without an end.
        for bytes in [&[0_u8, 9][..], &[255, 255, 255, 255, 127], &[255, 255, 255, 255, 255, 1], &[128]] {
            assert_eq!(Packed(bytes.to_vec()).rows().next_row(&mut [0; 5]), None, "{bytes:?}");
        }
    }
}
