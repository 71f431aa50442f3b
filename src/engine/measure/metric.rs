//! Everything that is measured: one enum, each with name, unit, definition and audience.

use crate::entity::Lever;
use crate::model::Unknown;
use crate::units::{closest, words};

words! {
    /// Who asks for a measure.
    pub enum Audience {
        word: "The word.";
        /// Finance.
        Finance = "finance",
        /// The compensation committee.
        Committee = "committee",
        /// Researchers.
        Research = "research",
    }
}

/// How a group's value comes from its physicians'.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rollup {
    /// Mean over positions.
    Mean,
    /// Sum over positions.
    Sum,
    /// Sum of one measure over sum of another.
    Ratio(Metric, Metric),
    /// Not for groups.
    No,
}

/// How a measure is kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Keep {
    /// Moments and quantiles, the latter in whole quanta of this many per unit.
    Quantiles(f64),
    /// Mean, spread and Monte Carlo error; of groups quantiles, too.
    Moments,
    /// Mean, spread and Monte Carlo error, of groups likewise.
    Plain,
    /// Nothing of single physicians; of groups mean, spread and Monte Carlo error. Such measures stand last.
    Groups,
}

impl Keep {
    /// Whether groups keep quantiles.
    #[must_use]
    pub const fn has_quantiles(self) -> bool {
        matches!(self, Keep::Quantiles(_) | Keep::Moments)
    }
}

/// A measure's record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Definition {
    /// Name in files.
    pub name: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// What it is.
    pub definition: &'static str,
    /// Who asks for it.
    pub audience: Audience,
    /// How it is kept for each physician; groups and the system keep quantiles of all but [`Keep::Plain`] and
    /// [`Keep::Groups`].
    pub keep: Keep,
    /// How groups take it from their physicians.
    pub rollup: Rollup,
}

const CENTS: f64 = 100.0;
const FINE: f64 = 1_048_576.0;

/// A measure that nobody takes.
fn no_measure<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Unknown {
    let near = closest(name, known).map(|near| format!("did you mean `{near}`?"));
    let instead = near.unwrap_or_else(|| "`cascade catalogue measures` lists them".to_owned());
    Unknown::new(format!("measure {name:?}"), instead)
}

