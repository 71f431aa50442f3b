//! Quantiles from histograms that scale themselves and still merge exactly.

use super::fingerprint::Fingerprint;
use super::packed::Packed;
use serde::{Deserialize, Serialize, Serializer};

/// Bins of one histogram.
const BINS: usize = 128;

/// Values whose places are worked out together.
const AT_ONCE: usize = 32;

/// A table of histograms over integers, one cell for each thing that is measured.
///
/// A bin of level *l* covers 2^*l* neighbouring integers, aligned at multiples of 2^*l*. A
/// histogram has the smallest level at which its lowest and highest value are fewer than 128 bins
/// apart, and starts at the bin of its lowest value. Both follow from the set of values alone, and
/// going up a level adds whole bins, so the order of arrival, or merging parts, cannot change the
/// result. Zero is counted apart: pay that is exactly nothing must not smear.
///
/// At level 0 quantiles are exact. Above it the error is below a bin, that is at most 1/64 of the
/// distance between the lowest and the highest value, and typically a tenth of that because values
/// are interpolated within their bin.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "PutDown")]
pub struct QuantileTable {
    heads: Vec<HistogramHead>,
    bins: Counts,
}

/// Counts of bins: two bytes each while no count can exceed 65,535.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Counts {
    Narrow(Vec<[u16; BINS]>),
    Wide(Vec<[u32; BINS]>),
}

/// A table as it is put down: of each histogram the bins from the lowest value's to the highest's.
#[derive(Serialize, Deserialize)]
struct PutDown {
    heads: Vec<HistogramHead>,
    is_wide: bool,
    bins: Packed,
}

impl Serialize for QuantileTable {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut bins = Packed::default();
        for (cell, head) in self.heads.iter().enumerate() {
            match &self.bins {
                Counts::Narrow(all) => bins.put(all[cell][..head.used()].iter().map(|n| u32::from(*n))),
                Counts::Wide(all) => bins.put(all[cell][..head.used()].iter().copied()),
            }
        }
        PutDown { heads: self.heads.clone(), is_wide: matches!(self.bins, Counts::Wide(_)), bins }
            .serialize(to)
    }
}

impl TryFrom<PutDown> for QuantileTable {
    type Error = &'static str;

    fn try_from(put: PutDown) -> Result<QuantileTable, &'static str> {
        let none = "the bins of a histogram are not all there";
        let mut rows = put.bins.rows();
        let mut wide = Vec::with_capacity(if put.is_wide { put.heads.len() } else { 0 });
        let mut narrow = Vec::with_capacity(if put.is_wide { 0 } else { put.heads.len() });
        for head in &put.heads {
            let mut bins = [0; BINS];
            let used = head.used_at_most(BINS).ok_or(none)?;
            rows.next_row(&mut bins[..used]).ok_or(none)?;
            if put.is_wide {
                wide.push(bins);
                continue;
            }
            let mut own = [0; BINS];
            for (slot, n) in own.iter_mut().zip(bins) {
                *slot = u16::try_from(n).map_err(|_| "a count of a histogram is too large")?;
            }
            narrow.push(own);
        }
        if !rows.is_empty() {
            return Err("there are more bins than histograms have");
        }
        let bins = if put.is_wide { Counts::Wide(wide) } else { Counts::Narrow(narrow) };
        Ok(QuantileTable { heads: put.heads, bins })
    }
}

/// A count of values in a bin.
trait Count: Copy + Default + Ord + Into<u32> {
    fn add(&mut self, n: u32);
}

impl Count for u16 {
    #[inline(always)]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a narrow table holds fewer than 65,536 values a cell"
    )]
    fn add(&mut self, n: u32) {
        *self += n as u16;
    }
}

impl Count for u32 {
    #[inline(always)]
    fn add(&mut self, n: u32) {
        *self += n;
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct HistogramHead {
    min: i64,
    max: i64,
    zeros: u32,
    level: u32,
}

const EMPTY: HistogramHead = HistogramHead { min: i64::MAX, max: i64::MIN, zeros: 0, level: 0 };

impl HistogramHead {
    fn is_empty(&self) -> bool {
        self.min > self.max
    }

    /// Bins from that of the lowest value to that of the highest.
    fn used(&self) -> usize {
        if self.is_empty() { 0 } else { 1 + offset(self.max, self.min, self.level) }
    }

    /// The same of a head that may be anything; `None` where it cannot be one.
    fn used_at_most(&self, most: usize) -> Option<usize> {
        if self.is_empty() {
            return Some(0);
        }
        let apart = self.max.checked_shr(self.level)?.checked_sub(self.min.checked_shr(self.level)?)?;
        usize::try_from(apart).ok().filter(|apart| *apart < most).map(|apart| apart + 1)
    }

    /// The lowest integer that belongs to bin `k`.
    #[expect(clippy::cast_possible_wrap, reason = "k < 128")]
    fn lower_edge(&self, k: usize) -> i64 {
        ((self.min >> self.level) + k as i64) << self.level
    }
}

/// Bins between the bin of `value` and the bin of `min`.
#[inline(always)]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "value ≥ min, and levels keep the distance small"
)]
fn offset(value: i64, min: i64, level: u32) -> usize {
    ((value >> level) - (min >> level)) as usize
}

