//! Ten questions that a board asks before it signs: answered from the scenario or from the simulation, or open.

use super::facts::{ContractAsked, SigningFacts, TermsBy};
use super::market::{LeverStanding, MarketLever};
use super::readiness::{percent, points, whole};
use super::seen::SeenContract;
use super::told::money_up;
use crate::payer::{LineOfBusiness, Terms};
use crate::terms::{AttributionRule, PayerQuestion};
use crate::units::{real, short_dollars, sum, words};

words! {
    /// How a question stands.
    pub enum AnswerState {
        word: "The word for it.";
        /// The scenario or the simulation answers it.
        Answered = "answered",
        /// Nobody has said.
        Open = "open",
        /// The payer would not answer.
        Refused = "refused",
    }
}

/// A question with its answer.
#[derive(Clone, Debug)]
pub struct AnsweredQuestion {
    /// Which.
    pub question: PayerQuestion,
    /// The contract.
    pub contract: String,
    /// How it stands.
    pub state: AnswerState,
    /// The answer, in words; empty where there is none.
    pub answer: String,
    /// Where that comes from: places of the scenario, and the simulation.
    pub from: Vec<String>,
    /// What to write to answer it; empty where nothing is open.
    pub write: String,
}

impl PayerQuestion {
    /// The question, as it is asked.
    #[must_use]
    pub const fn asks(self) -> &'static str {
        match self {
            PayerQuestion::Attribution => {
                "By which method are patients attributed, and can we reproduce the list?"
            }
            PayerQuestion::Benchmark => {
                "How is the benchmark built, and where do three years of rebasing take it?"
            }
            PayerQuestion::Cadence => "How often do claims and attribution files come?",
            PayerQuestion::StopLoss => "What do stop-loss and corridor take off a bad year?",
            PayerQuestion::Measures => "Why these quality measures, and who may change them?",
            PayerQuestion::Audit => "May we audit the payer's figures, and may the payer take money back?",
            PayerQuestion::ClaimsFeed => "How long after a month's end are its claims here?",
            PayerQuestion::Termination => {
                "Who may end it, with what notice, and what becomes of what is earned?"
            }
            PayerQuestion::Disputes => "Who decides a dispute?",
            PayerQuestion::Delegation => "What are we to do for the payer, and who pays for it?",
        }
    }

    /// Why a board asks it.
    #[must_use]
    pub const fn because(self) -> &'static str {
        match self {
            PayerQuestion::Attribution => {
                "people on the list by error cost more, and nothing we do reaches them"
            }
            PayerQuestion::Benchmark => "what is saved this year lowers the target of the next",
            PayerQuestion::Cadence => "what is seen late cannot be acted on within the year",
            PayerQuestion::StopLoss => "a few costly patients can decide a year",
            PayerQuestion::Measures => "a bar that is raised within the term takes what was earned",
            PayerQuestion::Audit => "a figure that nobody may check decides what is paid",
            PayerQuestion::ClaimsFeed => "without claims within 45 days care managers work from memory",
            PayerQuestion::Termination => "a payer that may leave after a good year keeps the good years",
            PayerQuestion::Disputes => "without somebody independent the payer decides about its own debt",
            PayerQuestion::Delegation => "a function without a fee is a discount",
        }
    }
}

/// The ten questions about a contract.
#[must_use]
pub fn ten_questions(
    facts: &SigningFacts,
    asked: &ContractAsked,
    levers: &[LeverStanding],
    seen: Option<&SeenContract>,
) -> Vec<AnsweredQuestion> {
    let asks = Asks { facts, asked, levers, seen };
    PayerQuestion::ALL.iter().map(|question| asks.answer(*question)).collect()
}

struct Asks<'a> {
    facts: &'a SigningFacts,
    asked: &'a ContractAsked,
    levers: &'a [LeverStanding],
    seen: Option<&'a SeenContract>,
}

/// An answer and the places that it comes from; none where nobody has said, with what to write.
type SaidOrOpen = Result<(String, Vec<String>), String>;

