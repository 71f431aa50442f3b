//! What a contract states and its family would never act on: refused, because silence would look like an effect.

use super::{Contract, Experience, Terms, Year};
use crate::schema::ReadTable;
use crate::terms::{Clauses, Settlement};

/// Attributed lives of a contract that is tried out.
const LIVES: f64 = 10_000.0;
/// Professional revenue of a contract that is tried out, $.
const PROFESSIONAL: f64 = 5e6;
/// Years that are tried out: longer than any agreement changes its terms.
const YEARS: usize = 10;
/// Spending over benchmark that is tried out.
const SPENDING: [f64; 9] = [0.5, 0.8, 0.9, 0.97, 1.0, 1.03, 1.1, 1.3, 2.0];
/// Quality scores that are tried out: a multiple of this each.
const QUALITY_STEP: f64 = 0.02;
/// How many.
const QUALITIES: i32 = 51;

impl Contract {
    /// Refuses what nothing would act on.
    pub(super) fn refuse_idle(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.terms.settles() {
            self.refuse_idle_clauses(table);
            self.refuse_no_choice(table);
            self.refuse_unstated_security(table);
        } else {
            self.refuse_beside_fees(table);
        }
    }

    /// Programmes that nobody chooses to be in.
    fn refuse_no_choice(&self, table: &mut ReadTable<'_, '_, '_>) {
        let compelled = matches!(
            self.terms,
            Terms::Mips(_)
                | Terms::HospitalReadmissionsReduction(_)
                | Terms::HospitalValueBasedPurchasing(_)
                | Terms::Team(_)
                | Terms::CjrX(_)
                | Terms::AmbulatorySpecialtyModel(_)
        );
        if compelled && self.stay.is_some() {
            table.problem(
                "stay",
                "nobody chooses whether to take part in this programme; remove it, or name a contract that can be left",
            );
        }
        let is_renewed = self.terms.rebase_every().is_some();
        if !is_renewed && !self.may_owe() && self.stay.as_ref().is_some_and(|stay| stay.within_term.0 <= 0.0)
        {
            table.problem_within(
                &["stay", "within_term"],
                "found 0, and this agreement is never renewed and never brings losses, so nobody would ever ask; write a chance above 0, such as 0.5",
            );
        }
    }

    /// Fee-for-service settles nothing: no programme, no clause, no money ahead of a settlement.
    fn refuse_beside_fees(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.programme_cost.0 + self.programme_fixed_cost.0 > 0.0 {
            table.problem(
                "programme_cost",
                "a fee-for-service contract runs no programme; remove it or name a contract that settles something",
            );
        }
        if self.care_management_fee.0 > 0.0 {
            table.problem(
                "care_management_fee",
                "fee-for-service pays no fee for care management; write terms = { primary_care_capitation = { pmpm = 0, fee_share = 1, gain = 0, loss = 0 } } for a contract that pays visits and that fee",
            );
        }
        if self.experience.is_some() {
            table.problem(
                "experience",
                "a fee-for-service contract runs no programme that know-how could serve; remove it or name a contract that settles something",
            );
        }
        if self.clauses != Clauses::NONE {
            table.problem(
                "clauses",
                "a fee-for-service contract settles nothing that a clause could change; remove them or name a contract that settles something",
            );
        }
        for (key, stated, what) in [
            ("advance", self.advance.is_some(), "earns no savings that an advance could be taken from"),
            ("prepayment", self.prepayment.is_some(), "has no benchmark of which a part could be prepaid"),
            ("repayment", self.repayment.is_some(), "never owes a loss that security would stand for"),
            ("interim", self.interim.is_some(), "settles nothing, provisionally or finally"),
            ("stay", self.stay.is_some(), "pays for visits whether anybody stays in it or not"),
        ] {
            if stated {
                table.problem(
                    key,
                    format!("a fee-for-service contract {what}; remove it or name a contract that settles something"),
                );
            }
        }
        if self.attribution.error.0 > 0.0 {
            table.problem_within(
                &["attribution", "error"],
                "a fee-for-service contract settles on no list of persons that could be wrong; remove it or name a contract that settles something",
            );
        }
    }

    /// Clauses that the family's settlement never hears of.
    fn refuse_idle_clauses(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.clauses.measure_change.is_some() && !self.hears_quality() {
            table.problem_within(
                &["clauses", "measure_change"],
                "nothing that this contract pays depends on the quality score; remove it, or let the terms pay by quality",
            );
        }
        if self.clauses.delegation.is_some() && !self.terms.counts_people() {
            table.problem_within(
                &["clauses", "delegation"],
                "functions are delegated by the person and month, and this contract counts no persons; remove it, or name terms that do",
            );
        }
        if self.repayment.is_some() && !self.may_owe() {
            table.problem(
                "repayment",
                "it secures losses, and under this contract the system never owes any; remove it, or name terms with losses",
            );
        }
        let leaves = self.clauses.termination.as_ref().is_some_and(|end| end.by_system.0 > 0.0);
        if leaves && !self.may_owe() {
            table.problem_within(
                &["clauses", "termination", "by_system"],
                "the system ends the agreement after a year in which it owed money, and under this contract it never owes any; remove it, or name terms with losses",
            );
        }
    }

    /// Settlements of one year and cost of care, by rising quality score.
    fn tried_out(&self, index: usize, spending: f64) -> impl Iterator<Item = Settlement> {
        let benchmark = LIVES * self.spending.0;
        let start = self.begins(Year::FIRST.calendar);
        (0..QUALITIES).map(move |step| {
            self.terms.settle(&Experience {
                year: self.year(start, index, LIVES),
                benchmark,
                spending: spending * benchmark,
                quality: QUALITY_STEP * f64::from(step),
                professional: PROFESSIONAL,
            })
        })
    }

    /// Years and costs of care that are tried out.
    fn trials() -> impl Iterator<Item = (usize, f64)> {
        (0..YEARS).flat_map(|index| SPENDING.map(|spending| (index, spending)))
    }

    /// Whether the quality score ever changes what is settled.
    #[must_use]
    pub fn hears_quality(&self) -> bool {
        Contract::trials().any(|(index, spending)| {
            let mut nets = self.tried_out(index, spending).map(|settlement| settlement.net());
            let lowest = nets.next();
            nets.any(|net| Some(net) != lowest)
        })
    }

    /// Whether what is settled ever changes with what its people's care costs.
    #[must_use]
    pub fn hears_cost(&self) -> bool {
        let net = |index, spending| self.tried_out(index, spending).last().map(|settlement| settlement.net());
        (0..YEARS)
            .any(|index| SPENDING.iter().any(|spending| net(index, *spending) != net(index, SPENDING[0])))
    }

    /// Whether the system ever owes more than it receives.
    #[must_use]
    pub fn may_owe(&self) -> bool {
        Contract::trials().any(|(index, spending)| {
            self.tried_out(index, spending).any(|settlement| settlement.due() > settlement.received())
        })
    }
}