/// The smallest level at which the bins from `min` to `max` fit.
#[expect(clippy::cast_possible_wrap, reason = "128")]
fn fitting_level(min: i64, max: i64, from: u32) -> u32 {
    let mut level = from;
    while (max >> level) - (min >> level) >= BINS as i64 {
        level += 1;
    }
    level
}

impl QuantileTable {
    /// A table of empty histograms, each for at most `values` values.
    #[must_use]
    pub fn new(cells: usize, values: u64) -> QuantileTable {
        let bins = if u16::try_from(values).is_ok() {
            Counts::Narrow(vec![[0; BINS]; cells])
        } else {
            Counts::Wide(vec![[0; BINS]; cells])
        };
        QuantileTable { heads: vec![EMPTY; cells], bins }
    }

    /// Number of cells.
    #[must_use]
    pub fn len(&self) -> usize {
        self.heads.len()
    }

    /// What a table that counts the same has the same of: cells, and how wide its counts are.
    pub(crate) fn shape(&self) -> (usize, bool) {
        (self.len(), matches!(self.bins, Counts::Wide(_)))
    }

    /// Whether there is no cell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }

    /// Adds values to a cell.
    #[inline(always)]
    pub fn add(&mut self, cell: usize, values: &[i64]) {
        let head = &mut self.heads[cell];
        match &mut self.bins {
            Counts::Narrow(bins) => add(head, &mut bins[cell], values),
            Counts::Wide(bins) => add(head, &mut bins[cell], values),
        }
    }

    /// Adds another table over the same cells.
    ///
    /// # Panics
    ///
    /// If the tables have different numbers of cells.
    pub fn merge(&mut self, other: &QuantileTable) {
        assert_eq!(self.len(), other.len(), "tables over different cells do not merge");
        for (cell, theirs) in other.heads.iter().enumerate() {
            let head = &mut self.heads[cell];
            match &mut self.bins {
                Counts::Narrow(bins) => merge(head, &mut bins[cell], theirs, &other.counts(cell)),
                Counts::Wide(bins) => merge(head, &mut bins[cell], theirs, &other.counts(cell)),
            }
        }
    }

    fn counts(&self, cell: usize) -> [u32; BINS] {
        match &self.bins {
            Counts::Narrow(bins) => bins[cell].map(u32::from),
            Counts::Wide(bins) => bins[cell],
        }
    }

    /// Gives a cell to a fingerprint: lowest and highest value, level, zeros, and the bins from the
    /// lowest value's to the highest's. However wide the counts are kept, it is the same.
    pub(crate) fn mark(&self, cell: usize, into: &mut Fingerprint) {
        let head = &self.heads[cell];
        into.integer(head.min);
        into.integer(head.max);
        into.count(u64::from(head.level));
        into.count(u64::from(head.zeros));
        if !head.is_empty() {
            let last = offset(head.max, head.min, head.level);
            for n in &self.counts(cell)[..=last] {
                into.count(u64::from(*n));
            }
        }
    }

    /// The values of a cell below which the given shares of it lie; zeros when the cell is empty.
    #[must_use]
    pub fn quantiles<const N: usize>(&self, cell: usize, shares: [f64; N]) -> [f64; N] {
        let head = &self.heads[cell];
        let bins = self.counts(cell);
        let total: u64 = bins.iter().map(|n| u64::from(*n)).sum::<u64>() + u64::from(head.zeros);
        if total == 0 {
            return [0.0; N];
        }
        #[expect(clippy::cast_precision_loss, reason = "counts below 2^53")]
        let last = (total - 1) as f64;
        let ranks = shares.map(|share| share * last);
        if ranks.is_sorted() {
            return values_at(head, &bins, ranks);
        }
        ranks.map(|rank| values_at(head, &bins, [rank])[0])
    }

