//! What a review goes by: contracts with the people under them, and what the scenario says of the system.

use crate::entity::Physician;
use crate::model::{Model, ReviewTerms, programme_funding};
use crate::payer::{Contract, Experience, LineOfBusiness, Terms};
use crate::schema::{Default, Field, Grade, InForce};
use crate::units::{CalendarYear, Share, real};

/// A contract under review.
#[derive(Clone, Debug)]
pub struct ContractAsked {
    /// Its name in the scenario.
    pub name: String,
    /// What it says.
    pub contract: Contract,
    /// People attributed at the start.
    pub lives: f64,
    /// Professional revenue under it in the year before the start, $.
    pub professional: f64,
    /// Physicians with lives under it.
    pub physicians: f64,
}

/// Who decides what a contract says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermsBy {
    /// Payer and system: each term can be asked for.
    Agreement,
    /// The law of a programme that one may join or leave; what can be chosen is a track.
    Programme,
    /// The law of a programme that nobody is asked about.
    Obligation,
}

/// What is known about care managers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ManagerPay {
    /// What one costs, $ a year.
    pub cost: f64,
    /// Part of what care management costs that pays for them.
    pub part: f64,
}

/// What a review goes by.
#[derive(Clone, Debug)]
pub struct SigningFacts {
    /// First performance year.
    pub start: CalendarYear,
    /// Facts about the system, and levels.
    pub review: ReviewTerms,
    /// Contracts that settle something.
    pub contracts: Vec<ContractAsked>,
    /// Names of those that do not: fee-for-service.
    pub plain: Vec<String>,
    /// Physicians who have attributed lives under any of them.
    pub reporting: f64,
    /// What reporting one measure costs for one physician, $ a year.
    pub per_measure: f64,
    /// Part of a contract's measures that others ask for as well.
    pub overlap: f64,
    /// Care managers' cost; `None` where physicians do not respond to anything and the scenario has no such number.
    pub managers: Option<ManagerPay>,
    /// Chance in the savings rate of N people: this over √N.
    pub noise: f64,
    /// Defaults in force, by place.
    defaults: Vec<InForce>,
}

/// Where a level comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct GoesBy {
    /// Its place in a scenario.
    pub place: String,
    /// The level.
    pub value: f64,
    /// Source.
    pub source: String,
    /// How good that is.
    pub grade: Grade,
}

/// Whether a physician has lives under a contract.
fn has_lives(physician: &Physician, contract: &str) -> bool {
    physician.lives.iter().any(|(name, lives)| name == contract && *lives > 0.0)
}

/// Quality in a bad year: the lowest quarter of ACOs (77.1 in the public record of PY2024) reaches it.
const LOW_QUALITY: f64 = 0.75;
/// Savings of a good year: 2 to 3 % is what agreements earn in their better years.
const GOOD_SAVINGS: f64 = 0.03;
/// Tenths of a point above that up to which a programme's minimum rate is looked for: the highest of the Shared Savings
/// Program, of the fewest lives, is 12.2 %.
const MOST_TENTHS: u32 = 120;

