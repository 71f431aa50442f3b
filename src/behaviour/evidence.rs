//! The parameters of response, with their priors.

use super::{OwnEffort, Retention};
use crate::schema::{Grade, Prior, choices, empty, number, parameters, prior};
use crate::units::{Elasticity, Points, Ratio, Real, Share, Years};

choices! {
    /// How physicians respond to incentives.
    pub enum Behaviour {
        /// Incentives move nobody: the honest null.
        None(Nobody) = "none",
        /// The published evidence, its uncertainty drawn once per trial.
        Evidence(Evidence) = "evidence",
        /// The same equations; state the parameters that should differ.
        Custom(Evidence) = "custom",
    }
}

parameters! {
    /// No response at all.
    pub struct Nobody {}
}

parameters! {
    /// Response to incentives. Row numbers are those of the behaviour note's table of priors.
    pub struct Evidence {
        /// Log change of volume when the marginal share of pay on wRVUs goes from 0 to 1 (row 1).
        volume_by_share: Elasticity = prior(Prior::Truncated(0.13, 0.05, 0.0, 1.0)).range(-1.0, 2.0)
            .from(Grade::Published, "Dumont 2008: FFS to mixed pay -6.2 % services; MGMA 2019 salary against production +28 % is a selection ceiling");
        /// Elasticity of volume to the marginal rate per wRVU against market (row 2).
        volume_by_rate: Elasticity = prior(Prior::Normal(0.12, 0.15))
            .from(Grade::Published, "Chen & Lakdawalla 2019: 0.02-0.18; Nguyen 1996: offset of fee cuts, -0.37");
        /// Elasticity of the system's capacity to what payers pay per wRVU, from three years on (row 3).
        capacity_by_price: Elasticity = prior(Prior::Lognormal(0.8, 0.45)).range(0.0, 10.0)
            .from(Grade::Published, "Clemens & Gottlieb 2014: +1.5 by area in the long run, entry included: the upper tail");
        /// Points of measured quality at an individually attributed bonus of 5 % of pay (row 4).
        quality_at_five_percent: Points = prior(Prior::ZeroOrLognormal(0.25, 3.5, 0.7)).range(0.0, 100.0)
            .from(Grade::Published, "Petersen 2013 (VA), Greene 2015 (Fairview), Mendelson 2017; the shape is an assumption");
        /// Exponent of the dose of a quality bonus (row 5).
        dose_exponent: Share = prior(Prior::Beta(3.0, 3.0)).range(0.0, 1.0)
            .because("weak positive association with incentive size (BMC HSR 2021;21:175)");
        /// Years in which measured quality closes 63 % of the way to its target, up or down (row 6).
        quality_years: Years = prior(Prior::Lognormal(0.6, 0.5)).range(0.0, 50.0)
            .from(Grade::Published, "QOF: plateau after year 1 (Doran 2011), collapse within a year of removal (Minchin 2018)");
        /// Part of a paid gain in measured quality that is documentation only (row 7).
        documentation_share: Share = prior(Prior::Beta(3.0, 5.5))
            .because("Minchin 2018: -62 points in recorded advice against -11 in clinical control");
        /// Points of unmeasured quality lost for each point gained where it is measured and paid (row 8).
        unmeasured_loss: Share = prior(Prior::Beta(1.5, 13.5))
            .because("direction from Doran 2011: unincentivised care below trend by year 3, small");
        /// Years in which that loss is 63 % complete, and in which it heals.
        unmeasured_years: Years = number(2.0).range(0.1, 50.0)
            .because("no effect in year 1, significant in year 3 (Doran 2011)");
        /// Points of measured quality lost when the marginal share of pay on wRVUs goes from 0 to 1 (row 9).
        quality_crowd_out: Points = prior(Prior::Truncated(2.0, 2.0, 0.0, 20.0)).range(0.0, 100.0)
            .because("direction from Dumont 2008: time per service");
        /// Points of measured quality from feedback in full sight (row 10).
        feedback: Points = prior(Prior::Gamma(2.0, 1.5)).range(0.0, 100.0)
            .from(Grade::Recalled, "Ivers 2012: median +4.3 points, IQR 0.5-16; Meeker 2016: -5.2 points");
        /// Line of sight to contracts without transparency: part of what their money makes of pay that is
        /// seen (row 11).
        sight_now: Share = prior(Prior::Beta(6.0, 24.0))
            .from(Grade::Published, "23 % knew the ACO was accountable for cost and quality (Markovitz 2020)");
        /// Line of sight to one's own plan: part of what it pays for quality and savings that is known,
        /// without transparency.
        sight_of_plan: Share = prior(Prior::Beta(42.0, 8.0))
            .from(Grade::Published, "16 % of physicians did not know whether quality counts in their pay (Ryskina 2013, JAMA Intern Med 173:1745); trials of bonuses told theirs. The spread, as of 50 answers, is an assumption: the survey asked whether, not how much");
        /// Line of sight under full transparency (row 12).
        sight_full: Share = prior(Prior::Beta(9.0, 3.0)).because("no evidence on the ceiling");
        /// Part of the way to full sight that is gone each year (row 13).
        learning: Share = prior(Prior::Beta(4.0, 4.0)).because("no evidence on the speed");
        /// Most that individual stewardship can take off the cost of care (row 14).
        stewardship_ceiling: Share = prior(Prior::BetaOn(2.0, 3.0, 0.06, 0.20)).range(0.02, 0.6)
            .from(Grade::Derived, "-8 % moving practices to the median, -3 to -4 % for ACOs (AJMC 2020, 2021)");
        /// Cost response when a physician keeps $0.10 of each dollar saved (row 15).
        stewardship_at_tenth: Share = prior(Prior::Truncated(0.05, 0.018, 0.005, 0.099)).range(0.0, 0.1)
            .from(Grade::Published, "-5 % at $0.10 per dollar (Gaynor, Rebitzer, Taylor 2004); the spread is an assumption");
        /// How a pool's size dilutes its incentive: exponent of 1/members (row 16).
        dilution: Share = prior(Prior::BetaOn(2.0, 1.8, 0.15, 1.0))
            .from(Grade::Derived, "group over individual effect 0.39 at 7-10 per clinic (Petersen 2013); 1/N in theory");
        /// What the organisation itself does about the cost of care.
        organisation: OwnEffort = empty();
        /// Worth today of a dollar of pay a year later (row 20).
        patience: Share = prior(Prior::Beta(17.0, 3.0))
            .because("no difference between quarterly and annual bonuses (Chung 2010); the range is an assumption");
        /// Weight of pay that is held back and can be lost, over pay that can be gained (row 21).
        loss_framing: Ratio = prior(Prior::Lognormal(1.25, 0.25)).range(0.1, 10.0)
            .from(Grade::Published, "no added benefit in a trial (Navathe 2019); half the amount in stated preference (Trogdon 2025)");
        /// Yearly growth of risk scores by coding above the nation's where it is paid in full, before caps;
        /// none where it is not paid (row 32).
        coding: Share = prior(Prior::Lognormal(0.006, 0.7)).range(0.0, 0.2)
            .from(Grade::Derived, "between nothing where growth is not paid (Markovitz 2019, MSSP 2008-14) and the caps of 3 % in an agreement; 1.6 % in three years at most (McWilliams 2020, Milbank, table 4)");
        /// The same under a Medicare Advantage premium at full risk, in an agreement's first two years; a third of
        /// it afterwards.
        coding_full_risk: Share = prior(Prior::Truncated(0.06, 0.018, 0.0, 0.2)).range(0.0, 0.2)
            .from(Grade::Derived, "+12.4 % in two years, about 17 % later, among those who change into Medicare Advantage (Jacobs 2025, doi 10.1111/1475-6773.14628); the spread as between organisations: 5 of 17 points (MedPAC 2025)");
        /// How measures dilute attention: exponent of 10/measures (row 22).
        attention: Share = prior(Prior::Uniform(0.1, 0.9)).because("no causal evidence on the number of measures");
        /// Part of the noise in measured quality that physicians discount: at 1 their quality pay counts
        /// with the reliability of what is measured, at 0 in full.
        heeds_reliability: Share = number(0.0).because("whether physicians discount by reliability is not known; payers' noise is in what they are paid either way");
        /// Points by which openness to new patients rises when all of pay goes from other things to the
        /// panel.
        openness_by_panel_pay: Points = prior(Prior::Truncated(31.0, 15.0, 0.0, 80.0)).range(0.0, 100.0)
            .from(Grade::Published, "17 % to 48 % of physicians accepting new patients from wRVU to panel pay (Trowbridge 2015, 47 internists); no effect on visits in Lochner 2022; the spread is an assumption");
        /// Relative change of the total cost of care for a relative change of own volume (row 25).
        volume_to_cost: Elasticity = prior(Prior::Beta(2.0, 18.0)).range(-1.0, 1.0).because("no source");
        /// Part of a change in practice style that reaches every payer's patients (row 42).
        spill_over: Share = prior(Prior::Beta(7.0, 3.0))
            .from(Grade::Published, "AQC groups also changed Medicare care (McWilliams 2013); the value is an assumption");
        /// Part of the cost of care that one weekly hour of transformation work takes off.
        transformation: Share = prior(Prior::Beta(2.0, 998.0)).range(0.0, 0.05)
            .because("0.2 % per weekly hour: the organisation effect of 5 % as 25 hours a week per physician's panel");
        /// Most that everything together can take off the cost of care.
        most: Real = prior(Prior::Uniform(0.18, 0.22)).range(0.0, 1.0)
            .because("0.20 in the behaviour note, with a narrow range");
        /// What makes people stay or leave.
        retention: Retention = empty();
    }
}

impl Behaviour {
    /// The parameters, unless incentives move nobody.
    #[must_use]
    pub fn evidence(&self) -> Option<&Evidence> {
        match self {
            Behaviour::None(_) => None,
            Behaviour::Evidence(evidence) | Behaviour::Custom(evidence) => Some(evidence),
        }
    }
}

#[cfg(test)]
impl Evidence {
    /// Everything at the means of its priors.
    pub(super) fn at_means() -> Evidence {
        use crate::schema::{Field, Node, Reader, Schema as _, Source};
        let source = Source { name: "test".into(), text: String::new() };
        let mut reader = Reader::new(&source);
        Evidence::read(&Node::empty_table(0..0), &Field::NONE, &mut reader).unwrap()
    }
}
