//! What funds variants, in words.

use crate::model::{Funded, FundedAmount};

/// Amounts that are shown one by one.
const SHOWN: usize = 12;

/// A difference of pay bills, as a share, from which it is said that nothing funds it.
const WORTH_SAYING: f64 = 0.001;

/// What funds a variant: what is multiplied, by what, what pay over the horizon comes to; then each amount.
pub(super) fn funded_lines<'a>(arm: &'a str, funded: &'a Funded) -> impl Iterator<Item = String> + 'a {
    let head = format!(
        "{arm}: funded by = {:?} x {}; pay over the horizon {} the baseline's if nobody responds ({:+.2} % as it is stated)",
        funded.by,
        factors(funded),
        percent(funded.off(funded.bill)),
        100.0 * funded.off(funded.stated),
    );
    // Nothing times anything is nothing.
    let moved: Vec<&FundedAmount> = funded.amounts.iter().filter(|amount| amount.from != 0.0).collect();
    let more = moved.len().saturating_sub(SHOWN);
    let rest = (more > 0).then(|| format!("  and {more} more in funding.csv"));
    let each = moved
        .into_iter()
        .take(SHOWN)
        .map(|amount| format!("  {}: {} -> {}", amount.place, stated(amount), paid(amount)));
    std::iter::once(head).chain(each).chain(rest)
}

/// The factor, or from the least to the most where plans differ.
fn factors(funded: &Funded) -> String {
    if funded.factors.is_empty() {
        return "hidden factors".to_owned();
    }
    let all = || funded.factors.iter().map(|own| own.factor);
    let (least, most) = (all().fold(f64::INFINITY, f64::min), all().fold(0.0, f64::max));
    if most - least < 1e-9 { format!("{most:.4}") } else { format!("{least:.4} to {most:.4}, plan by plan") }
}

/// That a variant's pay bill is not the baseline's and nothing funds it; nothing where it hardly differs.
pub(super) fn unfunded_line(arm: &str, off: f64) -> Option<String> {
    (off.abs() >= WORTH_SAYING).then(|| {
        format!(
            "{arm}: pay over the horizon is expected to be {} the baseline's if nobody responds, and nothing is said of what funds it; where that is meant as a change of pay, write [variant.{arm}.funding] with plans = [\"...\"] and by = \"rate\" or \"base\", so that plans are compared and not budgets",
            percent(off),
        )
    })
}

/// A difference as a person writes it.
fn percent(off: f64) -> String {
    // A hundredth of a percent is not told apart from nothing.
    let percent = 100.0 * off;
    if percent.abs() < 0.005 { "as".to_owned() } else { format!("{percent:+.2} % against") }
}

fn stated(amount: &FundedAmount) -> String {
    figure(amount.from)
}

fn paid(amount: &FundedAmount) -> String {
    figure(amount.to)
}

/// Dollars of a salary whole, those of a rate with their cents, a share with what matters of it.
fn figure(amount: f64) -> String {
    if amount.abs() >= 1000.0 {
        format!("{amount:.0}")
    } else if amount.abs() >= 10.0 {
        format!("{amount:.2}")
    } else {
        format!("{amount:.4}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PlanFactor;

    #[test]
    fn a_person_reads_from_what_to_what() {
        let amounts = vec![
            FundedAmount {
                place: "plan.a.pay[0].wrvu.tiers[1].rate".to_owned(),
                factor: 0.8595,
                from: 30.5,
                to: 26.2149,
            },
            FundedAmount {
                place: "plan.a.pay[1].salary.per_fte".to_owned(),
                factor: 0.8595,
                from: 120_000.0,
                to: 103_140.4,
            },
        ];
        let funded = Funded {
            by: "rate_and_base",
            factors: vec![PlanFactor { plan: "a".to_owned(), factor: 0.8595 }],
            amounts,
            baseline: 1000.0,
            stated: 1031.0,
            budget: 1000.0,
            bill: 1000.01,
            trials: 128,
        };
        let lines: Vec<String> = funded_lines("redesign", &funded).collect();
        assert_eq!(
            lines,
            [
                "redesign: funded by = \"rate_and_base\" x 0.8595; pay over the horizon as the baseline's if nobody responds (+3.10 % as it is stated)",
                "  plan.a.pay[0].wrvu.tiers[1].rate: 30.50 -> 26.21",
                "  plan.a.pay[1].salary.per_fte: 120000 -> 103140",
            ]
        );
    }

    #[test]
    fn a_gift_is_said_and_nearly_nothing_is_not() {
        assert!(
            unfunded_line("gift", 0.031)
                .unwrap()
                .contains("gift: pay over the horizon is expected to be +3.10 % against")
        );
        assert_eq!(unfunded_line("even", -0.0009), None);
    }
}