impl Asks<'_> {
    fn answer(&self, question: PayerQuestion) -> AnsweredQuestion {
        let said = match question {
            PayerQuestion::Attribution => self.attribution(),
            PayerQuestion::Benchmark => self.benchmark(),
            PayerQuestion::Cadence => self.cadence(),
            PayerQuestion::StopLoss => Ok(self.stop_loss()),
            PayerQuestion::Measures => self.measures(),
            PayerQuestion::Audit => self.audit(),
            PayerQuestion::ClaimsFeed => self.claims_feed(),
            PayerQuestion::Termination => self.termination(),
            PayerQuestion::Disputes => self.disputes(),
            PayerQuestion::Delegation => self.delegation(),
        };
        let refused = self.asked.contract.answers.unanswered.contains(&question);
        let (state, answer, from, write) = match said {
            Ok((answer, from)) if !refused => (AnswerState::Answered, answer, from, String::new()),
            Ok((answer, from)) => (AnswerState::Refused, answer, from, String::new()),
            Err(write) => {
                let state = if refused { AnswerState::Refused } else { AnswerState::Open };
                (state, String::new(), Vec::new(), write)
            }
        };
        AnsweredQuestion { question, contract: self.asked.name.clone(), state, answer, from, write }
    }

    fn place(&self, key: &str) -> String {
        format!("contract.{}.{key}", self.asked.name)
    }

    /// Whether the law of a programme says what it says.
    fn is_law(&self) -> bool {
        self.asked.terms_by() != TermsBy::Agreement
    }

    /// Whether the scenario states a key of the contract.
    fn states(&self, key: &str) -> bool {
        self.facts.states(&self.place(key))
    }

    fn write(&self, key: &str, value: &str) -> String {
        format!("{} = {value}", self.place(&format!("answers.{key}")))
    }

    fn attribution(&self) -> SaidOrOpen {
        let contract = &self.asked.contract;
        let Some(found) = contract.answers.attribution_match else {
            return Err(self.write("attribution_match", "0.95 for 95 of 100 found again in a sample month"));
        };
        let rule = match contract.attribution.rule {
            AttributionRule::Prospective => "a list fixed before the year",
            AttributionRule::Retrospective => "a list fixed after the year",
        };
        let error = contract.attribution.error.0;
        let wrong =
            if error > 0.0 { format!("; {} of it there by error", percent(error)) } else { String::new() };
        let answer = format!(
            "{rule} of {} people, of which a sample month found {} again{wrong}",
            whole(self.asked.lives),
            percent(found.0)
        );
        Ok((answer, vec![self.place("attribution"), self.place("answers.attribution_match")]))
    }

    fn benchmark(&self) -> SaidOrOpen {
        let lever = self.levers.iter().find(|lever| lever.lever == MarketLever::Benchmark);
        let says = lever.map_or("", |lever| lever.says.as_str());
        let path = self.seen.filter(|seen| seen.benchmarks.len() > 1).map(|seen| {
            let of = |(year, dollars): &(u16, f64)| format!("${} in {year}", whole(*dollars));
            let shown: Vec<String> = seen.benchmarks.iter().take(4).map(of).collect();
            format!("; a person's benchmark is {} (simulated mean)", shown.join(", "))
        });
        if says.is_empty() && path.is_none() {
            return Err(format!("{} (a family with a benchmark)", self.place("terms")));
        }
        let mut from = vec![self.place("terms")];
        from.extend(path.as_ref().map(|_| "simulation".to_owned()));
        Ok((format!("{says}{}", path.unwrap_or_default()), from))
    }

    fn cadence(&self) -> SaidOrOpen {
        match self.asked.contract.answers.files_per_year {
            Some(files) => {
                Ok((format!("{} files a year", files.0), vec![self.place("answers.files_per_year")]))
            }
            None => Err(self.write("files_per_year", "12 for monthly files")),
        }
    }

    fn stop_loss(&self) -> (String, Vec<String>) {
        let (asked, facts) = (self.asked, self.facts);
        let mut parts = vec![person_limit(&asked.contract.terms)];
        let mut from = vec![self.place("terms")];
        if asked.can_take() {
            let bad = asked.bad_year(facts);
            let mean = self.seen.map_or(0.0, |seen| seen.owed / real(seen.years.max(1)));
            let often = if mean > bad { "as simulated a mean year" } else { "one year in twenty it" };
            parts.push(format!("{often} takes {}", money_up(bad.max(mean)).1));
        } else {
            parts.push("it cannot take money".to_owned());
        }
        if let Some(seen) = self.seen {
            parts.push(format!("something is owed in {} of simulated years", percent(seen.owes)));
            from.push("simulation".to_owned());
        }
        (parts.join("; "), from)
    }

    fn measures(&self) -> SaidOrOpen {
        let contract = &self.asked.contract;
        let asked = format!("{} measures", contract.measures.0);
        let change = contract.clauses.measure_change.as_ref().map(|change| {
            format!(
                "the payer may raise what they ask by {} with a chance of {} a year and {} months' notice",
                points(change.rise.0),
                percent(change.chance.0),
                change.notice_months.0
            )
        });
        let consent = contract.answers.measure_consent.map(|consent| {
            if consent { "they change only with our consent" } else { "they change without our consent" }
        });
        match (change, consent) {
            (None, None) if self.is_law() => {
                Ok((format!("{asked}; the programme's rules say how they change"), vec![self.place("terms")]))
            }
            (None, None) => {
                Err(self
                    .write("measure_consent", "true where measures change only with our consent, else false"))
            }
            (change, consent) => {
                let all = [Some(asked), change, consent.map(str::to_owned)];
                let mut from = vec![self.place("measures")];
                from.extend(
                    contract.clauses.measure_change.as_ref().map(|_| self.place("clauses.measure_change")),
                );
                from.extend(consent.map(|_| self.place("answers.measure_consent")));
                Ok((all.into_iter().flatten().collect::<Vec<_>>().join("; "), from))
            }
        }
    }

    fn audit(&self) -> SaidOrOpen {
        let contract = &self.asked.contract;
        let Some(rights) = contract.answers.audit_rights else {
            return Err(self.write("audit_rights", "true or false"));
        };
        let ours =
            if rights { "we may audit the payer's figures" } else { "we may not audit the payer's figures" };
        let mut from = vec![self.place("answers.audit_rights")];
        let theirs = contract.clauses.audit.as_ref().map(|audit| {
            from.push(self.place("clauses.audit"));
            format!(
                "; with a chance of {} a year the payer takes back {} of what it paid",
                percent(audit.chance.0),
                percent(audit.share.0)
            )
        });
        Ok((format!("{ours}{}", theirs.unwrap_or_default()), from))
    }

    fn claims_feed(&self) -> SaidOrOpen {
        match self.asked.contract.answers.claims_lag_days {
            Some(days) => Ok((format!("{} days", days.0), vec![self.place("answers.claims_lag_days")])),
            None => Err(self.write("claims_lag_days", "45 for claims 45 days after a month's end")),
        }
    }

    fn termination(&self) -> SaidOrOpen {
        if let Some(terms) = &self.asked.contract.clauses.termination {
            let earned =
                if terms.forfeits { "and keeps what that year earned" } else { "and pays what was earned" };
            let answer = format!(
                "after a year that paid us the payer ends it with a chance of {} {earned}; after a year that cost us we do with {}; {} months' notice",
                percent(terms.by_payer.0),
                percent(terms.by_system.0),
                terms.notice_months.0
            );
            return Ok((answer, vec![self.place("clauses.termination")]));
        }
        if self.is_law() {
            return Ok((
                "the programme's law says who may leave it, and when".to_owned(),
                vec![self.place("terms")],
            ));
        }
        match self.asked.contract.last_year {
            Some(last) => Ok((
                format!("it runs to the end of {last}, and nobody may end it before"),
                vec![self.place("last_year")],
            )),
            None => Err(format!(
                "{} = {{ by_payer = 0.1, by_system = 0.1, notice_months = 3, forfeits = false }} where both may end it alike, or {} where nobody may",
                self.place("clauses.termination"),
                self.place("last_year")
            )),
        }
    }

    fn disputes(&self) -> SaidOrOpen {
        match self.asked.contract.answers.independent_disputes {
            Some(true) => Ok((
                "somebody independent of both sides".to_owned(),
                vec![self.place("answers.independent_disputes")],
            )),
            Some(false) => {
                Ok(("nobody independent".to_owned(), vec![self.place("answers.independent_disputes")]))
            }
            None => Err(self.write("independent_disputes", "true or false")),
        }
    }

    fn delegation(&self) -> SaidOrOpen {
        let contract = &self.asked.contract;
        let (fees, delegated) = self.asked.fees_and_delegated();
        if delegated > 0.0 {
            let mut from = vec![self.place(if contract.clauses.delegation.is_some() {
                "clauses.delegation"
            } else {
                "programme_cost"
            })];
            if self.states("care_management_fee") {
                from.push(self.place("care_management_fee"));
            }
            let answer = format!(
                "work that costs ${delegated:.2} a member and month, {} a year; the payer pays ${fees:.2}",
                short_dollars(12.0 * delegated * self.asked.lives)
            );
            return Ok((answer, from));
        }
        if self.is_law() {
            return Ok((
                "the programme delegates no work of a payer's".to_owned(),
                vec![self.place("terms")],
            ));
        }
        match contract.answers.no_delegation {
            Some(true) => Ok(("nothing is delegated".to_owned(), vec![self.place("answers.no_delegation")])),
            Some(false) | None => Err(format!(
                "{} = {{ cost = 4, fee = 4 }} in $ a member and month, or {}",
                self.place("clauses.delegation"),
                self.write("no_delegation", "true")
            )),
        }
    }
}