    /// Values of a cell.
    #[must_use]
    pub fn count(&self, cell: usize) -> u64 {
        let bins = self.counts(cell);
        bins.iter().map(|n| u64::from(*n)).sum::<u64>() + u64::from(self.heads[cell].zeros)
    }

    /// Mean and variance of the lowest part of a cell's values, the last of them counted as far as it belongs to
    /// that part; zeros when the cell is empty. Exact at level 0, otherwise as if values were spread evenly within
    /// their bin, the lowest of all where it is.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts below 2^53; the answer is a double")]
    pub fn lowest(&self, cell: usize, part: f64) -> (f64, f64) {
        let head = &self.heads[cell];
        let whole = part * self.count(cell) as f64;
        let (mut left, mut sum, mut squares) = (whole, 0.0, 0.0);
        let mut take = |inside: f64, (low, high): (f64, f64)| {
            let taken = inside.min(left);
            if taken > 0.0 {
                // The first stands at the low end of what they are spread over, the last short of the high end.
                let reach = (high - low) * taken.max(1.0) / inside.max(1.0);
                let own = low + reach * (taken - 1.0).max(0.0) / taken.max(1.0) / 2.0;
                sum += taken * own;
                squares += taken * (own * own + reach * reach / 12.0);
                left -= taken;
            }
        };
        let mut zeros = f64::from(head.zeros);
        for (k, n) in self.counts(cell).iter().enumerate().filter(|(_, n)| **n > 0) {
            let edge = head.lower_edge(k);
            if edge >= 0 {
                take(std::mem::take(&mut zeros), (0.0, 0.0));
            }
            let high = (edge + (1_i64 << head.level) - 1).min(head.max);
            take(f64::from(*n), (edge.max(head.min) as f64, high as f64));
        }
        take(zeros, (0.0, 0.0));
        if whole > 0.0 {
            let mean = sum / whole;
            (mean, (squares / whole - mean * mean).max(0.0))
        } else {
            (0.0, 0.0)
        }
    }

    /// The share of a cell's values that lie above one; 0 when the cell is empty. Exact at level 0,
    /// otherwise as if values were spread evenly within the bin that holds it.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts below 2^53; the answer is a double")]
    pub fn share_above(&self, cell: usize, value: f64) -> f64 {
        let head = &self.heads[cell];
        let bins = self.counts(cell);
        let total: u64 = bins.iter().map(|n| u64::from(*n)).sum::<u64>() + u64::from(head.zeros);
        if total == 0 {
            return 0.0;
        }
        let mut above = if value < 0.0 { f64::from(head.zeros) } else { 0.0 };
        for (k, n) in bins[..head.used()].iter().enumerate().filter(|(_, n)| **n > 0) {
            let low = head.lower_edge(k).max(head.min) as f64;
            let high = ((head.lower_edge(k) + (1_i64 << head.level) - 1).min(head.max)) as f64;
            let part = if value < low {
                1.0
            } else if value >= high {
                0.0
            } else {
                (high - value) / (high - low + 1.0)
            };
            above += part * f64::from(*n);
        }
        above / total as f64
    }
}

#[inline(always)]
fn add<C: Count>(head: &mut HistogramHead, bins: &mut [C; BINS], values: &[i64]) {
    let (low, high) = values.iter().fold((i64::MAX, i64::MIN), |(l, h), v| (l.min(*v), h.max(*v)));
    if low == 0 && high == 0 {
        head.zeros += u32::try_from(values.len()).unwrap_or(u32::MAX);
        return;
    }
    // Zeros are counted apart; they need no bin, and cannot occur where all values have one sign.
    if low <= 0 && high >= 0 && values.contains(&0) {
        add_with_zeros(head, bins, values);
        return;
    }
    cover(head, bins, low, high);
    let first = head.min >> head.level;
    // Places are worked out together, then counted one by one.
    let mut places = [0_u8; AT_ONCE];
    for values in values.chunks(AT_ONCE) {
        for (place, value) in places.iter_mut().zip(values) {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 127")]
            let bin = ((value >> head.level) - first) as u8;
            *place = bin;
        }
        for place in &places[..values.len()] {
            bins[usize::from(*place) & (BINS - 1)].add(1);
        }
    }
}

/// Adds values of which some are zero, but not all.
fn add_with_zeros<C: Count>(head: &mut HistogramHead, bins: &mut [C; BINS], values: &[i64]) {
    let others = values.iter().filter(|value| **value != 0);
    let (low, high) = others.fold((i64::MAX, i64::MIN), |(l, h), v| (l.min(*v), h.max(*v)));
    cover(head, bins, low, high);
    for value in values {
        if *value == 0 {
            head.zeros += 1;
        } else {
            bins[offset(*value, head.min, head.level)].add(1);
        }
    }
}

