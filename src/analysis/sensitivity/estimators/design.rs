//! What designs have in common: groups of inputs, and correlation between them.

use crate::random::{Copula, NotPositiveDefinite, unit};
use rand::Rng;

/// Why no design can be made of what was handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DesignRefused {
    /// An input stands in no group or in two, or a group names one that is not there.
    #[error("every one of the {inputs} inputs stands in one group and in no other; input {input} does not")]
    NotAPartition {
        /// Inputs there are.
        inputs: usize,
        /// The input, counted from 0.
        input: usize,
    },
    /// The design does not have two columns for each input, all of one length.
    #[error("a design of {inputs} inputs has {expected} columns of one length; found {found}", expected = 2 * .inputs)]
    Columns {
        /// Inputs there are.
        inputs: usize,
        /// Columns that are of the length of the first.
        found: usize,
    },
    /// Two correlated inputs stand in different groups, where the method takes groups to be independent.
    #[error("inputs {first} and {second} are correlated and stand in different groups; put them into one")]
    AcrossGroups {
        /// One input, counted from 0.
        first: usize,
        /// The other.
        second: usize,
    },
    /// Levels are not an even number of two or more.
    #[error("levels are an even number, 2 or more; found {found}")]
    Levels {
        /// What was asked for.
        found: usize,
    },
    /// The correlations contradict each other.
    #[error(transparent)]
    Contradictory(#[from] NotPositiveDefinite),
}

/// Every input a group of its own.
#[must_use]
pub fn one_by_one(inputs: usize) -> Vec<Vec<usize>> {
    (0..inputs).map(|input| vec![input]).collect()
}

/// The groups, with those put into one that correlations tie together, directly or through others: what methods take
/// that need independent groups. The order is that of the first group of each.
#[must_use]
pub fn independent_groups(groups: &[Vec<usize>], pairs: &[(usize, usize, f64)]) -> Vec<Vec<usize>> {
    let mut joined: Vec<Vec<usize>> = groups.to_vec();
    for (a, b, correlation) in pairs {
        let home = |input: &usize| joined.iter().position(|group| group.contains(input));
        if let (Some(first), Some(second)) = (home(a), home(b))
            && first != second
            && *correlation != 0.0
        {
            let later = joined.remove(first.max(second));
            joined[first.min(second)].extend(later);
        }
    }
    joined
}

/// The number of inputs, when each stands in exactly one group.
pub(super) fn partition(groups: &[Vec<usize>]) -> Result<usize, DesignRefused> {
    let inputs = groups.iter().map(Vec::len).sum();
    let mut seen = vec![0_u32; inputs];
    for input in groups.iter().flatten() {
        match seen.get_mut(*input) {
            Some(times) => *times += 1,
            None => return Err(DesignRefused::NotAPartition { inputs, input: *input }),
        }
    }
    match seen.iter().position(|times| *times != 1) {
        Some(input) => Err(DesignRefused::NotAPartition { inputs, input }),
        None => Ok(inputs),
    }
}

/// The number of rows of a design with two columns for each input.
pub(super) fn rows_of(design: &[Vec<f64>], inputs: usize) -> Result<usize, DesignRefused> {
    let rows = design.first().map_or(0, Vec::len);
    let found = design.iter().filter(|column| column.len() == rows).count();
    if design.len() != 2 * inputs || found != design.len() {
        return Err(DesignRefused::Columns { inputs, found });
    }
    Ok(rows)
}

/// Refuses correlations between groups.
pub(super) fn within(groups: &[Vec<usize>], pairs: &[(usize, usize, f64)]) -> Result<(), DesignRefused> {
    let home = |input: usize| groups.iter().position(|group| group.contains(&input));
    let across = pairs.iter().find(|(a, b, correlation)| *correlation != 0.0 && home(*a) != home(*b));
    across.map_or(Ok(()), |(first, second, _)| {
        Err(DesignRefused::AcrossGroups { first: *first, second: *second })
    })
}

