//! The published figures. One file because it is one list.

use super::target::{Role, StudyName, Target, TargetGrade};

use Role::{Calibrated, Emergent};
use TargetGrade::{Derived, Read, Recalled};

/// Writes a list of targets of one study that share source, grade, role and what is known about a
/// disagreement.
macro_rules! targets {
    ($( $study:ident, $source:literal, $grade:ident, $role:ident, $if_not:literal => [
        $( $id:literal $figure:literal $what:literal = $published:literal in $low:literal .. $high:literal ($tolerance:literal) ),+ $(,)?
    ] )+) => {
        /// Every target, in the order of the report.
        pub const TARGETS: &[Target] = &[ $( $( Target {
            id: $id,
            what: $what,
            published: $published,
            band: ($low, $high),
            tolerance: $tolerance,
            source: $source,
            grade: $grade,
            role: $role,
            study: StudyName::$study,
            figure: $figure,
            if_not: $if_not,
        }, )+ )+ ];
    };
}

targets! {
    Reid, "Reid 2022, JAMA Health Forum 3(1):e214634, abstract", Recalled, Calibrated,
    "the inclusion chances and share laws of the study no longer give the published figures" => [
        "reid-pcp-volume-included" "pcp_volume_included" "primary care plans with a volume part, %" = 83.9 in 71.0 .. 96.8 ("95 % sampling band of 31 organisations"),
        "reid-pcp-volume-if-included" "pcp_volume_if_included" "volume share of primary care pay where included, %" = 68.2 in 55.5 .. 80.9 ("95 % sampling band of 26 organisations (sd 6.5)"),
        "reid-pcp-volume-median" "pcp_volume_median" "the same, median" = 81.4 in 52.0 .. 99.0 ("95 % sampling band of the median of 26 draws of the fitted law"),
        "reid-pcp-performance-included" "pcp_performance_included" "primary care plans with a quality or cost part, %" = 83.9 in 71.0 .. 96.8 ("95 % sampling band of 31 organisations"),
        "reid-pcp-performance-if-included" "pcp_performance_if_included" "performance share of primary care pay where included, %" = 9.0 in 7.0 .. 11.0 ("95 % sampling band of 26 organisations (sd 1.0)"),
        "reid-specialist-volume-included" "specialist_volume_included" "specialist plans with a volume part, % of 30" = 93.3 in 84.4 .. 100.0 ("95 % sampling band of 30 organisations; the abstract's 29 (93.3 %) fits 28 of 30 or 29 of 31"),
        "reid-specialist-volume-if-included" "specialist_volume_if_included" "volume share of specialist pay where included, %" = 73.7 in 61.8 .. 85.6 ("95 % sampling band of 29 organisations (sd 6.1)"),
        "reid-specialist-performance-included" "specialist_performance_included" "specialist plans with a quality or cost part, % of 30" = 56.7 in 39.0 .. 74.4 ("95 % sampling band of 30 organisations"),
        "reid-specialist-performance-if-included" "specialist_performance_if_included" "performance share of specialist pay where included, %" = 5.3 in 3.5 .. 7.1 ("95 % sampling band of 17 organisations (sd 0.9)"),
    ]
    Reid, "Reid 2022: inclusion times mean where included", Derived, Emergent,
    "volume and performance parts crowd each other out more than the published means allow" => [
        "reid-pcp-volume" "pcp_volume" "volume share of primary care pay over all organisations, %" = 57.2 in 43.0 .. 71.4 ("95 % sampling band of 31 organisations (sd 7.2)"),
        "reid-pcp-performance" "pcp_performance" "performance share of primary care pay over all organisations, %" = 7.6 in 5.5 .. 9.7 ("95 % sampling band of 31 organisations (sd 1.1)"),
        "reid-specialist-volume" "specialist_volume" "volume share of specialist pay over all organisations, %" = 68.8 in 55.7 .. 81.9 ("95 % sampling band of 30 organisations (sd 6.7)"),
        "reid-specialist-performance" "specialist_performance" "performance share of specialist pay over all organisations, %" = 3.0 in 1.6 .. 4.4 ("95 % sampling band of 30 organisations (sd 0.7)"),
    ]
    Reid, "Reid 2022, full text as remembered: r = 0.08 (P = .78) and -0.04 (P = .89)", Recalled, Emergent,
    "something lets plans follow the organisation's contracts" => [
        "reid-pcp-correlation" "pcp_correlation" "correlation of fee-for-service revenue with volume share of primary care pay" = 0.08 in -0.10 .. 0.10 ("a tenth of zero"),
        "reid-specialist-correlation" "specialist_correlation" "the same for specialists" = -0.04 in -0.10 .. 0.10 ("a tenth of zero"),
    ]
    Reid, "Reid 2022 by HealthLeaders: 22 of 31, or 21 of 30", Recalled, Emergent,
    "physicians here rank levers by marginal pay per hour of effort, and hours per lever are assumptions; leaders in the study ranked actions by judgement" => [
        "reid-pcp-top-action" "pcp_top_action" "organisations where more volume is what raises primary care pay most, %" = 70.0 in 54.0 .. 86.0 ("95 % sampling band of 31 organisations"),
        "reid-specialist-top-action" "specialist_top_action" "the same for specialists" = 70.0 in 54.0 .. 86.0 ("95 % sampling band of 31 organisations"),
    ]
    Reid, "RWJF 2009, 229 large groups, survey of 2006-07", Recalled, Emergent,
    "the groups of 2006 and the organisations of 2018 need not pay alike" => [
        "rwjf-pcp-bonus" "pcp_performance_if_included" "mean quality bonus of primary care where groups pay one, % of pay" = 7.6 in 5.0 .. 10.2 ("a third of the value: assumption"),
        "rwjf-specialist-bonus" "specialist_performance_if_included" "the same for specialists" = 6.1 in 4.1 .. 8.1 ("a third of the value: assumption"),
        "rwjf-groups-that-pay-on" "groups_that_pay_on" "groups that pay physicians on quality bonuses, where 52 % receive them, %" = 25.0 in 19.0 .. 31.0 ("95 % sampling band of 229 groups"),
    ]
    CrossChecks, "AMA Physician Practice Benchmark Survey 2016 (Rama), employed physicians", Recalled, Emergent,
    "both are means over physicians of the parts of their own pay; AMA counts as salary all pay labelled so, also a base that was set from last year's wRVUs, and asks employed physicians of every specialty, academic and hospital-based ones among them; the reference system pays for wRVUs as they are done and counts by what pay is based on, as Reid does" => [
        "ama-salary" "salary" "salary as a share of employed physicians' pay, %" = 69.9 in 59.9 .. 79.9 ("ten points: assumption"),
        "ama-productivity" "productivity" "productivity pay as a share of employed physicians' pay, %" = 22.3 in 12.3 .. 32.3 ("ten points: assumption"),
    ]
    CrossChecks, "MGMA surveys, 2013 data", Recalled, Emergent,
    "surveys of the time disagree by a factor of two (3 % or 6.6 % for 2012)" => [
        "mgma-pcp-quality" "primary_care_quality" "quality pay of primary care, % of pay" = 5.96 in 2.96 .. 8.96 ("three points: assumption"),
        "mgma-specialist-quality" "specialist_quality" "quality pay of medical specialists, % of pay" = 5.70 in 2.70 .. 8.70 ("three points: assumption"),
    ]
    CrossChecks, "MGMA 2022 Practice Operations by VMG", Recalled, Emergent,
    "the survey counts bonuses and fees of all value contracts; the reference system holds two contracts and owes on one of them in bad years" => [
        "mgma-value-revenue" "value_revenue" "value-based revenue per full-time physician, $ a year" = 31000.0 in 15500.0 .. 62000.0 ("half to double: assumption"),
    ]
    CrossChecks, "SullivanCotter 2015, organisations that use quality", Recalled, Emergent,
    "the primary care plan of the reference system pays less for quality than organisations of the survey did" => [
        "sullivancotter-quality-dollars" "quality_dollars" "quality pay per physician where plans pay for it (primary care), $ a year" = 18500.0 in 9250.0 .. 27750.0 ("half of the value: assumption"),
    ]
    CrossChecks, "Kaufman Hall Q1 2024 and Q2 2024", Read, Calibrated,
    "plans and cohorts of the reference system drifted from the survey they were set to" => [
        "kaufman-hall-pay" "pay" "pay per full-time physician, $ a year" = 364319.0 in 309671.0 .. 418967.0 ("15 %: assumption"),
        "kaufman-hall-wrvu" "wrvu" "wRVUs per full-time physician and year" = 6095.0 in 5181.0 .. 7009.0 ("15 %: assumption"),
    ]
    Schulz, "Schulz 2015, AJMC 21(8):546", Read, Calibrated,
    "what arrives differs from the plan: programme cost, losses or the cap on pay take a part" => [
        "schulz-passed-mean" "passed_mean" "savings for providers, mean over ACOs, %" = 63.0 in 59.1 .. 66.9 ("95 % sampling band of 176 ACOs"),
        "schulz-passed-sd" "passed_sd" "the same, standard deviation" = 26.3 in 21.3 .. 31.3 ("five points: assumption"),
        "schulz-infrastructure-mean" "infrastructure_mean" "savings for infrastructure, mean over ACOs, %" = 33.0 in 29.2 .. 36.8 ("95 % sampling band of 176 ACOs"),
        "schulz-infrastructure-sd" "infrastructure_sd" "the same, standard deviation" = 25.6 in 20.6 .. 30.6 ("five points: assumption"),
    ]
    Schulz, "Schulz 2015: more than half to physicians goes with savings, P = .001; no size in the abstract", Read, Emergent,
    "pools of forty dilute what a physician gains by a saved dollar until passing on more hardly moves savings" => [
        "schulz-passing-on-and-earning" "earning_difference" "how much more often ACOs earn that pass on more than half, points" = 1.0 in 0.01 .. 100.0 ("anything above zero; the value stands for the sign"),
    ]
    Schulz, "Schulz 2015", Read, Emergent,
    "no rule of the model sets it" => [
        "schulz-with-hospital" "with_hospital" "savings for providers where a hospital takes part, mean, % (58 without)" = 69.0 in 64.0 .. 74.0 ("five points: assumption"),
    ]
    LuckBySize, "T1: 42 CFR 425.605(b) implies z x 2.15/sqrt(N)", Derived, Calibrated,
    "base and performance years no longer add up to the constant that was drawn" => [
        "t1-spread-500" "spread_500" "sd of the savings rate times root N, 500 people" = 2.13 in 1.95 .. 2.30 ("T1 of the behaviour note"),
        "t1-spread-1000" "spread_1000" "the same, 1,000 people" = 2.15 in 1.95 .. 2.30 ("T1 of the behaviour note"),
        "t1-spread-3000" "spread_3000" "the same, 3,000 people" = 2.14 in 1.95 .. 2.30 ("T1 of the behaviour note"),
        "t1-spread-5000" "spread_5000" "the same, 5,000 people" = 2.15 in 1.95 .. 2.30 ("T1 of the behaviour note"),
        "t1-spread-20000" "spread_20000" "the same, 20,000 people" = 2.15 in 1.95 .. 2.30 ("T1 of the behaviour note"),
        "t1-spread-50000" "spread_50000" "the same, 50,000 people" = 2.12 in 1.95 .. 2.30 ("T1 of the behaviour note"),
    ]
    LuckBySize, "T1: confidence behind 42 CFR 425.605(b)", Recalled, Emergent,
    "the tail of the savings rate is not the normal one behind the regulation's table" => [
        "t1-passes-500" "passes_500" "chance of passing the minimum of that size without saving anything, 500 people" = 0.10 in 0.075 .. 0.125 ("T1 of the behaviour note"),
        "t1-passes-1000" "passes_1000" "the same, 1,000 people" = 0.10 in 0.075 .. 0.125 ("T1 of the behaviour note"),
        "t1-passes-3000" "passes_3000" "the same, 3,000 people" = 0.10 in 0.075 .. 0.125 ("T1 of the behaviour note"),
        "t1-passes-5000" "passes_5000" "the same, 5,000 people" = 0.10 in 0.075 .. 0.125 ("T1 of the behaviour note"),
        "t1-passes-20000" "passes_20000" "the same, 20,000 people" = 0.05 in 0.03 .. 0.07 ("T1 of the behaviour note"),
        "t1-passes-50000" "passes_50000" "the same, 50,000 people" = 0.01 in 0.0 .. 0.02 ("T1 of the behaviour note"),
    ]
    Concentration, "T4: Wallis 2021, EClinicalMedicine, 314.6 million beneficiary-years", Read, Calibrated,
    "people are no longer drawn from half a squared exponential" => [
        "t4-top-1" "top_1" "spending held by the costliest 1 % of people, %" = 14.9 in 12.9 .. 16.9 ("T4 of the behaviour note"),
        "t4-top-5" "top_5" "the same, costliest 5 %" = 41.5 in 39.5 .. 43.5 ("T4 of the behaviour note"),
        "t4-top-10" "top_10" "the same, costliest 10 %" = 60.0 in 58.0 .. 62.0 ("T4 of the behaviour note"),
        "t4-top-20" "top_20" "the same, costliest 20 %" = 79.1 in 77.1 .. 81.1 ("T4 of the behaviour note"),
        "t4-top-50" "top_50" "the same, costlier half" = 95.7 in 93.7 .. 97.7 ("T4 of the behaviour note"),
    ]
    Record, "CMS public use files, 2013-15, 2017-19, 2021-23", Read, Emergent,
    "the rules of the engine pay otherwise than CMS did; `cascade replay mssp` lists row by row why" => [
        "mssp-matched" "matched" "settlements that come out within 0.1 % of what CMS paid, %" = 100.0 in 99.5 .. 100.0 ("half a percent: some rows turn on what CMS does not publish"),
        "mssp-one-sided" "one_sided" "payments by the rules over payments by CMS, one-sided tracks (1, A, B)" = 1.0 in 0.995 .. 1.005 ("half a percent: assumption"),
        "mssp-basic-two-sided" "basic_two_sided" "the same, tracks 1+, C, D and E" = 1.0 in 0.995 .. 1.005 ("half a percent: assumption"),
        "mssp-enhanced" "enhanced" "the same, tracks 2, 3 and ENHANCED" = 1.0 in 0.995 .. 1.005 ("half a percent: assumption"),
        "mssp-below-10000" "below_10000" "the same, fewer than 10,000 people" = 1.0 in 0.995 .. 1.005 ("half a percent: assumption"),
        "mssp-10000-to-20000" "to_20000" "the same, 10,000 to 20,000 people" = 1.0 in 0.995 .. 1.005 ("half a percent: assumption"),
        "mssp-from-20000" "from_20000" "the same, 20,000 people and more" = 1.0 in 0.995 .. 1.005 ("half a percent: assumption"),
    ]
    Record, "CMS release for PY2023", Read, Emergent,
    "the rules of the engine pay otherwise than CMS did" => [
        "mssp-paid-2023" "paid_2023" "performance payments for 2023, billion $" = 3.1 in 3.05 .. 3.15 ("published to one decimal"),
    ]
    SmallPanels, "behaviour note 3.2, luck table", Derived, Emergent,
    "noise by size differs from 2.15/sqrt(N)" => [
        "small-panels-likelihood-ratio" "likelihood_ratio_1000" "how much likelier 1,000 people with 1 % saved pass a 3 % minimum than without" = 1.16 in 1.0 .. 1.3 ("T1 of the behaviour note"),
        "large-panels-without-savings" "large_zero" "chance that 50,000 people pass a 3 % minimum without saving" = 0.001 in 0.0 .. 0.006 ("half a point"),
        "large-panels-with-savings" "large_five" "chance that 50,000 people with 5 % saved pass it" = 0.981 in 0.96 .. 1.0 ("two points"),
    ]
    PayerLeg, "Buckhead 2018, original page and a mirror", Read, Emergent,
    "the engine's settlement or its noise differs from arithmetic" => [
        "buckhead-two-sided-up" "up" "100 %, two-sided, nothing saved: earned per $10,000 of benchmark" = 180.0 in 172.0 .. 188.0 ("published to the nearest five, and the closed form gives 177.5"),
        "buckhead-two-sided-down" "down" "the same: owed" = 180.0 in 172.0 .. 188.0 ("as above"),
        "buckhead-one-sided" "one_sided" "50 %, one-sided, minimum 2 %, nothing saved: earned per $10,000" = 80.0 in 76.0 .. 84.0 ("5 % of the value: assumption"),
        "buckhead-two-percent-chance" "two_percent_loss_chance" "100 %, two-sided, 2 % saved: chance of owing" = 0.327 in 0.307 .. 0.347 ("two points"),
        "buckhead-two-percent-up" "two_percent_up" "the same: earned per $10,000" = 295.0 in 280.0 .. 310.0 ("5 % of the value: assumption"),
        "buckhead-two-percent-down" "two_percent_down" "the same: owed per $10,000" = 95.0 in 90.0 .. 100.0 ("5 % of the value: assumption"),
    ]
    PayerLeg, "closed form: s (mu Phi(z) + sigma phi(z))", Derived, Emergent,
    "the engine does not pay what the closed form says" => [
        "closed-form-up" "up_over_formula" "simulated over closed form: 100 %, no minimum, nothing saved" = 1.0 in 0.95 .. 1.05 ("5 % of the value: assumption"),
        "closed-form-one-sided" "one_sided_over_formula" "simulated over closed form: 50 %, minimum 2 %, nothing saved" = 1.0 in 0.93 .. 1.07 ("7 % of the value: assumption"),
        "closed-form-two-percent" "two_percent_up_over_formula" "simulated over closed form: 100 %, no minimum, 2 % saved" = 1.0 in 0.95 .. 1.05 ("5 % of the value: assumption"),
    ]
    PayerLeg, "closed form: s (Phi(z) + (m/sigma) phi(z))", Derived, Emergent,
    "the slope that incentives are made from is not the slope of expected payments" => [
        "closed-form-slope-0" "slope_0" "expected receipts per dollar saved, 50 %, minimum 2 %, sd 2.31 %, nothing saved" = 0.215 in 0.205 .. 0.225 ("a hundredth"),
        "closed-form-slope-2" "slope_2" "the same, 2 % saved" = 0.423 in 0.413 .. 0.433 ("a hundredth"),
        "closed-form-slope-4" "slope_4" "the same, 4 % saved" = 0.522 in 0.512 .. 0.532 ("a hundredth"),
    ]
    TenCents, "T5: Gaynor, Rebitzer & Taylor 2004, JPE 112:915", Read, Calibrated,
    "more than the private incentive moves the cost of care in this study" => [
        "t5-ten-cents" "cost_change" "change of the cost of care at $0.10 per dollar saved, %" = -5.0 in -5.3 .. -4.7 ("T5 of the behaviour note"),
    ]
    FreeRiding, "T5: Frandsen & Rebitzer 2015, JLEO 31(s1):i77", Read, Emergent,
    "sensitive to patients per physician: 7.7 % at 500, 19.3 % at 200" => [
        "t5-free-riding-pool" "pool" "bonus pool at which 5,000 people cost 6 % less, % of costs" = 12.0 in 10.0 .. 20.0 ("T5: at least 10 %"),
        "t5-free-riding-savings" "pool_per_saved" "the same pool per dollar saved (above 1: it costs more than it saves)" = 2.0 in 1.0 .. 3.5 ("T5: more than savings"),
    ]
    Organisation, "T8: Bond 2025, JAMA 333:1897", Read, Calibrated,
    "the organisation's effect follows the net gain from sharing, which depends on the mix of owners and on margins that have no good source" => [
        "t8-third-year" "third_year" "change of the cost of care in the third year, %" = -1.2 in -1.8 .. -0.6 ("half of the value: assumption"),
        "t8-sixth-year" "sixth_year" "the same in the sixth year" = -2.4 in -3.6 .. -1.2 ("half of the value: assumption"),
        "t8-sixth-over-third" "sixth_over_third" "sixth year over third year" = 2.0 in 1.6 .. 2.4 ("T8 of the behaviour note"),
    ]
    Organisation, "McWilliams 2018, NEJM 379:1139: -169 against -474 dollars", Recalled, Emergent,
    "all owners start below zero gain, so a hospital's effect rises from a corner; a linear response would differ" => [
        "mcwilliams-owners" "hospital_over_group" "hospital-integrated over physician-group savings" = 0.36 in 0.16 .. 0.56 ("two tenths: assumption"),
    ]
    Organisation, "Bond 2025, JAMA 333:1897: all tracks of the programme together", Read, Emergent,
    "the organisation's effect grows with what is shared until it is complete, and no study tells tracks apart over six years" => [
        "enhanced-sixth-year" "sixth_year_at_75" "change of the cost of care in the sixth year where 75 % is shared (ENHANCED), %" = -2.4 in -3.6 .. -1.2 ("half of the value: assumption"),
    ]
    Organisation, "NORC 2021, Next Generation at 80-100 % of both sides: -667 million dollars gross where +243 million net was 0.4 %", Derived, Emergent,
    "gross effect over four years of ACOs that chose risk; the model's organisations begin where they stand and save in each year by what they then gain" => [
        "next-generation-fourth-year" "fourth_year_at_75" "change of the cost of care in the fourth year where 75 % is shared, % (published: mean of four years)" = -1.1 in -2.2 .. -0.5 ("half to double: assumption"),
        "more-sharing" "more_sharing" "savings in the sixth year where 75 % is shared over those where 50 % is, one-sided" = 1.0 in 0.7 .. 1.5 ("a half more: assumption"),
    ]
    Production, "T11: Dumont 2008; Chen & Lakdawalla 2019", Derived, Emergent,
    "the volume response is drawn from priors other than those of the behaviour note" => [
        "t11-same-physicians" "wrvu_change" "change of wRVUs from salary to production, same physicians, %" = 13.0 in 5.0 .. 21.0 ("T11 of the behaviour note"),
    ]
    Production, "T11: MGMA 2019, family medicine", Read, Emergent,
    "no rule of the model sets it" => [
        "t11-cross-section" "cross_section" "wRVUs on production over wRVUs on salary in a cross-section, % more" = 28.0 in 20.0 .. 35.0 ("T11 of the behaviour note"),
    ]
    Frequency, "T14: Chung 2010, HSR 45:553", Read, Emergent,
    "impatience weighs more than a randomised trial found" => [
        "t14-quarterly" "difference" "points of quality from a quarterly less an annual bonus of $5,000" = 0.0 in -0.5 .. 0.5 ("T14 of the behaviour note"),
    ]
    SmallBonus, "T16: prior predictive of the behaviour note", Derived, Emergent,
    "small bonuses move quality more than ten years of programmes did" => [
        "t16-small-bonus" "median" "median points of quality from 1.5 % of pay over 57 measures" = 0.08 in 0.0 .. 0.5 ("T16 of the behaviour note"),
    ]
    Turnover, "T17: Bond 2023, Ann Intern Med", Read, Emergent,
    "the age mix of the study differs from the nation's, or people leave for more than age" => [
        "t17-turnover" "all" "positions that change hands in a year, %" = 7.6 in 7.1 .. 8.1 ("T17 of the behaviour note"),
        "t17-older" "older" "physicians of 67 and over who stop in a year, %" = 9.8 in 8.8 .. 10.8 ("T17 of the behaviour note"),
    ]
}
