//! A scenario: parties, contracts, plans, roster, policies, behaviour, horizon.

use super::{Funding, ReviewTerms};
use crate::alignment::Worth;
use crate::behaviour::{Behaviour, Workforce};
use crate::compliance::Compliance;
use crate::entity::{Cohort, Date, FeeScheduleChange, Physician, SpecialtyTerms};
use crate::pay::Plan;
use crate::payer::Contract;
use crate::schema::{
    Grade, Named, Prior, ReadTable, empty, flag, keywords, number, optional, parameters, prior, required,
    word,
};
use crate::survey::SurveyTerms;
use crate::system::{Allocation, System};
use crate::units::{CalendarYear, Months, Points, Ratio, Real, Share, SignedShare, UsdAmount, UsdPerYear};

parameters! {
    /// Who wrote the scenario and what it is for.
    pub struct Header {
        /// Title.
        title: String = required();
        /// Author.
        author: Option<String> = optional();
        /// Where the case comes from: a document, a paper, a meeting.
        reference: Option<String> = optional().range(1.0, 10_000.0);
        /// What the scenario is for.
        description: Option<String> = optional().range(1.0, 10_000.0);
    }
}

parameters! {
    /// Horizon, trials, seed.
    pub struct Run {
        /// First performance year.
        start_year: u64 = number(2026.0).range(1990.0, 2100.0).because("the current performance year");
        /// Performance years simulated.
        years: u64 = number(10.0).range(1.0, 50.0).because("redesign through new agreements takes five to ten years");
        /// Simulated futures.
        trials: u64 = number(2000.0).range(1.0, 100_000_000.0).because("Monte Carlo error of a mean is then at most 2 % of its spread");
        /// The only source of chance.
        seed: u64 = number(20_260_101.0).because("any number will do");
        /// Rosters that cohorts draw. 1 draws them once: every error and interval is then conditional on that roster.
        /// With more, trials meet them in turn, in every arm the same; errors then hold for whatever roster the
        /// cohorts might have drawn, and the rosters' part of every spread is told. 32 tell it within a quarter or so.
        /// Memory grows with them, never with trials; rosters from files stay as they are.
        rosters: u64 = number(1.0).range(1.0, 256.0).because("drawn once, as a system has one roster");
    }
}

parameters! {
    /// Where the roster stands.
    pub struct RosterFile {
        /// CSV file, relative to the scenario's own folder.
        file: String = required().range(1.0, 4_096.0);
    }
}

keywords! {
    /// When a redesigned plan takes hold.
    pub enum When {
        /// For everyone at once, after the lead time.
        Immediately = "immediately",
        /// For each physician when the agreement renews, and for new hires.
        Renewal = "renewal",
        /// For new hires only.
        Hire = "hire",
    }
}

parameters! {
    /// A plan that takes the place of another.
    pub struct Redesign {
        /// The plan that is replaced.
        from: String = required();
        /// The plan that takes its place.
        to: String = required();
        /// When.
        when: When = word("renewal");
        /// Months from the scenario's start until counsel, valuation and board are done; part of a month
        /// counts as such.
        lead_months: Months = number(9.0).range(0.0, 120.0).because("drafting, fair-market opinion and board approval");
        /// The month, such as "2026-08", or the day, such as "2026-08-25", from which the new plan may pay,
        /// in place of `lead_months`.
        date: Option<Date> = optional();
        /// What that costs, once.
        legal_cost: UsdAmount = number(150_000.0).because("counsel and an independent fair-market-value opinion");
        /// Years after that in which the old plan still pays and the new one is worked out beside it:
        /// `explain` tells what it would have paid.
        shadow_years: Real = number(0.0).range(0.0, 10.0).because("no shadow years unless stated");
    }
    check Redesign::check
}

impl ChanceTerms {
    /// Reliability of measured quality: `n·c / (1 + (n − 1)·c)` for `n` events and a correlation `c`
    /// within physicians. It tells how much of the variation between physicians is real.
    #[must_use]
    pub fn quality_reliability(&self) -> f64 {
        let (events, within) = (self.quality_events.0, self.quality_icc.0);
        events * within / (1.0 + (events - 1.0) * within)
    }
}