impl SigningFacts {
    /// Of an arm, counted from 0.
    #[must_use]
    pub fn of(model: &Model, arm: usize) -> SigningFacts {
        let of = &model.arms[arm];
        let scenario = &of.scenario;
        let asked = |(place, (name, contract)): (usize, (&str, &Contract))| {
            let practice = of.practice_under(place);
            let (lives, work) = (practice.lives[place], practice.work[place]);
            ContractAsked {
                name: name.to_owned(),
                contract: contract.clone(),
                lives: contract.lives(lives, 1.0),
                professional: contract.fee_per_wrvu() * work,
                physicians: real(of.roster.iter().flatten().filter(|p| has_lives(p, name)).count()),
            }
        };
        let all: Vec<ContractAsked> = scenario.contract.iter().enumerate().map(asked).collect();
        let (contracts, plain): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|asked| asked.contract.terms.settles());
        let reports = |physician: &&Physician| scenario.attributed_people(physician) > 0.0;
        let defaults =
            of.defaults.iter().filter(|d| d.path.starts_with("review.") || d.path.starts_with("contract."));
        SigningFacts {
            start: model.start,
            review: scenario.review.clone(),
            contracts,
            plain: plain.into_iter().map(|asked| asked.name).collect(),
            reporting: real(of.roster.iter().flatten().filter(reports).count()),
            per_measure: scenario.system.cost_per_measure(),
            overlap: scenario.system.measures_overlap.0,
            managers: scenario.behaviour.evidence().map(|evidence| ManagerPay {
                cost: evidence.organisation.manager_cost.0,
                part: evidence.organisation.manager_share.0,
            }),
            noise: scenario.chance.spending_noise.0,
            defaults: defaults.cloned().collect(),
        }
    }

    /// Whether a number at a place is what the scenario states, rather than a default.
    #[must_use]
    pub fn states(&self, place: &str) -> bool {
        self.defaults.iter().all(|default| default.path != place)
    }

    /// Care managers at work: stated, or what the programmes' money pays for; `None` where neither is known.
    #[must_use]
    pub fn managers_at_work(&self) -> Option<f64> {
        let stated = self.review.care_managers.map(|managers| managers.0);
        stated.or_else(|| {
            let pay = self.managers?;
            let each = self.contracts.iter().filter(|asked| asked.counts_people());
            let spent: f64 =
                each.map(|asked| 12.0 * asked.lives * programme_funding(&asked.contract, asked.lives)).sum();
            (spent > 0.0 && pay.cost > 0.0).then(|| spent * pay.part / pay.cost)
        })
    }

    /// Care managers that the people under contract need, by line of business.
    #[must_use]
    pub fn managers_needed(&self) -> f64 {
        let levels = &self.review.readiness;
        let each = self.contracts.iter().filter(|asked| asked.counts_people());
        each.map(|asked| {
            let lives = match asked.contract.line {
                LineOfBusiness::Medicare | LineOfBusiness::MedicareAdvantage => levels.medicare_lives,
                LineOfBusiness::Commercial => levels.commercial_lives,
                LineOfBusiness::Medicaid => levels.medicaid_lives,
            };
            asked.lives / lives.0.max(1.0)
        })
        .sum()
    }

    /// Different measures that a physician with patients under every contract reports.
    #[must_use]
    pub fn measures(&self) -> f64 {
        let each = self.contracts.iter().filter(|asked| asked.lives > 0.0);
        let asked: Vec<f64> = each.map(|asked| asked.contract.measures_asked()).collect();
        let most = asked.iter().fold(0.0, |a: f64, b| a.max(*b));
        (1.0 - self.overlap) * asked.iter().sum::<f64>() + self.overlap * most
    }

    /// What the programmes cost in a month, $, before and after the fees that they bring.
    #[must_use]
    pub fn spent_a_month(&self) -> (f64, f64) {
        let each = self.contracts.iter().map(ContractAsked::spent_a_month);
        each.fold((0.0, 0.0), |(all, net), (cost, left)| (all + cost, net + left))
    }

    /// Cash that the programmes need until they pay, $: for each contract as many months as it takes to pay, and no
    /// less than the cushion; less what a payer advances.
    #[must_use]
    pub fn cash_needed(&self) -> f64 {
        let cushion = self.review.readiness.cushion.0;
        let each = self.contracts.iter().map(|asked| {
            let months = asked.first_money().max(cushion);
            let advanced = asked.contract.advance.as_ref().map_or(0.0, |advance| advance.at_once.0);
            (asked.spent_a_month().1 * months - advanced).max(0.0)
        });
        each.sum()
    }
}

/// A level with its source: that of the default where it is the default, else the scenario itself. `fields` are
/// those of the table it stands in.
pub(super) fn goes_by(table: &str, key: &str, value: f64, fields: &[Field]) -> GoesBy {
    let place = format!("{table}.{key}");
    let usual = fields
        .iter()
        .find(|field| field.key == key)
        .filter(|field| matches!(field.spec.default, Default::Number(number) if number == value));
    let (source, grade) = match usual {
        Some(field) => (field.spec.source.to_owned(), field.spec.grade),
        None => ("the scenario states it".to_owned(), Grade::Yours),
    };
    GoesBy { place, value, source, grade }
}

impl ContractAsked {
    /// Whether its lives are people, and there are any.
    #[must_use]
    pub fn counts_people(&self) -> bool {
        self.contract.terms.counts_people() && self.lives > 0.0
    }

    /// What its programme costs in a month, $, before and after its fees.
    #[must_use]
    pub fn spent_a_month(&self) -> (f64, f64) {
        let cost = self.contract.programme_cost(self.lives) / 12.0;
        (cost, (cost - self.contract.fees(self.lives, 0) / 12.0).max(0.0))
    }

    /// Months from the January of the first performance year to its first money.
    #[must_use]
    pub fn first_money(&self) -> f64 {
        let final_payment = f64::from(*self.contract.payments().start());
        let interim = self.contract.interim.as_ref().map(|interim| f64::from(interim.payment().0));
        interim.map_or(final_payment, |month| month.min(final_payment))
    }

