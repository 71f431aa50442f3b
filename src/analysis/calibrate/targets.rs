//! What a fit is to meet.

use super::evidence::robust;
use super::{Figure, PayTarget};
use std::collections::BTreeMap;

/// What a fit is to meet: figures, and what physicians were paid.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Targets {
    /// Figures.
    pub figures: Vec<Figure>,
    /// What physicians were paid.
    pub pay: Option<PayTarget>,
}

/// The group of targets that people's pay is.
pub(super) const PAY_GROUP: &str = "pay by physician";
/// The least that a person may be off, as a share: a hundredth. An assumption; less is a matter of rounding.
const LEAST_ERROR: f64 = 0.01;
/// Who was paid less than this part of what people are in the middle is off by shares of that.
const LOW_PAID: f64 = 0.1;
/// The standard deviation of a normal over the median of its absolute values.
const OF_MEDIAN: f64 = 1.4826;

impl Targets {
    /// Names of the groups, in the order of their first target.
    #[must_use]
    pub fn groups(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for figure in &self.figures {
            if !names.contains(&figure.group.as_str()) {
                names.push(&figure.group);
            }
        }
        if self.pay.is_some() {
            names.push(PAY_GROUP);
        }
        names
    }

    /// The group of every target, figures before people.
    pub(super) fn group_of_each(&self) -> Vec<usize> {
        let names = self.groups();
        let of = |group: &str| names.iter().position(|name| *name == group).unwrap_or(0);
        let people = self.people().iter().map(|_| names.len() - 1);
        self.figures.iter().map(|figure| of(&figure.group)).chain(people).collect()
    }

    /// What physicians were paid.
    pub(super) fn people(&self) -> &[super::PersonPaid] {
        self.pay.as_ref().map(|pay| pay.people.as_slice()).unwrap_or_default()
    }

    /// The dollars that shares of each person's pay are of: what was paid, and not next to nothing.
    pub(super) fn bases(&self) -> Vec<f64> {
        let paid: Vec<f64> = self.people().iter().map(|person| person.paid).collect();
        let least = (LOW_PAID * crate::analysis::estimate::median(&paid)).max(1.0);
        paid.into_iter().map(|paid| paid.max(least)).collect()
    }

    /// How much each row counts of people's pay: all rows of one person together as one, since what they are paid off plan lasts.
    pub(super) fn shares(&self) -> Vec<f64> {
        let mut rows: BTreeMap<&str, f64> = BTreeMap::new();
        for person in self.people() {
            *rows.entry(&person.id).or_default() += 1.0;
        }
        self.people().iter().map(|person| 1.0 / rows[person.id.as_str()]).collect()
    }

    /// What a person may be off, as a share of what was paid: stated, or what people in the middle are.
    pub(super) fn pay_error(&self, simulated: &[f64]) -> f64 {
        let Some(pay) = &self.pay else { return 1.0 };
        pay.error.unwrap_or_else(|| {
            let each = simulated.iter().zip(&pay.people).zip(self.bases());
            let off: Vec<f64> = each.map(|((s, person), base)| ((s - person.paid) / base).abs()).collect();
            (OF_MEDIAN * crate::analysis::estimate::median(&off)).max(LEAST_ERROR)
        })
    }

    /// Residuals, of figures and then of people: their squares add up to what a fit makes small.
    pub(super) fn residuals(&self, figures: &[f64], pay: &[f64], pay_error: f64) -> Vec<f64> {
        let of_figure = |(s, f): (&f64, &Figure)| f.weight.sqrt() * (s - f.value) / f.error;
        let people = pay.iter().zip(self.people()).zip(self.bases()).zip(self.shares());
        let people = people.map(|(((s, person), base), share)| {
            share.sqrt() * robust((s - person.paid) / (pay_error * base))
        });
        figures.iter().zip(&self.figures).map(of_figure).chain(people).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::PersonPaid;
    use super::*;

    /// Of three rows two are of one person. Off by 2, 2 and 2 scales: robust(2)² = 5 ln 2, and all together 2 × 5 ln 2: as of two
    /// people, not of three.
    #[test]
    fn several_years_of_one_person_count_as_one() {
        let row = |id: &str, year| PersonPaid {
            id: id.to_owned(),
            year: Some(year),
            paid: 100.0,
            plan: "p".to_owned(),
            specialty: "s".to_owned(),
        };
        let people = vec![row("a", 0), row("b", 0), row("a", 1)];
        let targets = Targets { figures: Vec::new(), pay: Some(PayTarget { people, error: Some(0.1) }) };
        assert_eq!(targets.shares(), [0.5, 1.0, 0.5]);
        let squares: f64 = targets.residuals(&[], &[120.0; 3], 0.1).iter().map(|r| r * r).sum();
        assert!((squares - 10.0 * 2.0_f64.ln()).abs() < 1e-12, "{squares}");
        assert!(Targets::default().shares().is_empty());
    }
}