impl Redesign {
    /// Months from the January of the scenario's first year until everything is ready.
    #[must_use]
    pub fn ready(&self, start: CalendarYear) -> f64 {
        self.date.map_or(self.lead_months.0, |date| date.months_from(start.0))
    }

    /// Month, counted from the January of the scenario's first year, from which the new plan may pay;
    /// part of a month counts as such.
    #[must_use]
    pub fn effective(&self, start: CalendarYear) -> f64 {
        self.ready(start) + 12.0 * self.shadow_years.0
    }

    /// Whether some of a year, 0 for the first, is a shadow year.
    #[must_use]
    pub fn shadows(&self, start: CalendarYear, year: usize) -> bool {
        #[expect(clippy::cast_precision_loss, reason = "months of the horizon")]
        let (first, after) = ((12 * year) as f64, (12 * (year + 1)) as f64);
        self.shadow_years.0 > 0.0 && self.ready(start) < after && first < self.effective(start)
    }

    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.date.is_some() && table.states("lead_months") {
            table.problem("date", "found with lead_months, which says the same in months from the scenario's start; write one of them");
        }
    }
}

impl Run {
    /// First performance year.
    #[must_use]
    pub fn start(&self) -> CalendarYear {
        CalendarYear(u16::try_from(self.start_year).unwrap_or(u16::MAX))
    }
}

parameters! {
    /// Physicians see what the contracts pay for and where they stand: sight of contracts goes towards
    /// `behaviour.evidence.sight_full`, sight of one's own plan as far again towards all of it.
    pub struct Transparency {
        /// Months from the scenario's start until reports reach physicians.
        lead_months: Months = number(6.0).range(0.0, 120.0).because("data feeds, attribution lists, first report");
        /// Yearly cost per physician.
        cost_per_physician: UsdPerYear = number(1_500.0).because("analyst and reporting tools spread over the group");
    }
}

parameters! {
    /// The system says plainly where its contracts and its pay disagree, and what it will do.
    pub struct Honesty {
        /// Months from the scenario's start until it has been said. Fewer leave from a year later on
        /// (`behaviour.evidence.retention.honesty_ratio`).
        lead_months: Months = number(9.0).range(0.0, 120.0).because("the review and the calendar of any change of plan");
        /// What that costs, once.
        cost: UsdAmount = number(150_000.0).because("review by counsel and board as for a redesign, and meetings with everyone");
    }
}

parameters! {
    /// Policies of the system towards its physicians.
    pub struct Policy {
        /// Transparency at the physician level.
        transparency: Option<Transparency> = optional();
        /// Stated honesty about the gap.
        honesty: Option<Honesty> = optional();
    }
}

