//! Names for physicians that say nothing of who they are.
//!
//! Identifiers are put in the order of a keyed hash (HMAC-SHA-256) and numbered. The key is made of the rosters, which do
//! not leave the building: whoever has only what is published can hash identifiers as they like and learns no number.
//! The same rosters give the same numbers, others give others.

use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Bytes of a block of SHA-256.
const BLOCK: usize = 64;

/// The key that rosters make, each as it would be written.
pub(super) fn key_of<'r>(rosters: impl Iterator<Item = &'r [u8]>) -> [u8; 32] {
    // The word stands first: the hash of a roster alone, which manifests may hold, is of no use to make the key.
    let mut hasher = Sha256::new_with_prefix(b"cascade: key of pseudonyms");
    for roster in rosters {
        hasher.update(Sha256::digest(roster));
        hasher.update(u64::try_from(roster.len()).unwrap_or(u64::MAX).to_le_bytes());
        hasher.update(roster);
    }
    hasher.finalize().into()
}

/// HMAC-SHA-256 (RFC 2104) with a key of 32 bytes.
fn keyed(key: &[u8; 32], text: &str) -> [u8; 32] {
    let mut pads = [[0x36_u8; BLOCK], [0x5c; BLOCK]];
    for pad in &mut pads {
        for (byte, own) in pad.iter_mut().zip(key) {
            *byte ^= own;
        }
    }
    let inner = Sha256::new_with_prefix(pads[0]).chain_update(text).finalize();
    Sha256::new_with_prefix(pads[1]).chain_update(inner).finalize().into()
}

/// A number for each of some identifiers: `P001`, `P002`, as many digits as the last one has.
pub(super) fn pseudonyms(key: &[u8; 32], ids: &BTreeSet<&str>) -> BTreeMap<String, String> {
    let mut order: Vec<([u8; 32], &str)> = ids.iter().map(|id| (keyed(key, id), *id)).collect();
    order.sort_unstable();
    let digits = order.len().to_string().len().max(3);
    let named = order.into_iter().zip(1..);
    named.map(|((_, id), number)| (id.to_owned(), format!("P{number:0digits$}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keyed_hash_is_that_of_the_standard() {
        // Python: hmac.new(bytes(range(32)), b"fm-001", "sha256").hexdigest()
        let key: [u8; 32] = std::array::from_fn(|place| u8::try_from(place).unwrap());
        let hex: String =
            keyed(&key, "fm-001").iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        assert_eq!(hex, "3e13aac780e74fc3f37c01b50ff91156ed169703fe7c64cf5e63360258cba3ad");
    }

    #[test]
    fn numbers_follow_the_key_and_not_the_identifiers() {
        let ids: Vec<String> = (0..40).map(|n| format!("dr-{n:02}")).collect();
        let all: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
        let of = |roster: &[u8]| pseudonyms(&key_of([roster].into_iter()), &all);
        let (one, other) = (of(b"one"), of(b"another"));
        assert_eq!(one, of(b"one"));
        assert_ne!(one, other);
        let in_order = ids.windows(2).filter(|two| one[&two[0]] < one[&two[1]]).count();
        assert!((8..32).contains(&in_order), "{in_order} of 39 stand as the identifiers do");
        assert_eq!(one.values().collect::<BTreeSet<_>>().len(), 40);
        assert!(one.values().all(|name| name.len() == 4 && name.starts_with('P')));
    }
}