/// What one person's cost counts at most, in words.
fn person_limit(terms: &Terms) -> String {
    let insured = |stop: Option<&crate::terms::StopLoss>| match stop {
        Some(stop) => format!("stop-loss from ${} a person", whole(stop.attachment.0)),
        None => "no stop-loss".to_owned(),
    };
    let bands = |corridor: usize| {
        if corridor == 0 {
            "no corridor".to_owned()
        } else {
            format!("a corridor of {} bands", real(corridor))
        }
    };
    if let Terms::SharedSavings(own) = terms {
        match own.truncation.as_ref() {
            None => "a person counts up to the 99th percentile".to_owned(),
            Some(cut) => match (cut.percentile, cut.dollars) {
                (Some(part), _) if part.0 >= 1.0 => "every person counts whole".to_owned(),
                (Some(part), _) => format!("a person counts up to the {}th percentile", sum(100.0 * part.0)),
                (None, Some(dollars)) => format!("a person counts up to ${}", whole(dollars.0)),
                (None, None) => "a person counts up to the 99th percentile".to_owned(),
            },
        }
    } else if let Terms::PercentOfPremium(own) = terms {
        format!("{}, {}", insured(own.stop_loss.as_ref()), bands(own.corridor.len()))
    } else if let Terms::DelegatedCapitation(own) = terms {
        format!("{}, {}", insured(own.stop_loss.as_ref()), bands(own.corridor.len()))
    } else {
        "as the programme's law has it".to_owned()
    }
}

impl ContractAsked {
    /// What it is called in a memo.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match (self.terms_by(), self.contract.line) {
            (TermsBy::Programme, _) => "a programme by law that one may join",
            (TermsBy::Obligation, _) => "a programme by law that nobody is asked about",
            (TermsBy::Agreement, LineOfBusiness::Medicare) => "an agreement for Medicare patients",
            (TermsBy::Agreement, LineOfBusiness::MedicareAdvantage) => "a Medicare Advantage agreement",
            (TermsBy::Agreement, LineOfBusiness::Commercial) => "a commercial agreement",
            (TermsBy::Agreement, LineOfBusiness::Medicaid) => "a Medicaid agreement",
        }
    }
}