    /// Who decides what it says.
    #[must_use]
    pub fn terms_by(&self) -> TermsBy {
        match &self.contract.terms {
            Terms::SharedSavings(_)
            | Terms::PayForPerformance(_)
            | Terms::PercentOfPremium(_)
            | Terms::DelegatedCapitation(_) => TermsBy::Agreement,
            Terms::PrimaryCareCapitation(_) | Terms::Reporting(_) | Terms::FeeForService(_) => {
                if self.contract.line == LineOfBusiness::Medicare {
                    TermsBy::Programme
                } else {
                    TermsBy::Agreement
                }
            }
            Terms::Mssp(_) | Terms::Reach(_) | Terms::Lead(_) | Terms::BpciAdvanced(_) => TermsBy::Programme,
            Terms::Mips(_)
            | Terms::HospitalValueBasedPurchasing(_)
            | Terms::HospitalReadmissionsReduction(_)
            | Terms::Team(_)
            | Terms::CjrX(_)
            | Terms::AmbulatorySpecialtyModel(_) => TermsBy::Obligation,
        }
    }

    /// Fees per member and month, and what delegated work costs per member and month, $: under delegated capitation
    /// all of the programme is the payer's work.
    #[must_use]
    pub fn fees_and_delegated(&self) -> (f64, f64) {
        let contract = &self.contract;
        let (fee, cost) = self.delegation();
        (contract.care_management_fee.0 + fee, cost)
    }

    /// The fee for delegated work, and what that costs, $ per member and month.
    #[must_use]
    pub fn delegation(&self) -> (f64, f64) {
        let contract = &self.contract;
        let (fee, cost) = (contract.clauses.delegation_fee(), contract.clauses.delegated_cost());
        if let Terms::DelegatedCapitation(terms) = &contract.terms {
            (fee + terms.delegation_fee.0, cost + contract.programme_cost.0)
        } else {
            (fee, cost)
        }
    }

    /// What its first year would settle at for the system, $, at a savings rate and a quality score.
    fn net_at(&self, start: CalendarYear, savings: f64, quality: f64) -> f64 {
        let benchmark = self.lives * self.contract.spending.0;
        let experience = Experience {
            year: self.contract.year(start, 0, self.lives),
            benchmark,
            spending: benchmark * (1.0 - savings),
            quality,
            professional: self.professional,
        };
        self.contract.terms.settle(&experience).net().dollars()
    }

    /// Standard deviation of its measured savings rate by the luck of persons.
    #[must_use]
    pub fn savings_sd(&self, noise: f64) -> f64 {
        noise * self.contract.noise() / self.lives.max(1.0).sqrt()
    }

    /// What it takes in a bad year, $: nothing saved, and spending above the benchmark by so many standard deviations of
    /// the luck of persons; with quality at 75 %.
    #[must_use]
    pub fn bad_year(&self, facts: &SigningFacts) -> f64 {
        let over = facts.review.decision.bad_year.0 * self.savings_sd(facts.noise);
        (-self.net_at(facts.start, -over, LOW_QUALITY)).max(0.0)
    }

    /// What reporting for it costs in a year, $: the clause's own cost, and its measures beyond those that others ask for.
    #[must_use]
    pub fn reporting_cost(&self, facts: &SigningFacts) -> f64 {
        let own = (1.0 - facts.overlap) * self.contract.measures_asked();
        self.contract.clauses.reporting_cost() + own * facts.per_measure * self.physicians
    }

    /// What a good year pays, $: savings of 3 % at full quality, had they reached the minimum rate, which is a term of
    /// its own. Where the law of a programme sets that rate, the least savings from 3 % on, in tenths of a point, that
    /// it pays for.
    #[must_use]
    pub fn good_year(&self, facts: &SigningFacts) -> f64 {
        if self.terms_by() != TermsBy::Agreement {
            let rates = (0..=MOST_TENTHS).map(|tenths| GOOD_SAVINGS + 0.001 * f64::from(tenths));
            let mut paid = rates.map(|savings| self.net_at(facts.start, savings, 1.0));
            return paid.find(|paid| *paid > 0.0).unwrap_or(0.0);
        }
        let mut reached = self.clone();
        if let Terms::SharedSavings(terms) = &mut reached.contract.terms {
            (terms.minimum_savings_rate, terms.deductible) = (Share(0.0), false);
        }
        reached.net_at(facts.start, GOOD_SAVINGS, 1.0).max(0.0)
    }

    /// Whether it can take money at all.
    #[must_use]
    pub fn can_take(&self) -> bool {
        self.contract.may_owe()
    }
}