/// Independent uniforms, `[input][row]`, made correlated by a Gaussian copula; inputs without a partner stay as they are.
pub(super) fn correlate(
    columns: &mut [Vec<f64>],
    pairs: &[(usize, usize, f64)],
) -> Result<(), NotPositiveDefinite> {
    let copula = Copula::new(pairs)?;
    let members: Vec<usize> = (0..columns.len()).filter(|input| copula.involves(*input)).collect();
    let mut scores = vec![0.0; columns.len()];
    for row in 0..columns.first().map_or(0, Vec::len) {
        for input in &members {
            scores[*input] = crate::math::normal_quantile(columns[*input][row]);
        }
        copula.correlate(&mut scores);
        for input in &members {
            columns[*input][row] = Copula::uniform(scores[*input]);
        }
    }
    Ok(())
}

/// A whole number below `n`, each as likely as any other to within 2⁻⁵².
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and n")]
pub(super) fn below(n: usize, words: &mut impl Rng) -> usize {
    ((unit(words.next_u64()) * super::spanned::real(n)) as usize).min(n.saturating_sub(1))
}

/// An order of `n` things, all orders as likely (Fisher & Yates 1938, in Durstenfeld's form).
pub(in crate::analysis::sensitivity) fn shuffled(n: usize, words: &mut impl Rng) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    for last in (1..n).rev() {
        order.swap(last, below(last + 1, words));
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Draws, EntityKey, Seed, Stream};

    #[test]
    fn groups_are_a_partition() {
        assert_eq!(partition(&one_by_one(3)), Ok(3));
        assert_eq!(partition(&[vec![2], vec![0, 1]]), Ok(3));
        let twice = partition(&[vec![0, 1], vec![1]]);
        assert_eq!(twice, Err(DesignRefused::NotAPartition { inputs: 3, input: 1 }));
        assert_eq!(partition(&[vec![0], vec![5]]), Err(DesignRefused::NotAPartition { inputs: 2, input: 5 }));
        assert_eq!(
            partition(&[vec![0], vec![5]]).unwrap_err().to_string(),
            "every one of the 2 inputs stands in one group and in no other; input 5 does not"
        );
    }

    #[test]
    fn what_correlation_ties_becomes_one_group() {
        let groups = one_by_one(5);
        let pairs = [(1, 3, 0.4), (3, 4, -0.2), (0, 2, 0.0)];
        assert_eq!(independent_groups(&groups, &pairs), [vec![0], vec![1, 3, 4], vec![2]]);
        assert_eq!(within(&groups, &pairs), Err(DesignRefused::AcrossGroups { first: 1, second: 3 }));
        assert_eq!(within(&independent_groups(&groups, &pairs), &pairs), Ok(()));
    }

    #[test]
    fn a_design_has_two_columns_an_input() {
        assert_eq!(rows_of(&[vec![0.5; 3], vec![0.5; 3]], 1), Ok(3));
        let refused = rows_of(&[vec![0.5; 3]], 1).unwrap_err();
        assert_eq!(refused.to_string(), "a design of 1 inputs has 2 columns of one length; found 1");
        assert!(rows_of(&[vec![0.5; 3], vec![0.5; 2]], 1).is_err());
    }

    #[test]
    fn orders_are_as_likely() {
        let mut words = Draws::open(Seed(3), Stream::Proposal).generator(EntityKey::of("orders"));
        let mut found = [0_u32; 6];
        for _ in 0..6_000 {
            let order = shuffled(3, &mut words);
            found[order[0] * 2 + usize::from(order[1] > order[2])] += 1;
        }
        // 1,000 each, standard deviation √(6,000 × 1/6 × 5/6) = 29.
        assert!(found.iter().all(|n| n.abs_diff(1_000) < 4 * 29), "{found:?}");
    }

    #[test]
    fn who_has_no_partner_stays() {
        let mut columns = vec![vec![0.3, 0.9], vec![0.2, 0.7], vec![0.6, 0.1]];
        correlate(&mut columns, &[(0, 2, 0.8)]).unwrap();
        assert_eq!(columns[1], [0.2, 0.7]);
        // The third score is 0.8 z₀ + 0.6 z₂; z(0.3) = −0.524401, z(0.6) = 0.253347: −0.267512, Φ = 0.394538.
        assert!(
            (columns[0][0] - 0.3).abs() < 1e-14 && (columns[2][0] - 0.394_538).abs() < 1e-5,
            "{columns:?}"
        );
        assert!(correlate(&mut columns, &[(0, 2, 1.5)]).is_err());
    }
}
