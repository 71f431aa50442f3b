//! Who bears a price: every dollar that one party loses, another gains.
//!
//! The lines of the system's accounts lead from those who pay to those who are paid, and what is left is the system's
//! margin. Turned round, each line says what a party outside receives; with the margin they add up to nothing in every
//! trial, and so do their changes.

use crate::engine::{HorizonMetric, Metric, Pick, Scope};
use crate::ledger::{ACCOUNTS, AccountLine, ContractFlow, SystemFlow};
use crate::model::Model;
use crate::order::Ordered;
use crate::units::{real, words};

words! {
    /// Who receives money, or gives it.
    #[derive(PartialOrd, Ord)]
    pub enum BearerKind {
        word: "The word in files.";
        /// The payer of a contract, by what it pays the system less what it takes from it.
        Payer = "payer",
        /// The system: its margin.
        System = "system",
        /// Physicians of a specialty: their pay, pools included.
        Physicians = "physicians",
        /// Pools paid to physicians: a part of their pay, which stands in their rows too.
        Pools = "pools",
        /// Those who pay for facility services, for what is left of it.
        Facility = "facility",
        /// Others whom the system pays.
        Others = "others",
    }
}

impl BearerKind {
    /// Whether its rows are parts of others': those do not count when all is added up.
    #[must_use]
    pub const fn is_part(self) -> bool {
        matches!(self, BearerKind::Pools)
    }
}

/// A party, and what it receives.
#[derive(Debug)]
pub(super) struct Receiving {
    pub(super) kind: BearerKind,
    pub(super) name: String,
    pub(super) parts: Vec<MoneyPart>,
}

/// A figure of a trial, and how often it counts: below zero where it is given.
#[derive(Debug)]
pub(super) struct MoneyPart {
    pub(super) pick: Pick,
    pub(super) times: f64,
}

/// The measures of an arm by which a price is told, all over the whole horizon: the programme's margin, below zero of
/// which the programme makes a loss; the system's; both as their worth in the first year; the lowest point of the
/// programme's cumulated cash; and pay of all physicians.
pub const MEASURED: [HorizonMetric; 7] = [
    HorizonMetric::ProgrammeMargin,
    HorizonMetric::ProgrammeMarginWorth,
    HorizonMetric::SystemMargin,
    HorizonMetric::SystemMarginWorth,
    HorizonMetric::CashTrough,
    HorizonMetric::TotalPay,
    HorizonMetric::PayWorth,
];

/// Flows of a contract by which its payer gives, and those by which it takes.
const GIVEN: [ContractFlow; 5] = [
    ContractFlow::Professional,
    ContractFlow::Fees,
    ContractFlow::Capitation,
    ContractFlow::Earned,
    ContractFlow::Reward,
];
const TAKEN: [ContractFlow; 3] = [ContractFlow::Owed, ContractFlow::Penalty, ContractFlow::Recovered];

/// Everyone who receives or gives in an arm, in the order of kinds: the same in every arm of a model.
pub(super) fn receiving(model: &Model, arm: usize) -> Vec<Receiving> {
    let one = |kind, name: &str, parts: Vec<MoneyPart>| Receiving { kind, name: name.to_owned(), parts };
    let mut all: Vec<Receiving> = model
        .contract_names
        .iter()
        .map(|name| one(BearerKind::Payer, name, of_payer(model, arm, name)))
        .collect();
    let margin = MoneyPart { pick: Pick::horizon(arm, HorizonMetric::SystemMargin), times: 1.0 };
    all.push(one(BearerKind::System, "all", vec![margin]));
    let specialties = model.specialties.iter();
    all.extend(specialties.map(|name| one(BearerKind::Physicians, name, of_specialty(model, arm, name))));
    for line in &ACCOUNTS {
        let Some(kind) = kind_of_line(line) else { continue };
        let name = line.name;
        all.push(one(kind, name, vec![line_turned(arm, line)]));
    }
    all.order_by_key(|bearer| bearer.kind);
    all
}

/// What a line of the accounts is to those outside; nothing where contracts and specialties tell it by themselves.
fn kind_of_line(line: &AccountLine) -> Option<BearerKind> {
    let has = |flow| line.system.contains(&flow);
    if !line.contracts.is_empty() || has(SystemFlow::TimePay) {
        None
    } else if has(SystemFlow::PoolsPaid) {
        Some(BearerKind::Pools)
    } else if has(SystemFlow::PayRepaid) {
        Some(BearerKind::Physicians)
    } else if has(SystemFlow::Facility) || has(SystemFlow::FacilityLost) {
        Some(BearerKind::Facility)
    } else {
        Some(BearerKind::Others)
    }
}

/// A line as those outside see it: what it adds to the margin, they give.
fn line_turned(arm: usize, line: &AccountLine) -> MoneyPart {
    let pick = Pick {
        arm,
        year: None,
        scope: Scope::Account,
        entity: line.name.to_owned(),
        metric: "account_total".to_owned(),
    };
    MoneyPart { pick, times: -1.0 }
}

fn of_payer(model: &Model, arm: usize, contract: &str) -> Vec<MoneyPart> {
    let flow = |year, flow: ContractFlow, times| MoneyPart {
        pick: Pick::year(arm, year, Scope::Flow, contract, flow.purpose()),
        times,
    };
    (0..model.years)
        .flat_map(|year| {
            let given = GIVEN.iter().map(move |own| flow(year, *own, -1.0));
            given.chain(TAKEN.iter().map(move |own| flow(year, *own, 1.0)))
        })
        .collect()
}

/// Pay of a specialty: its mean over positions, as often as there are positions.
fn of_specialty(model: &Model, arm: usize, specialty: &str) -> Vec<MoneyPart> {
    let there = model.arms.get(arm).into_iter().flat_map(|arm| arm.roster.iter().flatten());
    let positions = there.filter(|physician| physician.specialty == specialty).count();
    let name = Metric::Pay.definition().name;
    (0..model.years)
        .map(|year| MoneyPart {
            pick: Pick::year(arm, year, Scope::Specialty, specialty, name),
            times: real(positions),
        })
        .collect()
}