macro_rules! metrics {
    ($(#[doc = $doc:literal])* pub enum $name:ident { $( $(#[doc = $variant_doc:literal])+ $variant:ident = $text:literal, $unit:literal, $audience:ident, $keep:expr, $rollup:expr; )+ }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( $(#[doc = $variant_doc])+ $variant, )+ }

        impl $name {
            /// Every measure of the kind, in order.
            pub const ALL: &'static [$name] = &[ $( $name::$variant, )+ ];

            /// The measure of the kind that files call so.
            ///
            /// # Errors
            ///
            /// [`Unknown`], with the nearest name that there is.
            pub fn named(name: &str) -> Result<$name, Unknown> {
                let found = $name::ALL.iter().find(|measure| measure.definition().name == name);
                found.copied().ok_or_else(|| no_measure(name, $name::ALL.iter().map(|m| m.definition().name)))
            }

            /// The measure's record.
            #[must_use]
            pub const fn definition(self) -> Definition {
                match self { $( $name::$variant => Definition {
                    name: $text,
                    unit: $unit,
                    definition: concat!($($variant_doc,)+),
                    audience: Audience::$audience,
                    keep: $keep,
                    rollup: $rollup,
                }, )+ }
            }
        }
    };
}

metrics! {
    /// What is measured of a physician-year. Specialties, plans and the system carry the same
    /// measures, taken from their physicians.
    pub enum Metric {
        /// Total pay earned for the performance year: every component, pools included, after guarantee and cap. Pool money is counted in the year in which it was earned, not in the later year in which it is paid.
        Pay = "pay", "$", Committee, Keep::Quantiles(CENTS), Rollup::Mean;
        /// Pay in this arm less pay of the same position in the baseline, on the same luck; of positions that both have.
        PayChange = "pay_change", "$", Committee, Keep::Quantiles(CENTS), Rollup::Mean;
        /// Value-linked pay: quality bonuses, released withholds, passed-through savings.
        ValuePay = "value_pay", "$", Committee, Keep::Quantiles(CENTS), Rollup::Mean;
        /// Misalignment index M of the physician's marginal pay against the worth of each lever to those who pay for care: 0 aligned, 1 no better than a flat salary, above 1 worse.
        Misalignment = "misalignment", "index", Research, Keep::Quantiles(FINE), Rollup::Mean;
        /// Distortion, the first part of M: sin² of the angle between marginal pay and worth. Pay for the wrong mix.
        Distortion = "distortion", "index", Research, Keep::Moments, Rollup::Mean;
        /// Strength, the second part of M: (cos θ − r)². Pay too weak or too strong.
        Strength = "strength", "index", Research, Keep::Moments, Rollup::Mean;
        /// cos²θ: the share of attainable value that rescaling the present pay mix could recover; 0 when it pulls the other way.
        Recoverable = "recoverable", "share", Research, Keep::Moments, Rollup::No;
        /// The same index for the contract leg: the system's marginal margin against worth.
        ContractMisalignment = "misalignment_contract_leg", "index", Research, Keep::Moments, Rollup::Mean;
        /// The same index for the employment leg: the physician's marginal pay against the system's marginal margin.
        EmploymentMisalignment = "misalignment_employment_leg", "index", Research, Keep::Moments, Rollup::Mean;
        /// M against the committee's target strength: the distance to paying that part of full worth on every lever.
        TargetMisalignment = "misalignment_at_target_strength", "index", Research, Keep::Moments, Rollup::No;
        /// Pay for time: salary, guarantees.
        TimePay = "time_pay", "$", Committee, Keep::Moments, Rollup::No;
        /// Pay that moves with wRVUs.
        VolumePay = "volume_pay", "$", Committee, Keep::Moments, Rollup::No;
        /// Pay for measured quality.
        QualityPay = "quality_pay", "$", Committee, Keep::Moments, Rollup::No;
        /// Pay for cost of care: passed-through savings, gainsharing, referral accounts; counted in the year in which it was earned.
        PassThroughPay = "pass_through_pay", "$", Committee, Keep::Moments, Rollup::No;
        /// Pay for non-clinical work.
        ServicePay = "service_pay", "$", Committee, Keep::Moments, Rollup::No;
        /// Pay based on volume, whatever it is called: pay that moves with wRVUs, and salaries whose level last year's wRVUs set (labelled pay for time), but for what a new hire's guarantee covers.
        VolumeBasisPay = "volume_basis_pay", "$", Research, Keep::Moments, Rollup::No;
        /// Volume share of pay by what it is called, as surveys of physicians ask (AMA): volume pay over total pay.
        VolumeShare = "volume_share_of_pay", "share", Research, Keep::Moments, Rollup::Ratio(Metric::VolumePay, Metric::Pay);
        /// Volume share of pay by what it is based on, as Reid 2022 counts plans: volume-based pay over total pay.
        VolumeBasisShare = "volume_basis_share_of_pay", "share", Research, Keep::Moments, Rollup::Ratio(Metric::VolumeBasisPay, Metric::Pay);
        /// Value share of pay, as Reid 2022 counts it: quality and cost incentives over total pay.
        ValueShare = "value_share_of_pay", "share", Research, Keep::Moments, Rollup::Ratio(Metric::ValuePay, Metric::Pay);
        /// Alignment gap: share of the revenue that the physician's panel brings which sits under value-based contracts (HCP-LAN categories 3 and 4), less the value share of pay, in points. The contracts are the baseline's in the same trial and year, so that leaving one does not look like progress; of positions that the baseline lacks, the arm's own.
        AlignmentGap = "alignment_gap", "points", Committee, Keep::Moments, Rollup::Mean;
        /// κ: what the physician is expected to keep of the next dollar that their own patients cost less, contract slope × (1 − retention) × pool share × own part.
        MarginalPassThrough = "marginal_pass_through", "$ per $", Finance, Keep::Moments, Rollup::Mean;
        /// Chance of having lowered the cost of care and received no value pay.
        UnpaidValue = "value_unpaid", "chance", Committee, Keep::Moments, Rollup::Mean;
        /// True savings under value-based contracts on the care under this physician's influence, the organisation's part included, against no response; as far as the contracts count these patients, whom they attribute for a part of the year or not at all. Over all physicians, with `true_savings_elsewhere`, they add up to `true_savings_total`. Not benchmark savings.
        TrueSavings = "true_savings", "$", Research, Keep::Moments, Rollup::Sum;
        /// Work RVUs.
        Wrvu = "wrvu", "wRVU", Committee, Keep::Moments, Rollup::Mean;
        /// Measured quality composite, chance included.
        Quality = "measured_quality", "share", Committee, Keep::Moments, Rollup::Mean;
        /// Quality of care where it is measured, without chance, without what is documentation alone, and with what measures miss for panels at social risk.
        ClinicalQuality = "clinical_quality", "share", Research, Keep::Moments, Rollup::Mean;
        /// Unmeasured quality against the start: what attention to measured and paid care takes away elsewhere.
        UnmeasuredQuality = "unmeasured_quality", "points", Research, Keep::Moments, Rollup::Mean;
        /// Access: openness to new patients against the start, in points of the physicians who take them. It follows the share of pay that moves with the panel.
        Access = "access", "points", Committee, Keep::Moments, Rollup::Mean;
        /// Share of the revenue that the physician's panel brings which sits under value-based contracts (HCP-LAN categories 3 and 4), by this arm's own contracts.
        ValueRevenueShare = "value_share_of_revenue", "share", Committee, Keep::Moments, Rollup::Mean;
        /// The same by the baseline's contracts in the same trial and year: arms then differ by pay alone, and leaving a contract does not look like progress.
        ValueRevenueHeld = "value_share_of_revenue_held", "share", Committee, Keep::Moments, Rollup::Mean;
        /// Expected pay for 1 % more of own visits and procedures, a year: needs no assumption of what an hour moves.
        PayForVolume = "pay_for_volume", "$", Committee, Keep::Moments, Rollup::Mean;
        /// Expected pay for care under own influence that costs 1 % less, a year.
        PayForStewardship = "pay_for_stewardship", "$", Committee, Keep::Plain, Rollup::Sum;
        /// What the system expects for it, before physician pay: receipts, less facility margin lost and visits not made.
        SystemForStewardship = "system_for_stewardship", "$", Finance, Keep::Plain, Rollup::Sum;
        /// What it is worth to those who pay for care: 1 % of the cost of care under own influence.
        WorthOfStewardship = "worth_of_stewardship", "$", Finance, Keep::Plain, Rollup::Sum;
        /// The part of that worth which lies under contracts that settle savings.
        ContractedStewardship = "contracted_stewardship", "$", Finance, Keep::Plain, Rollup::Sum;
        /// Receipts that contracts are expected to bring the system for it, before what it loses.
        ReceiptsForStewardship = "receipts_for_stewardship", "$", Finance, Keep::Plain, Rollup::Sum;
        /// The system's leg of the chain of an avoided dollar: what the system keeps of it, before physician pay; below 0 it loses.
        SystemPartOfAvoided = "system_part_of_avoided_dollar", "$ per $", Finance, Keep::Moments, Rollup::Ratio(Metric::SystemForStewardship, Metric::WorthOfStewardship);
        /// The physician's leg: what the physician is expected to be paid of a dollar of care avoided for own patients, whoever pays for them, less what visits not made would have paid.
        OwnPartOfAvoided = "own_part_of_avoided_dollar", "$ per $", Committee, Keep::Moments, Rollup::Ratio(Metric::PayForStewardship, Metric::WorthOfStewardship);
        /// Part of the cost of care under own influence that lies under contracts which settle savings.
        ContractedShareOfCare = "contracted_share_of_care", "share", Finance, Keep::Plain, Rollup::Ratio(Metric::ContractedStewardship, Metric::WorthOfStewardship);
        /// Expected pay for one more hour of a visit: +1 % wRVU, by the hours that it costs; what levers cost of a full-time physician, by clinical FTE.
        HourPaysVolume = "pay_per_hour_volume", "$ per hour", Committee, Keep::Plain, Rollup::Mean;
        /// Expected pay for one more hour of care management: −1 % of the cost of care under influence, by the hours that it costs; what levers cost of a full-time physician, by clinical FTE.
        HourPaysStewardship = "pay_per_hour_stewardship", "$ per hour", Committee, Keep::Plain, Rollup::Mean;
        /// Expected pay for one more hour of quality work: +1 point of measured quality, by the hours that it costs; what levers cost of a full-time physician, by clinical FTE.
        HourPaysQuality = "pay_per_hour_quality", "$ per hour", Committee, Keep::Plain, Rollup::Mean;
        /// Expected pay for one more hour of coding: +1 % risk score, by the hours that it costs; what levers cost of a full-time physician, by clinical FTE.
        HourPaysDocumentation = "pay_per_hour_documentation", "$ per hour", Committee, Keep::Plain, Rollup::Mean;
        /// Expected pay for one more hour of access: +1 % panel, by the hours that it costs; what levers cost of a full-time physician, by clinical FTE.
        HourPaysAccess = "pay_per_hour_access", "$ per hour", Committee, Keep::Plain, Rollup::Mean;
        /// Expected pay for one more hour of transformation: one more hour a week on how care is organised.
        HourPaysTransformation = "pay_per_hour_transformation", "$ per hour", Committee, Keep::Plain, Rollup::Mean;
        /// Chance that no hour pays more, and this one at least fifty cents: a visit: +1 % wRVU.
        BestPaidVolume = "best_paid_hour_volume", "chance", Committee, Keep::Plain, Rollup::Mean;
        /// Chance that no hour pays more, and this one at least fifty cents: care management: −1 % of the cost of care under influence.
        BestPaidStewardship = "best_paid_hour_stewardship", "chance", Committee, Keep::Plain, Rollup::Mean;
        /// Chance that no hour pays more, and this one at least fifty cents: quality work: +1 point of measured quality.
        BestPaidQuality = "best_paid_hour_quality", "chance", Committee, Keep::Plain, Rollup::Mean;
        /// Chance that no hour pays more, and this one at least fifty cents: coding: +1 % risk score.
        BestPaidDocumentation = "best_paid_hour_documentation", "chance", Committee, Keep::Plain, Rollup::Mean;
        /// Chance that no hour pays more, and this one at least fifty cents: access: +1 % panel.
        BestPaidAccess = "best_paid_hour_access", "chance", Committee, Keep::Plain, Rollup::Mean;
        /// Chance that no hour pays more, and this one at least fifty cents: transformation: one more hour a week on how care is organised.
        BestPaidTransformation = "best_paid_hour_transformation", "chance", Committee, Keep::Plain, Rollup::Mean;
        /// Chance that a guarantee or a floor holds, under which more of the work that it covers pays little or nothing: a new hire's guarantee, a transition's floor, a draw that production does not reach, a salary below its threshold.
        Guaranteed = "guarantee_holds", "chance", Committee, Keep::Plain, Rollup::Mean;
        /// Value induced over all levers, against all worth, 100 × 2 Σ w p / C / |w|²; arms are ranked by it. What quality is worth by contracts is worth what the baseline's pay; 0 where nothing is worth anything.
        ValueInduced = "value_induced", "% of attainable", Committee, Keep::Moments, Rollup::Mean;
        /// Effort that it costs, over all levers.
        EffortOfValue = "effort_of_value", "% of attainable", Research, Keep::Plain, Rollup::Mean;
        /// Value induced against the worth to contracted payers alone: the part of the cost of care, and of revenue, that lies under value-based contracts, the baseline's in every arm.
        ValueInducedContracted = "value_induced_contracted", "% of attainable", Committee, Keep::Plain, Rollup::Mean;
        /// Effort that it costs, on the same scale.
        EffortContracted = "effort_of_value_contracted", "% of attainable", Research, Keep::Plain, Rollup::Mean;
        /// Value at the committee's target strength τ: 100 × (1 − |τw − p|² / |τw|²).
        ValueAtTarget = "value_at_target_strength", "% of attainable", Committee, Keep::Plain, Rollup::Mean;
        /// Change of pay against the baseline by what is paid for a unit of work and time: rates, salaries, tiers. What is left of `pay_change` after the other six reasons, so that the seven add up to it.
        ChangeByRate = "change_by_rate", "$", Committee, Keep::Plain, Rollup::Mean;
        /// Change of pay by doing more or less work, at what the baseline paid for a wRVU on average; salaries that last year's work sets follow last year's. The part of the year in which the position is empty counts here, with all pay.
        ChangeByVolume = "change_by_volume", "$", Committee, Keep::Plain, Rollup::Mean;
        /// Change of pay by pay for measured quality, before caps.
        ChangeByQuality = "change_by_quality", "$", Committee, Keep::Plain, Rollup::Mean;
        /// Change of pay by pay for the cost of care, before caps: pools, passed-through savings.
        ChangeByPools = "change_by_pools", "$", Committee, Keep::Plain, Rollup::Mean;
        /// Change of pay by pay for the panel and for non-clinical work, before caps.
        ChangeByService = "change_by_panel_and_service", "$", Committee, Keep::Plain, Rollup::Mean;
        /// Change of pay by what guarantees and hold-harmless floors top up.
        ChangeByGuarantee = "change_by_guarantee", "$", Committee, Keep::Plain, Rollup::Mean;
        /// Change of pay by what caps on pay cut.
        ChangeByCap = "change_by_cap", "$", Committee, Keep::Plain, Rollup::Mean;
        /// Chance that the position changes hands as the page turns to the year: whoever leaves at the end of a year counts in the next, whose beginning the position is empty. Added up over physicians, `departures`; a person of several appointments counts at the first.
        Leaves = "leaves", "chance", Committee, Keep::Plain, Rollup::Mean;
        /// Worth to those who pay for care of one more hour of a visit: +1 % wRVU.
        HourIsWorthVolume = "worth_per_hour_volume", "$ per hour", Research, Keep::Groups, Rollup::Mean;
        /// Worth to those who pay for care of one more hour of care management: −1 % of the cost of care under influence.
        HourIsWorthStewardship = "worth_per_hour_stewardship", "$ per hour", Research, Keep::Groups, Rollup::Mean;
        /// Worth to those who pay for care of one more hour of quality work: +1 point of measured quality.
        HourIsWorthQuality = "worth_per_hour_quality", "$ per hour", Research, Keep::Groups, Rollup::Mean;
        /// Worth to those who pay for care of one more hour of coding: +1 % risk score.
        HourIsWorthDocumentation = "worth_per_hour_documentation", "$ per hour", Research, Keep::Groups, Rollup::Mean;
        /// Worth to those who pay for care of one more hour of access: +1 % panel.
        HourIsWorthAccess = "worth_per_hour_access", "$ per hour", Research, Keep::Groups, Rollup::Mean;
        /// Worth to those who pay for care of one more hour of transformation: one more hour a week on how care is organised.
        HourIsWorthTransformation = "worth_per_hour_transformation", "$ per hour", Research, Keep::Groups, Rollup::Mean;
        /// What one more hour brings the system, before physician pay, of a visit: +1 % wRVU.
        HourBringsVolume = "system_per_hour_volume", "$ per hour", Finance, Keep::Groups, Rollup::Mean;
        /// What one more hour brings the system, before physician pay, of care management: −1 % of the cost of care under influence.
        HourBringsStewardship = "system_per_hour_stewardship", "$ per hour", Finance, Keep::Groups, Rollup::Mean;
        /// What one more hour brings the system, before physician pay, of quality work: +1 point of measured quality.
        HourBringsQuality = "system_per_hour_quality", "$ per hour", Finance, Keep::Groups, Rollup::Mean;
        /// What one more hour brings the system, before physician pay, of coding: +1 % risk score.
        HourBringsDocumentation = "system_per_hour_documentation", "$ per hour", Finance, Keep::Groups, Rollup::Mean;
        /// What one more hour brings the system, before physician pay, of access: +1 % panel.
        HourBringsAccess = "system_per_hour_access", "$ per hour", Finance, Keep::Groups, Rollup::Mean;
        /// What one more hour brings the system, before physician pay, of transformation: one more hour a week on how care is organised.
        HourBringsTransformation = "system_per_hour_transformation", "$ per hour", Finance, Keep::Groups, Rollup::Mean;
        /// Value induced, against all worth: 100 × 2 w p / C / |w|², by a visit: +1 % wRVU.
        InducedVolume = "value_induced_volume", "% of attainable", Committee, Keep::Groups, Rollup::Mean;
        /// Value induced, against all worth: 100 × 2 w p / C / |w|², by care management: −1 % of the cost of care under influence.
        InducedStewardship = "value_induced_stewardship", "% of attainable", Committee, Keep::Groups, Rollup::Mean;
        /// Value induced, against all worth: 100 × 2 w p / C / |w|², by quality work: +1 point of measured quality.
        InducedQuality = "value_induced_quality", "% of attainable", Committee, Keep::Groups, Rollup::Mean;
        /// Value induced, against all worth: 100 × 2 w p / C / |w|², by coding: +1 % risk score.
        InducedDocumentation = "value_induced_documentation", "% of attainable", Committee, Keep::Groups, Rollup::Mean;
        /// Value induced, against all worth: 100 × 2 w p / C / |w|², by access: +1 % panel.
        InducedAccess = "value_induced_access", "% of attainable", Committee, Keep::Groups, Rollup::Mean;
        /// Value induced, against all worth: 100 × 2 w p / C / |w|², by transformation: one more hour a week on how care is organised.
        InducedTransformation = "value_induced_transformation", "% of attainable", Committee, Keep::Groups, Rollup::Mean;
        /// Effort that the value induced costs: 100 × p² / C / |w|², by a visit: +1 % wRVU.
        EffortVolume = "effort_of_value_volume", "% of attainable", Research, Keep::Groups, Rollup::Mean;
        /// Effort that the value induced costs: 100 × p² / C / |w|², by care management: −1 % of the cost of care under influence.
        EffortStewardship = "effort_of_value_stewardship", "% of attainable", Research, Keep::Groups, Rollup::Mean;
        /// Effort that the value induced costs: 100 × p² / C / |w|², by quality work: +1 point of measured quality.
        EffortQuality = "effort_of_value_quality", "% of attainable", Research, Keep::Groups, Rollup::Mean;
        /// Effort that the value induced costs: 100 × p² / C / |w|², by coding: +1 % risk score.
        EffortDocumentation = "effort_of_value_documentation", "% of attainable", Research, Keep::Groups, Rollup::Mean;
        /// Effort that the value induced costs: 100 × p² / C / |w|², by access: +1 % panel.
        EffortAccess = "effort_of_value_access", "% of attainable", Research, Keep::Groups, Rollup::Mean;
        /// Effort that the value induced costs: 100 × p² / C / |w|², by transformation: one more hour a week on how care is organised.
        EffortTransformation = "effort_of_value_transformation", "% of attainable", Research, Keep::Groups, Rollup::Mean;
    }
}

metrics! {
    /// What is measured of a contract-year.
    pub enum ContractMetric {
        /// Attributed lives; none once somebody has ended the agreement.
        Lives = "attributed_lives", "people", Finance, Keep::Moments, Rollup::No;
        /// Spending benchmark as the settlement counts it; 0 where nothing is settled.
        Benchmark = "benchmark", "$", Finance, Keep::Moments, Rollup::No;
        /// Spending of the attributed population, on the basis of the benchmark: where the contract cuts persons' costs off, without what is cut.
        Spending = "spending", "$", Finance, Keep::Moments, Rollup::No;
        /// Gross savings (benchmark less spending) over benchmark; 0 where nothing is settled.
        SavingsRate = "gross_savings_rate", "share", Finance, Keep::Moments, Rollup::No;
        /// True savings over spending without any response.
        TrueSavingsRate = "true_savings_rate", "share", Research, Keep::Moments, Rollup::No;
        /// Risk score of the attributed people over that of the agreement's base years, by coding beyond the market's; whether the contract pays for its growth or not.
        RiskScore = "risk_score", "ratio", Finance, Keep::Moments, Rollup::No;
        /// Quality score of the contract.
        QualityScore = "quality_score", "share", Finance, Keep::Moments, Rollup::No;
        /// Earned from the payer.
        Earned = "earned", "$", Finance, Keep::Moments, Rollup::No;
        /// Owed to the payer.
        Owed = "owed", "$", Finance, Keep::Moments, Rollup::No;
        /// Forfeited at gates: minimum savings rate, quality, sequestration, cap.
        Forfeited = "forfeited", "$", Finance, Keep::Moments, Rollup::No;
        /// P(earn): chance of any payment.
        Earns = "earns", "chance", Finance, Keep::Moments, Rollup::No;
        /// P(owe): chance of owing.
        Owes = "owes", "chance", Finance, Keep::Moments, Rollup::No;
        /// P(saved but unpaid): chance that true savings were made and nothing was earned.
        SavedUnpaid = "saved_but_unpaid", "chance", Finance, Keep::Moments, Rollup::No;
        /// Chance that a payment was earned without true savings.
        FalseReward = "false_reward", "chance", Research, Keep::Moments, Rollup::No;
        /// What the payer is left with: true savings, less what it paid in savings, rewards and fees, with what it took and what audits took back in the year. Not benchmark savings: payers' savings often vanish after payouts.
        PayerNet = "payer_net", "$", Research, Keep::Moments, Rollup::No;
        /// Expected receipts for the next dollar of true savings: the contract's slope, before the year is known.
        Slope = "contract_slope", "$ per $", Finance, Keep::Moments, Rollup::No;
        /// Chance that the system, by the rule of its `stay`, would have signed the contract on its base years and its plan alone, before any result; 1 where it does not decide.
        WouldSign = "would_sign", "chance", Finance, Keep::Moments, Rollup::No;
        /// Chance that the system has left the contract by its own choice with the end of the year or before: what its `stay` decides. Less the year before, the chance of leaving after this year; over one less the year before, the hazard.
        Left = "left", "chance", Finance, Keep::Moments, Rollup::No;
    }
}

metrics! {
    /// What is measured of the system in a year.
    pub enum SystemMetric {
        /// Value revenue: earned from payers less owed, with care-management fees.
        ValueRevenue = "value_revenue", "$", Finance, Keep::Moments, Rollup::No;
        /// Value-linked pay of all physicians together.
        ValuePaid = "value_pay_total", "$", Finance, Keep::Moments, Rollup::No;
        /// Total pay of all physicians.
        TotalPay = "pay_total", "$", Finance, Keep::Moments, Rollup::No;
        /// Average pass-through: pool money paid to physicians over money earned from payers; 0 when nothing was earned.
        AveragePassThrough = "average_pass_through", "share", Finance, Keep::Moments, Rollup::No;
        /// Gross savings over all contracts.
        GrossSavings = "gross_savings", "$", Finance, Keep::Moments, Rollup::No;
        /// True savings over all contracts: those of all physicians and those elsewhere.
        TrueSavings = "true_savings_total", "$", Research, Keep::Moments, Rollup::No;
        /// Of the true savings over all contracts, those of no physician: what the organisation itself takes off the cost of care of people attributed to clinicians who are not on the roster. Below zero where contracts count fewer people than the roster.
        SavedElsewhere = "true_savings_elsewhere", "$", Research, Keep::Moments, Rollup::No;
        /// Share of gross savings that reached physicians; 0 when there were none.
        SavedDollar = "reached_physicians", "share", Finance, Keep::Moments, Rollup::No;
        /// Forfeited at gates over all contracts.
        Forfeited = "forfeited_total", "$", Finance, Keep::Moments, Rollup::No;
        /// Margin of the programme: earned, less owed, with fees, less programme and policy cost, reporting of measures beyond those of the start, infrastructure, staff, passed-through savings, and the facility margin lost on care avoided.
        ProgrammeMargin = "programme_margin", "$", Finance, Keep::Moments, Rollup::No;
        /// Margin of the system, programme included.
        SystemMargin = "system_margin", "$", Finance, Keep::Moments, Rollup::No;
        /// Margin of the system without the programme.
        MarginWithout = "system_margin_without_programme", "$", Finance, Keep::Moments, Rollup::No;
        /// Money that moves because of the programme in the calendar year: costs when incurred, settlements and payouts when they are paid.
        ProgrammeCash = "programme_cash", "$", Finance, Keep::Moments, Rollup::No;
        /// Balance of the reserve at the end of the year.
        Reserve = "reserve_balance", "$", Finance, Keep::Moments, Rollup::No;
        /// P(earn): chance that any contract pays.
        Earns = "earns_any", "chance", Finance, Keep::Moments, Rollup::No;
        /// P(owe): chance that any contract owes for the year; what audits take back of earlier years is not counted.
        Owes = "owes_any", "chance", Finance, Keep::Moments, Rollup::No;
        /// True savings under contracts that then paid nothing for the year: care that cost less, and nobody was paid for it. By contract, its chance is `saved_but_unpaid`.
        SavedUnpaid = "true_savings_unpaid", "$", Finance, Keep::Moments, Rollup::No;
        /// Share of physicians whose pay is at least 5 % below the baseline's on the same luck.
        Losers = "losers_over_5_percent", "share", Committee, Keep::Moments, Rollup::No;
        /// Positions that changed hands in the year.
        Departures = "departures", "physicians", Committee, Keep::Moments, Rollup::No;
        /// Reliability of measured quality: part of its variation between physicians that is real, by the events behind it and their correlation within a physician. The rest is luck.
        QualityReliability = "quality_reliability", "share", Research, Keep::Moments, Rollup::No;
        /// Cost of replacing physicians who left.
        TurnoverCost = "turnover_cost", "$", Finance, Keep::Moments, Rollup::No;
        /// Share of physicians on a plan other than the one they had at the start.
        Converted = "converted", "share", Committee, Keep::Moments, Rollup::No;
    }
}

metrics! {
    /// What is measured of a whole trial.
    pub enum HorizonMetric {
        /// Programme margin over all performance years.
        ProgrammeMargin = "programme_margin_total", "$", Finance, Keep::Moments, Rollup::No;
        /// Margin of the system over all performance years.
        SystemMargin = "system_margin_total", "$", Finance, Keep::Moments, Rollup::No;
        /// Worth of the system's margin of all performance years in the first, discounted at `outlook.discount_rate`.
        SystemMarginWorth = "system_margin_pv", "$", Finance, Keep::Moments, Rollup::No;
        /// Worth of the programme's margin of all performance years in the first, discounted at `outlook.discount_rate`.
        ProgrammeMarginWorth = "programme_margin_pv", "$", Finance, Keep::Moments, Rollup::No;
        /// Worth of the pay of all physicians over all performance years in the first, discounted at `outlook.discount_rate`.
        PayWorth = "pay_pv", "$", Finance, Keep::Moments, Rollup::No;
        /// Lowest point of the programme's cumulated cash.
        CashTrough = "cash_trough", "$", Finance, Keep::Moments, Rollup::No;
        /// Month of that point, counted from the first January; 0 where the cumulated cash never lies below zero.
        TroughMonth = "cash_trough_month", "months", Finance, Keep::Moments, Rollup::No;
        /// First month from which the cumulated cash never lies below zero again, of the futures in which there is one: mean, spread and quantiles leave the others out, which are counted by `never_breaks_even`. 0 where it never lies below zero.
        BreakEvenMonth = "cash_break_even_month", "months", Finance, Keep::Moments, Rollup::No;
        /// Pool money paid to physicians over money earned, all years.
        PassThrough = "average_pass_through_total", "share", Finance, Keep::Moments, Rollup::No;
        /// Gross savings over all years.
        GrossSavings = "gross_savings_total", "$", Finance, Keep::Moments, Rollup::No;
        /// True savings over all years.
        TrueSavings = "true_savings_total", "$", Research, Keep::Moments, Rollup::No;
        /// Total pay of all physicians over all years.
        TotalPay = "pay_total", "$", Committee, Keep::Moments, Rollup::No;
        /// Performance years in which a contract earned, over contracts and years.
        YearsEarned = "years_earned", "share", Finance, Keep::Moments, Rollup::No;
        /// Contracts that the system left by its own choice over the horizon.
        ContractsLeft = "contracts_left", "contracts", Finance, Keep::Moments, Rollup::No;
        /// Share of physicians whose pay over all performance years is at least 5 % below the baseline's on the same luck.
        Losers = "losers_over_5_percent_total", "share", Committee, Keep::Moments, Rollup::No;
        /// Chance that the programme's cumulated cash lies below zero at the end of all that is booked, run-off included: it never breaks even.
        NeverEven = "never_breaks_even", "chance", Finance, Keep::Moments, Rollup::No;
    }
}

metrics! {
    /// What is measured of a position over all performance years.
    pub enum PersonMetric {
        /// Pay over all performance years.
        Pay = "pay_total", "$", Committee, Keep::Quantiles(CENTS), Rollup::No;
        /// Pay over all performance years less that of the same position in the baseline, on the same luck; of positions that both have.
        PayChange = "pay_change_total", "$", Committee, Keep::Quantiles(CENTS), Rollup::No;
        /// Chance that pay over all performance years is at least 5 % below that of the same position in the baseline on the same luck; of positions that both have.
        Loses = "loses_over_5_percent", "chance", Committee, Keep::Moments, Rollup::No;
    }
}

impl Metric {
    /// How many there are.
    pub const COUNT: usize = Metric::ALL.len();

    /// How many are kept of single physicians: the first.
    pub const KEPT: usize = {
        let mut kept = Metric::COUNT;
        while matches!(Metric::ALL[kept - 1].definition().keep, Keep::Groups) {
            kept -= 1;
        }
        kept
    };

    /// Whether it is kept of single physicians, not of groups alone.
    #[must_use]
    pub const fn is_kept(self) -> bool {
        self.place() < Metric::KEPT
    }

    /// What is measured of a lever.
    ///
    /// ```
    /// use cascade::engine::LeverFigure;
    /// use cascade::entity::Lever;
    /// use cascade::Metric;
    /// assert_eq!(Metric::of_lever(LeverFigure::Brings, Lever::Quality), Metric::HourBringsQuality);
    /// ```
    #[must_use]
    pub const fn of_lever(figure: LeverFigure, lever: Lever) -> Metric {
        Metric::ALL[figure.first().place() + lever as usize]
    }

    /// Whether it is a difference from the baseline, which only positions have that stand in both arms.
    #[must_use]
    pub const fn is_difference(self) -> bool {
        let place = self.place();
        let reasons = [Metric::ChangeByRate.place(), Metric::ChangeByCap.place()];
        place == Metric::PayChange.place() || (place >= reasons[0] && place <= reasons[1])
    }

    /// Place in a physician's columns.
    #[inline(always)]
    #[must_use]
    pub const fn place(self) -> usize {
        self as usize
    }
}

words! {
    /// What is measured of each lever.
    pub enum LeverFigure {
        word: "The word for it.";
        /// What an hour of it pays the physician.
        Pays = "pays",
        /// What the hour is worth to those who pay for care.
        IsWorth = "is worth",
        /// What it brings the system.
        Brings = "brings the system",
        /// Chance that no hour pays more.
        BestPaid = "is best paid",
        /// Value induced.
        Induced = "induces",
        /// Effort that it costs.
        Effort = "costs in effort",
    }
}

impl LeverFigure {
    /// The measure of the first lever; those of the others follow it in their order.
    const fn first(self) -> Metric {
        match self {
            LeverFigure::Pays => Metric::HourPaysVolume,
            LeverFigure::IsWorth => Metric::HourIsWorthVolume,
            LeverFigure::Brings => Metric::HourBringsVolume,
            LeverFigure::BestPaid => Metric::BestPaidVolume,
            LeverFigure::Induced => Metric::InducedVolume,
            LeverFigure::Effort => Metric::EffortVolume,
        }
    }
}

/// Quanta per unit when a measure of a group, a contract or the system is kept by quantiles.
#[must_use]
pub(crate) fn quanta(unit: &str) -> f64 {
    match unit {
        "$" => CENTS,
        // Whole ones.
        "months" => 1.0,
        _ => FINE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_within_a_kind_and_every_measure_is_defined() {
        let check = |definitions: Vec<Definition>| {
            let names: BTreeSet<_> = definitions.iter().map(|d| d.name).collect();
            assert_eq!(names.len(), definitions.len());
            for d in definitions {
                assert!(d.definition.len() > 10 && !d.unit.is_empty(), "{}", d.name);
            }
        };
        check(Metric::ALL.iter().map(|m| m.definition()).collect());
        check(ContractMetric::ALL.iter().map(|m| m.definition()).collect());
        check(SystemMetric::ALL.iter().map(|m| m.definition()).collect());
        check(HorizonMetric::ALL.iter().map(|m| m.definition()).collect());
    }

    #[test]
    fn measures_of_levers_stand_in_the_order_of_levers() {
        for figure in [
            LeverFigure::Pays,
            LeverFigure::IsWorth,
            LeverFigure::Brings,
            LeverFigure::BestPaid,
            LeverFigure::Induced,
            LeverFigure::Effort,
        ] {
            let head = figure.first().definition().name.trim_end_matches("volume");
            for lever in Lever::ALL {
                let name = Metric::of_lever(figure, lever).definition().name;
                assert_eq!(name, format!("{head}{}", lever.describe().0));
            }
        }
    }

    #[test]
    fn measures_of_groups_alone_stand_last() {
        for metric in Metric::ALL {
            assert_eq!(metric.is_kept(), metric.definition().keep != Keep::Groups, "{metric:?}");
            assert!(metric.is_kept() || metric.definition().rollup == Rollup::Mean, "{metric:?}");
        }
        assert_ne!(Metric::KEPT, Metric::COUNT);
    }

    #[test]
    fn a_measure_is_found_by_its_name_and_by_no_other() {
        for metric in Metric::ALL {
            assert_eq!(Metric::named(metric.definition().name), Ok(*metric));
        }
        assert_eq!(SystemMetric::named("pay_total"), Ok(SystemMetric::TotalPay));
        let said = Metric::named("misalignmnt").unwrap_err().to_string();
        assert_eq!(said, "there is no measure \"misalignmnt\"; did you mean `misalignment`?");
        assert!(Metric::named("").is_err() && Metric::named("earned").is_err());
    }
}