fn merge<C: Count>(
    head: &mut HistogramHead,
    bins: &mut [C; BINS],
    theirs: &HistogramHead,
    counts: &[u32; BINS],
) {
    head.zeros += theirs.zeros;
    if theirs.is_empty() {
        return;
    }
    cover(head, bins, theirs.min, theirs.max);
    for (k, n) in counts.iter().enumerate() {
        if *n > 0 {
            let lowest = theirs.lower_edge(k).max(theirs.min);
            bins[offset(lowest, head.min, head.level)].add(*n);
        }
    }
}

/// Lets a histogram reach from one value to another, beside what it reaches.
#[inline(always)]
fn cover<C: Count>(head: &mut HistogramHead, bins: &mut [C; BINS], low: i64, high: i64) {
    if low < head.min || high > head.max {
        widen(head, bins, head.min.min(low), head.max.max(high));
    }
}

/// Lets a histogram cover [min, max], moving its counts to where they now belong.
#[cold]
fn widen<C: Count>(head: &mut HistogramHead, bins: &mut [C; BINS], min: i64, max: i64) {
    let level = fitting_level(min, max, head.level);
    if !head.is_empty() && (level != head.level || min >> level != head.min >> level) {
        let mut moved = [C::default(); BINS];
        // Levels up, a bin is the one that its first integer lies in.
        let (up, first) = (level - head.level, head.min >> head.level);
        #[expect(clippy::cast_possible_wrap, reason = "k < 128")]
        for (k, n) in bins[..head.used()].iter().enumerate() {
            moved[offset(first + k as i64, min >> head.level, up) & (BINS - 1)].add((*n).into());
        }
        *bins = moved;
    }
    (head.min, head.max, head.level) = (min, max, level);
}

