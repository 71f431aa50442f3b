//! What every payer contract has, whatever its family.

use super::{BenchmarkBasis, PricePath, RuleSet, Terms, Year};
use crate::math::{grown, power};
use crate::schema::{
    Grade, Prior, ReadTable, empty, keywords, number, optional, parameters, prior, required, word,
};
use crate::terms::{
    Advance, Attribution, Clauses, Clock, Interim, PayerAnswers, Prepayment, Repayment, Staying,
};
use crate::units::{
    CalendarYear, Members, MonthOffset, PerMemberMonth, PerPersonYear, Quantity, Real, RevenuePerWrvu, Share,
    SignedShare, UsdPerYear,
};
use std::ops::RangeInclusive;

keywords! {
    /// Line of business: contracts of one line share its spending growth.
    pub enum LineOfBusiness {
        /// Traditional Medicare.
        Medicare = "medicare",
        /// Medicare Advantage.
        MedicareAdvantage = "medicare_advantage",
        /// Commercial insurance.
        Commercial = "commercial",
        /// Medicaid.
        Medicaid = "medicaid",
    }
}

parameters! {
    /// A contract between a payer and the system.
    pub struct Contract {
        /// Who pays.
        payer: String = required();
        /// Line of business.
        line: LineOfBusiness = required();
        /// Share of the system's professional revenue that comes under this contract: the payer
        /// mix of physicians whose roster row does not state their own.
        revenue_share: Share = required();
        /// Professional revenue per wRVU under this contract.
        price_per_wrvu: RevenuePerWrvu = number(76.63)
            .from(Grade::Published, "net patient revenue per provider wRVU, all payers, Q2 2025 (Kaufman Hall)");
        /// Total cost of care of one of its patients in the year before the first performance year, as the
        /// contract counts it: costly persons cut off where it cuts them, at the 99th percentile unless it
        /// says otherwise (`truncation`).
        spending: PerPersonYear = required().range(100.0, 200_000.0);
        /// Expected growth of that cost.
        trend: SignedShare = number(0.04).range(-0.2, 0.3).because("nominal 4 % a year (behaviour note 3.4)");
        /// Standard deviation of that growth from year to year (behaviour note row 30).
        trend_sd: Share = prior(Prior::Lognormal(0.019, 0.3)).range(0.0, 0.2)
            .from(Grade::Published, "sd 1.6 points, Medicare 2007-18, adjusted spending (Wallis 2021); more in nominal dollars, by how much is an assumption");
        /// Standard deviation of what a benchmark fixed in advance misses beyond that (row 31): the
        /// forecast it was built on was wrong.
        forecast_error: Share = prior(Prior::Lognormal(0.008, 0.5)).range(0.0, 0.2).because("no source");
        /// Attributed lives of clinicians who are not on the roster.
        other_lives: Members = number(0.0).because("the roster holds everyone");
        /// Yearly growth of attributed lives.
        lives_growth: SignedShare = number(0.0).range(-0.5, 0.5).because("a stable population");
        /// Monthly fee the payer pays for care management. It is revenue, and buys nothing by itself: what is spent
        /// of it stands in `programme_cost`.
        care_management_fee: PerMemberMonth = number(0.0).because("none unless the contract says so");
        /// Yearly growth of that fee.
        care_management_growth: SignedShare = number(0.0).range(-0.1, 0.2).because("fixed unless the contract says so");
        /// What running the programme costs the system: care managers, steering, analytics. With the fixed cost and
        /// `allocation.infrastructure` it is what pays for the organisation's own effort; with nothing of them there
        /// is none.
        programme_cost: PerMemberMonth = number(0.0)
            .because("state it: published costs are $3.79-6.43 per member and month (PMC4569450; AJMC 2013;19(6):509)");
        /// What running the programme costs whatever its size.
        programme_fixed_cost: UsdPerYear = number(0.0)
            .because("state it: first-year ACO cost averaged $2.0M, range 0.3-6.7 (NAACOS 2014, n = 35)");
        /// Quality measures that the contract asks to be reported of physicians with attributed lives. Contracts
        /// share some of them (`system.measures_overlap`). None is asked by fee-for-service, nor where no people
        /// are counted.
        measures: Real = number(10.0).range(0.0, 500.0)
            .from(Grade::Recalled, "13 in a Medicare contract, 10 in a commercial and 5 in a Medicaid one (Boone 2024)");
        /// What the organisation plans to save under the agreement, as a share of the benchmark: its own effort
        /// follows what a dollar saved is worth there, whatever a single year turns out to be.
        planned_savings: Share = prior(Prior::Uniform(0.01, 0.04)).range(0.001, 0.5)
            .because("no source gives it: 2 to 3 % is what agreements earn in their better years; see how results move with it");
        /// Know-how in care management that the organisation brings along into its first year under such an
        /// agreement, as a part of all that can be learnt; `behaviour.evidence.organisation.new_know_how` when left
        /// out. What an agreement older than the scenario has learnt follows from its age.
        experience: Option<Share> = optional();
        /// Standard deviation of the contract's quality score around the mean of its physicians.
        quality_sd: Share = number(0.04).range(0.0, 0.3)
            .from(Grade::Derived, "sd of PY2024 MSSP scores is 9.45 points; the part between physicians' means is taken out");
        /// Yearly growth of the risk score beyond the market's, by coding.
        coding_growth: SignedShare = number(0.0).range(-0.1, 0.1).because("no coding drive unless stated");
        /// First performance year of the agreement in force; the scenario's first unless stated. One that lies
        /// after the scenario's first is waited for: until then visits are paid in full, and nothing is settled.
        first_year: Option<u64> = optional().range(1990.0, 2200.0);
        /// Last performance year of the agreement; the programme's last unless stated.
        last_year: Option<u64> = optional().range(1990.0, 2200.0);
        /// What follows the last year: `fee_for_service`, or the name of another contract, whose first year is
        /// the one after and which takes over the lives and the revenue.
        after_end: Option<String> = optional();
        /// How what the payer pays per wRVU moves over the years; by `outlook.price_growth` when left out.
        prices: Option<PricePath> = optional();
        /// The dated set of rules that the programme goes by, where a rule was proposed and is not final.
        rules: RuleSet = word("final");
        /// Whose patients count, and how well the list is known.
        attribution: Attribution = empty();
        /// Advances taken back from later savings; none when left out.
        advance: Option<Advance> = optional();
        /// Part of the benchmark prepaid within the year; none when left out.
        prepayment: Option<Prepayment> = optional();
        /// Security for losses, in place before the first two-sided year; none when left out.
        repayment: Option<Repayment> = optional();
        /// A provisional settlement before the final one; none when left out.
        interim: Option<Interim> = optional();
        /// Whether the system stays, decided year by year; as long as the agreement runs when left out.
        stay: Option<Staying> = optional();
        /// Clauses by which a party changes, ends or reopens the agreement; none unless stated.
        clauses: Clauses = empty();
        /// What the payer answered before signing; it moves no dollar.
        answers: PayerAnswers = empty();
        /// Clocks of settlement and payment.
        clock: Clock = empty();
        /// The contract family with its parameters.
        terms: Terms = required();
    }
    check Contract::check
}