parameters! {
    /// How much chance there is.
    pub struct ChanceTerms {
        /// No chance at all: work, quality, spending, markets, forecasts and small populations come out as
        /// expected, nobody leaves, clauses strike only with a chance of 1, and every uncertain number stands
        /// at its mean. What is *expected* keeps the spread that the numbers below give it, so incentives are
        /// those of the uncertain world. Every trial is then the same: to check a plan or a contract by hand.
        none: bool = flag(false);
        /// Spread of one physician's wRVUs from year to year, as a share of their mean (row 41).
        wrvu_cv: Share = prior(Prior::Uniform(0.06, 0.15)).range(0.0, 1.0)
            .because("a third of the variation lies within physicians (Shashar 2021, 3:1)");
        /// Spread of one month's wRVUs around the year's pace, as a share of it. Matters only to plans that
        /// are reckoned by quarter or month, for physicians whose months the roster does not state.
        month_cv: Share = number(0.15).range(0.0, 1.0)
            .because("working days of a month vary by a tenth; vacations and illness fall into some months");
        /// Chance in the measured savings rate of a population of N: this over √N (row 27).
        spending_noise: Ratio = prior(Prior::Normal(2.12, 0.08)).range(0.0, 10.0)
            .from(Grade::Derived, "CMS's MSR table is z x 2.15/sqrt(N); 2.16 in the settlement record");
        /// How alike a person's cost of care is from one year to the next: correlation of the normal
        /// scores behind it (row 28). With `attribution.churn` it says how much of a year's luck carries
        /// over into the next.
        persistence: Share = prior(Prior::Uniform(0.3, 0.6)).range(0.0, 0.9)
            .from(Grade::Derived, "0.59 behind 30 % of the top 5 % staying there (MEPS 1996-97); 0.45 or less behind CMS's table of minimum savings rates");
        /// Yearly wandering of the level of an organisation's cost of care around its market, whatever the size
        /// of the population: it lasts, as far as `lasting_kept` says.
        lasting_sd: Share = number(0.011).range(0.0, 0.2)
            .from(Grade::Derived, "settlement record 2013-2023 by `cascade backtest`: 0.012, standard error 0.0013, less `regional_sd`");
        /// Yearly wandering of that level in a population of N, beyond the luck of persons: this over √N.
        lasting_noise: Ratio = number(1.2).range(0.0, 10.0)
            .from(Grade::Derived, "settlement record 2013-2023 by `cascade backtest`, given `spending_noise`");
        /// Part of that level that is left after a year.
        lasting_kept: Share = number(0.98).range(0.0, 1.0)
            .from(Grade::Derived, "0.982, standard error 0.011: settlement record 2013-2023 by `cascade backtest`");
        /// Chance in the cost of one patient's care within a year: coefficient of variation after
        /// truncation (row 26).
        person_cv: Ratio = number(1.88).range(0.0, 10.0).from(Grade::Derived, "(mu/2)E^2 truncated at its 99th percentile");
        /// Standard deviation of regional around national growth.
        regional_sd: Share = number(0.005).range(0.0, 0.2).because("half a point a year");
        /// Events behind one physician's quality composite in a year: they set its luck.
        quality_events: Real = number(200.0).range(1.0, 1e6)
            .from(Grade::Derived, "ten measures at the 20-50 events of Scholle 2008");
        /// Part of the variation of one event of a quality measure that lies between physicians (row 33).
        /// With `quality_events` it says how reliable measured quality is.
        quality_icc: Share = prior(Prior::Beta(9.0, 190.0))
            .from(Grade::Derived, "reliability of 0.70 at 50 events (Scholle 2008): 0.045");
    }
}

parameters! {
    /// What measures say of a panel beside the care it was given.
    pub struct Measurement {
        /// Points by which the same care measures lower for a panel at full social risk than for
        /// one at none.
        quality_missed: Points = number(0.0).range(0.0, 50.0)
            .because("off unless stated: panels with social risk score lower for the same care, by how much is not settled");
        /// Part of the cost of care that risk adjustment misses for a panel at full social risk,
        /// against one at none. Savings attributed to physicians one by one lack it.
        cost_missed: Share = number(0.0).range(0.0, 1.0)
            .because("off unless stated: claims-based scores carry no social risk");
    }
}

parameters! {
    /// Two uncertain numbers that move together.
    pub struct Correlation {
        /// Path of the one, such as `contract.aco.trend`.
        first: String = required();
        /// Path of the other.
        second: String = required();
        /// Correlation of their normal scores.
        rho: Real = required().range(-0.999, 0.999);
    }
}