/// The values at ranks counted from 0, the lowest first, each interpolated within its bin.
#[expect(clippy::cast_precision_loss, reason = "the answers are doubles")]
fn values_at<const N: usize>(head: &HistogramHead, bins: &[u32; BINS], ranks: [f64; N]) -> [f64; N] {
    // Where all that is left lies below zero, there are only zeros; or the rank is the last one.
    let (used, zeros) = (head.used(), f64::from(head.zeros));
    let first_from_zero = usize::try_from((head.min >> head.level).min(0).unsigned_abs()).unwrap_or(BINS);
    let rest = if first_from_zero >= used && head.zeros > 0 { 0.0 } else { head.max as f64 };
    let mut found = [rest; N];
    let (mut below, mut next) = (0.0, 0);
    for (k, n) in bins[..used].iter().enumerate() {
        if k == first_from_zero {
            below += zeros;
            while next < N && ranks[next] < below {
                found[next] = 0.0;
                next += 1;
            }
        }
        let inside = f64::from(*n);
        while next < N && inside > 0.0 && ranks[next] < below + inside {
            let edge = head.lower_edge(k);
            found[next] = if head.level == 0 {
                edge as f64
            } else {
                let width = (1_i64 << head.level) as f64;
                let value = edge as f64 + width * (ranks[next] - below + 0.5) / inside;
                value.clamp(head.min as f64, head.max as f64)
            };
            next += 1;
        }
        if next == N {
            break;
        }
        below += inside;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Distribution, Draws, EntityKey, Seed, Stream, unit};

    #[test]
    fn shares_above_a_value() {
        // 1 to 10 and two zeros, level 0: 7, 8, 9 and 10 of twelve lie above 6; all but the zeros above 0.
        let mut table = QuantileTable::new(2, 100);
        table.add(0, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 0]);
        for (value, share) in [(6.0, 4.0), (6.5, 4.0), (0.0, 10.0), (-1.0, 12.0), (10.0, 0.0), (99.0, 0.0)] {
            assert!((table.share_above(0, value) - share / 12.0).abs() < 1e-12, "{value}");
        }
        assert_eq!(table.share_above(1, 0.0), 0.0);
    }

    #[test]
    fn shares_above_a_value_between_bins_are_those_of_a_spread_within_them() {
        // 0 to 99,999 in bins of 1,024: above 75,000 lies a quarter, less what one bin can hide.
        let mut table = QuantileTable::new(1, 100_000);
        let values: Vec<i64> = (1..=100_000).collect();
        table.add(0, &values);
        assert!((table.share_above(0, 75_000.0) - 0.25).abs() < 1e-3);
    }

    fn sample(law: &Distribution, n: u64) -> Vec<i64> {
        let draws = Draws::open(Seed(5), Stream::Cohort);
        (0..n).map(|t| law.quantile(unit(draws.words(EntityKey(9), t, 0, 0)[0])) as i64).collect()
    }

    fn exact(values: &[i64], share: f64) -> f64 {
        let mut sorted = values.to_vec();
        sorted.sort_unstable();
        sorted[(share * (sorted.len() - 1) as f64).round() as usize] as f64
    }

    #[test]
    fn close_to_sorting_for_money_shaped_values() {
        for law in [
            Distribution::Lognormal { median: 30_000_000.0, sigma: 0.1 },
            Distribution::Normal { mean: -5_000.0, sd: 40_000.0 },
            Distribution::Uniform { min: -100.0, max: 1e12 },
        ] {
            let values = sample(&law, 20_000);
            let mut table = QuantileTable::new(1, 100_000);
            table.add(0, &values);
            let sd = {
                let mean = values.iter().map(|v| *v as f64).sum::<f64>() / 2e4;
                (values.iter().map(|v| (*v as f64 - mean).powi(2)).sum::<f64>() / 2e4).sqrt()
            };
            for (share, ours) in
                crate::stats::QUANTILES.into_iter().zip(table.quantiles(0, crate::stats::QUANTILES))
            {
                let error = (ours - exact(&values, share)).abs();
                assert!(error < 0.03 * sd, "{law:?} at {share}: off by {error} with sd {sd}");
            }
        }
    }

    #[test]
    fn few_distinct_values_are_exact() {
        let mut table = QuantileTable::new(2, 10);
        table.add(0, &[7; 10]);
        assert_eq!(table.quantiles(0, [0.05, 0.5, 0.95]), [7.0; 3]);
        table.add(1, &[-2, -1, 0, 1, 2]);
        assert_eq!(table.quantiles(1, [0.0, 0.25, 0.5, 0.75, 1.0]), [-2.0, -1.0, 0.0, 1.0, 2.0]);
    }

    #[test]
    fn nothing_paid_stays_nothing() {
        // 60 % exactly zero, the rest between 1,000,000 and 1,999,900.
        let mut table = QuantileTable::new(1, 100_000);
        let values: Vec<i64> =
            (0..10_000).map(|i| if i % 10 < 6 { 0 } else { 1_000_000 + 100 * i }).collect();
        table.add(0, &values);
        let [p05, p50, p75] = table.quantiles(0, [0.05, 0.5, 0.75]);
        assert_eq!((p05, p50), (0.0, 0.0));
        assert!(p75 > 1_000_000.0);
    }

    #[test]
    fn order_and_merging_do_not_matter() {
        let values = sample(&Distribution::Normal { mean: 0.0, sd: 1e6 }, 5_000);
        let mut forward = QuantileTable::new(1, 100_000);
        forward.add(0, &values);
        let mut backward = QuantileTable::new(1, 100_000);
        backward.add(0, &values.iter().rev().copied().collect::<Vec<i64>>());
        assert_eq!(forward, backward);
        let mut parts: Vec<QuantileTable> = (0..7).map(|_| QuantileTable::new(1, 100_000)).collect();
        for (i, value) in values.iter().enumerate() {
            parts[i * i % 7].add(0, &[*value]);
        }
        let mut merged = QuantileTable::new(1, 100_000);
        for part in parts.iter().rev() {
            merged.merge(part);
        }
        assert_eq!(forward, merged);
    }

    #[test]
    fn wide_and_narrow_counts_agree() {
        let values = sample(&Distribution::Lognormal { median: 1e6, sigma: 0.5 }, 4_000);
        let (mut narrow, mut wide) = (QuantileTable::new(1, 4_000), QuantileTable::new(1, 1_000_000));
        narrow.add(0, &values);
        wide.add(0, &values);
        assert_eq!(narrow.quantiles(0, crate::stats::QUANTILES), wide.quantiles(0, crate::stats::QUANTILES));
    }

    #[test]
    fn an_empty_cell_reads_as_zero() {
        assert_eq!(QuantileTable::new(1, 100_000).quantiles(0, [0.5]), [0.0]);
    }

    #[test]
    fn all_values_negative_with_zeros_on_top() {
        let mut table = QuantileTable::new(1, 100_000);
        table.add(0, &[-5, -4, 0, 0]);
        assert_eq!(table.quantiles(0, [0.0, 0.4, 0.7, 1.0]), [-5.0, -4.0, 0.0, 0.0]);
    }
}
