//! On which basis a contract's `spending` stands: what of each person's cost it counts.

use super::{Contract, Terms};
use crate::terms::Truncation;
use crate::units::{Share, whole_dollars};

/// What is taken where nothing is said.
const OPEN: &str =
    "as stated, taken as what the contract counts; its luck is that of costs cut at the 99th percentile";

impl Contract {
    /// What of each person's cost the stated spending counts, in words; nothing where it counts no people, or
    /// settles nothing.
    #[must_use]
    pub fn basis(&self) -> Option<String> {
        if !self.terms.settles() || !self.terms.counts_people() {
            return None;
        }
        if let Terms::SharedSavings(own) = &self.terms {
            return Some(own.truncation.as_ref().map_or_else(|| OPEN.to_owned(), counted));
        }
        if let Terms::Mssp(_) = &self.terms {
            return Some("as the programme counts it: each person's year cut at the national 99th percentile of the enrolment type".to_owned());
        }
        let taken = self.stop_loss().map(|limit| {
            format!("whole, as stated, of which stop-loss takes what lies above {}", whole_dollars(limit))
        });
        Some(taken.unwrap_or_else(|| "as stated, taken as what the contract counts".to_owned()))
    }

    /// Attachment of the stop-loss, where there is one.
    fn stop_loss(&self) -> Option<f64> {
        let terms = if let Terms::Reach(own) = &self.terms {
            own.stop_loss.as_ref()
        } else if let Terms::PercentOfPremium(own) = &self.terms {
            own.stop_loss.as_ref()
        } else if let Terms::DelegatedCapitation(own) = &self.terms {
            own.stop_loss.as_ref()
        } else {
            None
        };
        terms.map(|terms| terms.attachment.0)
    }

    /// Whether the scenario leaves open on which basis the spending stands that it settles on.
    #[must_use]
    pub fn leaves_basis_open(&self) -> bool {
        matches!(&self.terms, Terms::SharedSavings(own) if own.truncation.is_none())
    }
}

/// The basis under a truncation.
fn counted(cut: &Truncation) -> String {
    let limit = match (cut.percentile, cut.dollars) {
        (Some(Share(percentile)), _) if percentile >= 1.0 => "whole".to_owned(),
        (Some(Share(percentile)), _) => format!("cut at percentile {}", 100.0 * percentile),
        (None, Some(dollars)) => format!("cut at {}", whole_dollars(dollars.0)),
        (None, None) => "as stated".to_owned(),
    };
    match cut.stated_at {
        Some(Share(at)) => format!("stated cut at percentile {}; the contract counts it {limit}", 100.0 * at),
        None => format!("{limit}, as stated"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::UsdAmount;

    #[test]
    fn a_truncation_says_what_it_counts() {
        let cut = |percentile: Option<f64>, dollars: Option<f64>, at: Option<f64>| {
            counted(&Truncation {
                percentile: percentile.map(Share),
                dollars: dollars.map(UsdAmount),
                stated_at: at.map(Share),
            })
        };
        assert_eq!(cut(Some(1.0), None, None), "whole, as stated");
        assert_eq!(cut(Some(0.95), None, None), "cut at percentile 95, as stated");
        assert_eq!(cut(None, Some(150_000.0), None), "cut at $150,000, as stated");
        assert_eq!(
            cut(Some(1.0), None, Some(0.99)),
            "stated cut at percentile 99; the contract counts it whole"
        );
    }
}