parameters! {
    /// Practice over the years.
    pub struct OutlookTerms {
        /// Yearly growth of wRVUs per physician.
        wrvu_growth: SignedShare = number(0.0).range(-0.2, 0.2).because("none, so that responses can be read off");
        /// Yearly growth of what payers pay per wRVU.
        price_growth: SignedShare = number(0.01).range(-0.2, 0.2).because("between Medicare's near zero and commercial increases");
        /// Yearly adjustment of every dollar amount in compensation plans.
        pay_growth: SignedShare = number(0.03).range(-0.2, 0.2)
            .from(Grade::Published, "2.9-4.6 % a year (AMGA 2018-2025; MGMA 2023)");
        /// Yearly growth of the facility margin that accompanies a wRVU of own work.
        facility_growth: SignedShare = number(0.036).range(-0.2, 0.2)
            .from(Grade::Derived, "hospital prices rose 15 % in the four years to 2022, 3.6 % a year (HCCI); margin per wRVU taken to rise with them");
        /// Yearly growth of practice and programme costs.
        expense_growth: SignedShare = number(0.03).range(-0.2, 0.2).because("general medical wage growth");
        /// What a dollar is worth less for each year that it comes later, in present values of the horizon: those
        /// of the first year count in full.
        discount_rate: Share = number(0.05).range(0.0, 0.5)
            .because("dollars are nominal: a tax-exempt system borrows at 4-5 %, and the 3 % on real dollars of cost-effectiveness studies is 5-6 % on nominal ones");
        /// How the work of a year lies in its months: twelve weights, January first; even when left out.
        /// Matters only to plans that are reckoned by quarter or month.
        months: Vec<Ratio> = empty();
        /// Changes of the fee schedule, by which the same work counts more or fewer wRVUs. What payers
        /// pay for that work is a matter of `price_growth`.
        fee_schedule: Vec<FeeScheduleChange> = empty();
    }
    check OutlookTerms::check
}

impl OutlookTerms {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        let found = self.months.len();
        if found != 0 && found != 12 {
            table.problem(
                "months",
                format!("found {found} weights; write twelve, January first, or leave them out"),
            );
        } else if found == 12 && self.months.iter().all(|weight| weight.0 == 0.0) {
            table
                .problem("months", "found no month with any work; write weights such as 1 for a usual month");
        }
    }
}

impl Scenario {
    /// Contracts whose lives are no people of a panel: episodes of care and discharges of a hospital.
    pub fn contracts_by_episode(&self) -> impl Iterator<Item = &str> {
        self.contract.iter().filter(|(_, contract)| !contract.terms.counts_people()).map(|(name, _)| name)
    }

    /// People of a physician's panel who are attributed under any contract.
    #[must_use]
    pub fn attributed_people(&self, physician: &Physician) -> f64 {
        let people = |name: &str| self.contract.get(name).is_none_or(|c| c.terms.counts_people());
        physician.lives.iter().filter(|(name, _)| people(name)).map(|(_, lives)| lives).sum()
    }
}

parameters! {
    /// A scenario.
    pub struct Scenario {
        /// Version of the rules the scenario was written for.
        engine: u64 = number(1.0).range(1.0, 1.0).because("the only version there is");
        /// Who wrote it and what it is for.
        scenario: Header = required();
        /// Horizon, trials, seed.
        run: Run = empty();
        /// The health system.
        system: System = required();
        /// Where the roster stands; or cohorts to generate one.
        roster: Option<RosterFile> = optional();
        /// Groups of physicians to generate.
        cohort: Named<Cohort> = empty();
        /// Specialties that differ from the standard ones, or are one's own.
        specialty: Named<SpecialtyTerms> = empty();
        /// Contracts with payers.
        contract: Named<Contract> = required();
        /// Compensation plans.
        plan: Named<Plan> = required();
        /// What the system does with value-based money.
        allocation: Allocation = empty();
        /// Plans that take the place of others.
        redesign: Vec<Redesign> = empty();
        /// What funds a variant's changes of pay: only for variants.
        funding: Option<Funding> = optional();
        /// Policies towards physicians.
        policy: Policy = empty();
        /// Practice and prices over the years.
        outlook: OutlookTerms = empty();
        /// Leaving, replacing, starting.
        workforce: Workforce = empty();
        /// How physicians respond to incentives.
        behaviour: Behaviour = word("evidence");
        /// How much chance there is.
        chance: ChanceTerms = empty();
        /// What measures say of a panel beside the care it was given.
        measurement: Measurement = empty();
        /// What a lever is worth to those who pay for care.
        value: Worth = empty();
        /// Uncertain numbers that move together.
        correlation: Vec<Correlation> = empty();
        /// The survey that pay and work are compared with.
        survey: SurveyTerms = empty();
        /// Facts that the rules of law ask for.
        compliance: Compliance = empty();
        /// What a review of contracts goes by.
        review: ReviewTerms = empty();
    }
}
