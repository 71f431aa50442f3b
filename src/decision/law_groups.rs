//! What the rules of law found, put together: what differs in its arm or its place alone stands once.

use crate::compliance::{Finding, LegalRule, Severity};
use crate::order::Ordered;
use crate::review::count_of;

/// What a rule found of a severity, in every arm and place where it says the same thing to do.
#[derive(Clone, Debug)]
pub struct LawGroup<'f> {
    /// The rule.
    pub rule: &'static LegalRule,
    /// How bad it is.
    pub severity: Severity,
    /// What was found; of several that differ the first.
    pub found: &'f str,
    /// Whether others of them found something else.
    pub differs: bool,
    /// What would cure it; empty where nothing needs to be.
    pub cure: &'f str,
    /// What the dearest of the cures costs, $.
    pub cost: f64,
    /// Months that the longest of them takes.
    pub lead_months: f64,
    /// The arms, counted from 0, with how often in each.
    pub arms: Vec<(usize, usize)>,
    /// Where, each once.
    pub places: Vec<&'f str>,
}

/// Findings by arm, put together by rule and severity, and by what would cure them where that is told: stops first, then
/// cautions, then notes; passes are left out.
#[must_use]
pub fn law_groups(by_arm: &[Vec<Finding>], tells_cures: bool) -> Vec<LawGroup<'_>> {
    let mut all: Vec<LawGroup<'_>> = Vec::new();
    for (arm, findings) in by_arm.iter().enumerate() {
        for one in findings.iter().filter(|one| one.severity != Severity::Pass) {
            let alike = |known: &&mut LawGroup<'_>| {
                known.rule.key == one.rule.key
                    && known.severity == one.severity
                    && (!tells_cures
                        || known.cure == one.cure
                        || cure_without_figures(known.cure) == cure_without_figures(&one.cure))
            };
            match all.iter_mut().find(alike) {
                Some(known) => add(known, arm, one),
                None => all.push(LawGroup {
                    rule: one.rule,
                    severity: one.severity,
                    found: &one.found,
                    differs: false,
                    cure: &one.cure,
                    cost: one.cost,
                    lead_months: one.lead_months,
                    arms: vec![(arm, 1)],
                    places: vec![&one.place],
                }),
            }
        }
    }
    all.order_by_key(|one| std::cmp::Reverse(one.severity));
    all
}

fn add<'f>(known: &mut LawGroup<'f>, arm: usize, one: &'f Finding) {
    match known.arms.last_mut() {
        Some((last, times)) if *last == arm => *times += 1,
        _ => known.arms.push((arm, 1)),
    }
    if !known.places.contains(&one.place.as_str()) {
        known.places.push(&one.place);
    }
    known.differs |= known.found != one.found;
    known.cost = known.cost.max(one.cost);
    known.lead_months = known.lead_months.max(one.lead_months);
}

/// A cure without its figures: what it asks for, whatever it comes to.
fn cure_without_figures(cure: &str) -> String {
    cure.chars().filter(|letter| !letter.is_ascii_digit()).collect()
}

/// How many findings of a severity each arm has.
#[must_use]
pub fn law_counts(by_arm: &[Vec<Finding>], severity: Severity) -> Vec<usize> {
    by_arm.iter().map(|own| count_of(own, severity)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::RULES;

    fn found(rule: usize, severity: Severity, place: &str, cure: &str, cost: f64) -> Finding {
        Finding {
            rule: RULES[rule],
            severity,
            place: place.to_owned(),
            found: format!("found at {place}"),
            cure: cure.to_owned(),
            cost,
            lead_months: 1.0,
        }
    }

    #[test]
    fn what_differs_in_arm_place_or_amount_alone_stands_once_and_the_worst_first() {
        let arms = vec![
            vec![
                found(0, Severity::Note, "plan.a", "say so", 0.0),
                found(1, Severity::Pass, "plan.a", "", 0.0),
            ],
            vec![
                found(0, Severity::Note, "plan.a", "say so", 0.0),
                found(0, Severity::Note, "plan.b", "say so", 0.0),
                found(2, Severity::Caution, "plan.b", "add $25000", 25_000.0),
                found(2, Severity::Caution, "plan.c", "add $35000", 35_000.0),
                found(2, Severity::Stop, "plan.c", "do not sign", 0.0),
            ],
        ];
        let all = law_groups(&arms, true);
        let told: Vec<_> = all.iter().map(|one| (one.severity, one.arms.clone(), one.places.len())).collect();
        assert_eq!(
            told,
            [
                (Severity::Stop, vec![(1, 1)], 1),
                (Severity::Caution, vec![(1, 2)], 2),
                (Severity::Note, vec![(0, 1), (1, 2)], 2),
            ]
        );
        assert_eq!((all[1].cost, all[1].differs), (35_000.0, true));
        assert_eq!(law_groups(&arms, false).len(), 3);
        assert_eq!(law_counts(&arms, Severity::Note), [1, 2]);
    }
}
