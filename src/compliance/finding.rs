//! What a rule found.

use super::LegalRule;
use crate::schema::{Grade, keywords, number, parameters};
use crate::units::{Months, UsdAmount};

keywords! {
    /// How bad it is.
    pub enum Severity {
        /// What the rule asks for is there.
        Pass = "pass",
        /// Something to know, or a fact that nobody stated.
        Note = "note",
        /// Something for counsel before anyone signs.
        Caution = "caution",
        /// As stated it should not be signed.
        Stop = "stop",
    }
}

keywords! {
    /// What kind of work a cure is.
    pub enum Remedy {
        /// Nothing to do.
        Nothing = "nothing",
        /// Write down what is already so: minutes, logs, a policy.
        Record = "record",
        /// An opinion from outside: valuation, counsel, state law.
        Opinion = "opinion",
        /// Amend the agreements.
        Amendment = "amendment",
        /// Redesign the plan.
        Restructure = "restructure",
    }
}

parameters! {
    /// What cures cost and how long they take. Cost and lead time of a redesign as a whole stand
    /// with the redesign.
    pub struct Cures {
        /// Writing down what is already so.
        record_cost: UsdAmount = number(5_000.0).because("a few days of compliance staff");
        /// Months for that.
        record_months: Months = number(1.0).range(0.0, 60.0).because("one meeting cycle");
        /// An opinion from outside.
        opinion_cost: UsdAmount = number(25_000.0).because("one valuation or state-law memorandum");
        /// Months for that.
        opinion_months: Months = number(2.0).range(0.0, 60.0).because("data request, draft, final");
        /// Amending agreements.
        amendment_cost: UsdAmount = number(60_000.0).because("drafting and signing across a plan's physicians");
        /// Months for that.
        amendment_months: Months = number(6.0).range(0.0, 60.0).because("drafting, negotiation, signature, prospective start");
        /// Redesigning a plan.
        restructure_cost: UsdAmount = number(150_000.0).because("as a redesign's own default: counsel and an independent fair-market-value opinion");
        /// Months for that.
        restructure_months: Months = number(9.0).range(0.0, 60.0).because("as a redesign's own default: drafting, fair-market opinion and board approval");
    }
}

impl Cures {
    /// Cost in dollars and months of a kind of cure.
    #[must_use]
    pub fn of(&self, remedy: Remedy) -> (f64, f64) {
        match remedy {
            Remedy::Nothing => (0.0, 0.0),
            Remedy::Record => (self.record_cost.0, self.record_months.0),
            Remedy::Opinion => (self.opinion_cost.0, self.opinion_months.0),
            Remedy::Amendment => (self.amendment_cost.0, self.amendment_months.0),
            Remedy::Restructure => (self.restructure_cost.0, self.restructure_months.0),
        }
    }
}

/// What one rule found in one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static LegalRule,
    /// How bad it is.
    pub severity: Severity,
    /// What it is about, as a path of the scenario: `plan.primary_care`, `compliance.state`.
    pub place: String,
    /// What was found.
    pub found: String,
    /// What would cure it; empty when nothing needs to be.
    pub cure: String,
    /// What the cure costs, $.
    pub cost: f64,
    /// Months the cure takes.
    pub lead_months: f64,
}

impl Finding {
    /// The law or convention behind it.
    #[must_use]
    pub fn citation(&self) -> &'static str {
        self.rule.citation
    }

    /// How well that was read.
    #[must_use]
    pub fn grade(&self) -> Grade {
        self.rule.grade
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::sample;

    #[test]
    fn cures_cost_what_the_scenario_says() {
        let cures = sample::silent().cure;
        assert_eq!(cures.of(Remedy::Nothing), (0.0, 0.0));
        assert_eq!(cures.of(Remedy::Opinion), (25_000.0, 2.0));
    }
}