/// A year as a scenario states it.
fn calendar(year: u64) -> CalendarYear {
    CalendarYear(u16::try_from(year).unwrap_or(u16::MAX))
}

impl Contract {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        // To know what it acts on, it is tried out.
        if table.is_sound("terms") {
            self.refuse_idle(table);
        }
        if let Some((first, last)) = self.first_year.zip(self.last_year).filter(|(first, last)| last < first)
        {
            table.problem(
                "last_year",
                format!("found {last}, before the first year, {first}; write {first} or later"),
            );
        }
        let pays_gap = matches!(&self.terms, Terms::Mips(mips) if mips.qualifying.is_some());
        let by_gap = matches!(&self.prices, Some(PricePath::Statutory(statutory)) if statutory.qualifying);
        if pays_gap && by_gap {
            table.problem(
                "prices",
                "found the factor for qualifying participants beside terms.mips.qualifying, which pays what that factor is higher by; write prices = \"statutory\"",
            );
        }
        if let Terms::SharedSavings(family) = &self.terms
            && let Some(limit) = family.truncation.as_ref().and_then(|cut| cut.undercuts(self.spending.0))
        {
            table.problem(
                "spending",
                format!(
                    "found {}, but truncation counts at most {limit} of any person, so they cannot cost as much on average; write what the contract counts, or stated_at = 0.99 in truncation for a figure cut there",
                    self.spending.0
                ),
            );
        }
        let payment = self.clock.payment_month.0;
        if matches!(self.terms, Terms::AmbulatorySpecialtyModel(_)) && !(24.0..36.0).contains(&payment) {
            table.problem_within(
                &["clock", "payment_month"],
                format!(
                    "found {payment}; the Ambulatory Specialty Model adjusts the claims of the second calendar year after the performance year; write clock = {{ settlement_month = 20, payment_month = 24 }}"
                ),
            );
        }
        if let Some(interim) = self.interim.as_ref().filter(|i| i.month.0 > self.clock.payment_month.0) {
            table.problem(
                "interim",
                format!(
                    "found month {}; an interim settlement comes before the final payment in month {}; write {} or less",
                    interim.month.0, self.clock.payment_month.0, self.clock.payment_month.0
                ),
            );
        }
    }

    /// Attributed lives in year `index` of the scenario, given those of the roster at its start.
    #[must_use]
    pub fn lives(&self, roster_lives: f64, growth: f64) -> f64 {
        (roster_lives + self.other_lives.get()) * growth
    }

    /// What running the programme costs in a year, reporting and delegated functions included.
    #[must_use]
    pub fn programme_cost(&self, lives: f64) -> f64 {
        12.0 * (self.programme_cost.get() + self.clauses.delegated_cost()) * lives
            + (self.programme_fixed_cost.get() + self.clauses.reporting_cost())
    }

    /// Quality measures that physicians with attributed lives report under it while it runs.
    #[must_use]
    pub fn measures_asked(&self) -> f64 {
        if self.terms.settles() && self.terms.counts_people() { self.measures.get() } else { 0.0 }
    }

    /// Professional revenue per wRVU that is paid service by service.
    #[must_use]
    pub fn fee_per_wrvu(&self) -> f64 {
        self.price_per_wrvu.get() * self.terms.fee_share()
    }

    /// Noise of the cost of care that is settled, as a multiple of that of a whole year's cost.
    #[must_use]
    pub fn noise(&self) -> f64 {
        self.terms.noise(self.spending.get())
    }

    /// Whether it is a Medicare Advantage premium, or what is delegated of one: coding pays in full, year after
    /// year.
    #[must_use]
    pub fn is_full_risk_premium(&self) -> bool {
        let premium = matches!(self.terms, Terms::PercentOfPremium(_) | Terms::DelegatedCapitation(_));
        premium && self.line == LineOfBusiness::MedicareAdvantage
    }

    /// Professional revenue per wRVU while the agreement runs, and once it is ended and visits are paid in
    /// full again.
    #[must_use]
    pub fn price_in_force(&self, runs: bool) -> f64 {
        if runs { self.fee_per_wrvu() } else { self.price_per_wrvu.get() }
    }

    /// Paid for each attributed person and month whatever is done, $; nothing once the agreement is ended.
    #[must_use]
    pub fn fees_in_force(&self, runs: bool, year: &Year) -> f64 {
        if runs { self.fee_in(year.index) + self.terms.capitation(year) } else { 0.0 }
    }

    /// First and last month in which its money moves, from the January of the performance year.
    #[must_use]
    pub fn payments(&self) -> RangeInclusive<u16> {
        self.clock.payments(self.terms.paid_over())
    }

    /// When physicians receive their part.
    #[must_use]
    pub fn payout(&self) -> MonthOffset {
        self.clock.payout(self.terms.paid_over())
    }

    /// Years from the middle of the performance year, when the work is done, to the payout.
    #[must_use]
    pub fn delay_years(&self) -> f64 {
        self.clock.delay_years(self.terms.paid_over())
    }

    /// Fees for care management and for delegated functions, for each person and month in a year counted from the
    /// scenario's start.
    fn fee_in(&self, index: usize) -> f64 {
        self.care_management_fee.get() * grown(self.care_management_growth.get(), index)
            + self.clauses.delegation_fee()
    }

    /// Fees for care management and for delegated functions in a year, counted from the scenario's start.
    #[must_use]
    pub fn fees(&self, lives: f64, index: usize) -> f64 {
        12.0 * self.fee_in(index) * lives
    }

    /// Whether rules of a programme, or prices by law, decide anything.
    #[must_use]
    pub fn goes_by_rules(&self) -> bool {
        self.terms.programme_years().first.is_some() || matches!(self.prices, Some(PricePath::Statutory(_)))
    }

    /// First performance year in a scenario that begins in `start`.
    #[must_use]
    pub fn begins(&self, start: CalendarYear) -> CalendarYear {
        self.first_year.map_or(start, calendar)
    }

    /// Last performance year, where there is one: the agreement's own, or the programme's.
    #[must_use]
    pub fn ends(&self) -> Option<CalendarYear> {
        self.last_year.map(calendar).or(self.terms.programme_years().last)
    }

    /// The first year, of the few before `start`, from which an agreement that is in force then would have been
    /// without a break, as far as its programme offered its terms; none where it states an earlier one.
    #[must_use]
    pub fn in_force_before(&self, start: CalendarYear, years: u16) -> Option<CalendarYear> {
        let earliest = start.0.saturating_sub(years);
        let offered = |year: u16| {
            let year = Year { calendar: CalendarYear(year), rules: self.rules, ..Year::FIRST };
            self.terms.programme_years().holds(year.calendar) && self.terms.not_offered(&year).is_none()
        };
        let not_in = (earliest..start.0).rev().find(|year| !offered(*year));
        (self.begins(start).0 > earliest).then(|| CalendarYear(not_in.map_or(earliest, |year| year + 1)))
    }

    /// What the payer pays per wRVU in year `index` of a scenario that begins in `start`, as a multiple of its
    /// first year's; `growth` is that of payers whose contract says nothing.
    #[must_use]
    pub fn price_factor(&self, start: CalendarYear, index: usize, growth: f64) -> f64 {
        self.prices
            .as_ref()
            .map_or_else(|| grown(growth, index), |path| path.factor(start, index, self.rules))
    }

    /// Where year `index` of a scenario that begins in `start` stands in the agreement.
    #[must_use]
    pub fn year(&self, start: CalendarYear, index: usize, lives: f64) -> Year {
        let calendar = start.plus(index);
        let since = usize::from(calendar.0.saturating_sub(self.begins(start).0));
        let (agreement, agreement_year) = match self.terms.rebase_every() {
            Some(every) => (since / every + 1, since % every + 1),
            None => (1, since + 1),
        };
        let drift = power(1.0 + self.coding_growth.get(), i32::try_from(agreement_year).unwrap_or(1));
        Year {
            index,
            calendar,
            fiscal_year: self.clock.fiscal_year(calendar),
            rules: self.rules,
            agreement_year,
            agreement,
            lives,
            risk_ratio: drift,
            ends: self.ends(),
            basis: BenchmarkBasis::NONE,
        }
    }
}
