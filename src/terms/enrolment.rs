//! Enrolment types: parts of a population whose risk scores have a cap of their own.

use super::RiskCap;
use crate::schema::{ReadTable, keywords, number, optional, parameters, required};
use crate::units::{Ratio, Share, SignedShare, sum};

keywords! {
    /// What kind of beneficiaries they are.
    pub enum EnrolmentKind {
        /// Aged or disabled.
        AgedDisabled = "aged_disabled",
        /// With end-stage renal disease.
        Esrd = "esrd",
        /// With high needs, under a risk model of their own.
        HighNeeds = "high_needs",
    }
}

parameters! {
    /// One enrolment type of a contract's population.
    pub struct EnrolmentType {
        /// What kind of beneficiaries they are.
        kind: EnrolmentKind = required();
        /// Part of the population's person-years.
        share: Share = required();
        /// Cost of one of them over that of an aged or disabled beneficiary.
        cost_ratio: Ratio = number(1.0).range(0.1, 50.0)
            .because("as the others; per-capita spending of PY2024 was $98,180 for ESRD and $12,424 for the aged who are not dually eligible");
        /// Growth of their risk score by coding, beyond the population's: in force from the first year on,
        /// not year by year. It raises the benchmark; what they cost does not grow with it.
        risk_growth: SignedShare = number(0.0).range(-0.5, 0.5).because("scores of all types grow alike");
        /// Most their risk score may move the benchmark, up or down; the family's for the kind when left out.
        risk_cap: Option<Share> = optional().range(0.0, 0.5);
    }
}

impl EnrolmentType {
    /// Kind, and part of the population's person-years.
    #[must_use]
    pub fn part(&self) -> (EnrolmentKind, Share) {
        (self.kind, self.share)
    }
}

/// Refuses types that stand twice or do not add up to the population; `part` gives a type's kind and its
/// part of the population's person-years.
pub fn check_enrolment<T, K: PartialEq>(
    types: &[T],
    part: impl Fn(&T) -> (K, Share),
    table: &mut ReadTable<'_, '_, '_>,
) {
    check_parts("enrolment", "such as 0.99 and 0.01", types.iter().map(part), table);
}

/// Refuses parts of a whole that stand twice or do not add up to it; `such_as` shows shares that do.
pub fn check_parts<K: PartialEq>(
    key: &'static str,
    such_as: &str,
    parts: impl Iterator<Item = (K, Share)>,
    table: &mut ReadTable<'_, '_, '_>,
) {
    let parts: Vec<(K, Share)> = parts.collect();
    let total: f64 = parts.iter().map(|(_, share)| share.0).sum();
    if !parts.is_empty() && (total - 1.0).abs() > 1e-6 {
        table.problem(
            key,
            format!("the shares add up to {}; write shares that add up to 1, {such_as}", sum(total)),
        );
    }
    if parts.iter().enumerate().any(|(place, one)| parts[..place].iter().any(|other| other.0 == one.0)) {
        table.problem(key, "a kind stands twice; write each kind once");
    }
}

/// What risk scores do to a benchmark: each type's ratio within its own cap, weighted by what the type
/// costs. Without types the whole population has the ratio of `otherwise`.
#[must_use]
pub fn risk_within_caps(
    types: &[EnrolmentType],
    ratio: f64,
    otherwise: f64,
    cap_of: impl Fn(EnrolmentKind) -> f64,
) -> f64 {
    risk_by_type(types, ratio, otherwise, cap_of, |_, capped| capped)
}

/// The same, with what is still done to a capped ratio, by kind; no kind without types.
#[must_use]
pub fn risk_by_type(
    types: &[EnrolmentType],
    ratio: f64,
    otherwise: f64,
    cap_of: impl Fn(EnrolmentKind) -> f64,
    after: impl Fn(Option<EnrolmentKind>, f64) -> f64,
) -> f64 {
    let clip = |ratio: f64, cap: f64| RiskCap { up: cap, down: Some(cap) }.clip(ratio);
    let whole = || after(None, clip(ratio, otherwise));
    if types.is_empty() {
        return whole();
    }
    let (mut all, mut counted) = (0.0, 0.0);
    for one in types {
        let weight = one.share.0 * one.cost_ratio.0;
        let cap = one.risk_cap.map_or_else(|| cap_of(one.kind), |own| own.0);
        all += weight;
        counted += weight * after(Some(one.kind), clip(ratio * (1.0 + one.risk_growth.0), cap));
    }
    if all > 0.0 { counted / all } else { whole() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: EnrolmentKind, share: f64, cost_ratio: f64, risk_growth: f64) -> EnrolmentType {
        EnrolmentType {
            kind,
            share: Share(share),
            cost_ratio: Ratio(cost_ratio),
            risk_growth: SignedShare(risk_growth),
            risk_cap: None,
        }
    }

    fn cap_of(kind: EnrolmentKind) -> f64 {
        if kind == EnrolmentKind::HighNeeds { 0.04 } else { 0.03 }
    }

    #[test]
    fn each_type_moves_within_its_own_cap() {
        // 90 % aged or disabled at 1, 2 % ESRD at 8, 8 % high needs at 3: weights 0.90, 0.16, 0.24, in all
        // 1.30. Scores 2 % up; ESRD's 3 points down on that: 1.02 × 0.95 = 0.969, cut at 0.97; high needs'
        // 5 up: 1.071, cut at 1.04. (0.90 × 1.02 + 0.16 × 0.97 + 0.24 × 1.04)/1.30 = 1.3228/1.30.
        let types = [
            of(EnrolmentKind::AgedDisabled, 0.90, 1.0, 0.0),
            of(EnrolmentKind::Esrd, 0.02, 8.0, -0.05),
            of(EnrolmentKind::HighNeeds, 0.08, 3.0, 0.05),
        ];
        let found = risk_within_caps(&types, 1.02, 0.03, cap_of);
        assert!((found - 1.3228 / 1.30).abs() < 1e-12, "{found}");
    }

    #[test]
    fn without_types_or_with_one_the_population_has_one_cap() {
        for ratio in [0.9, 0.99, 1.0, 1.02, 1.2] {
            let whole = risk_within_caps(&[], ratio, 0.03, cap_of);
            assert_eq!(whole, ratio.clamp(0.97, 1.03));
            let one = [of(EnrolmentKind::AgedDisabled, 1.0, 1.0, 0.0)];
            assert_eq!(risk_within_caps(&one, ratio, 0.5, cap_of), whole);
        }
    }

    #[test]
    fn a_cap_of_ones_own_comes_first() {
        let wide =
            EnrolmentType { risk_cap: Some(Share(0.10)), ..of(EnrolmentKind::HighNeeds, 1.0, 1.0, 0.0) };
        assert_eq!(risk_within_caps(&[wide], 1.2, 0.03, cap_of), 1.10);
    }
}
