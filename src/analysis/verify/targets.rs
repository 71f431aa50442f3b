//! The published figures. One file because it is one list.
//!
//! Emergent ones are those of `docs/PREDICTIONS.md`, to the letter: a test compares the two.

use super::target::{Role, Sense, StudyName, Target, TargetGrade};

use Role::{Arithmetic, Calibrated, Emergent, Replayed};
use TargetGrade::{Derived, Read, Recalled};

/// Writes a list of targets of one study that share source, grade, role and what is known about a
/// disagreement. A band without an upper end, `1.0 ..`, holds whatever lies above; `above` and `below` before
/// the published value say that only the side of it was published.
macro_rules! targets {
    ($( $study:ident, $source:literal, $grade:ident, $role:ident, $if_not:literal => [
        $( $id:literal $figure:literal $what:literal = $($sense:ident)? $published:literal in $low:literal .. $($high:literal)? ($tolerance:literal) ),+ $(,)?
    ] )+) => {
        /// Every target, in the order of the report.
        pub const TARGETS: &[Target] = &[ $( $( Target {
            id: $id,
            what: $what,
            published: $published,
            sense: targets!(@sense $($sense)?),
            band: ($low, targets!(@high $($high)?)),
            tolerance: $tolerance,
            source: $source,
            grade: $grade,
            role: $role,
            study: StudyName::$study,
            figure: $figure,
            if_not: $if_not,
        }, )+ )+ ];
    };
    (@high) => { f64::INFINITY };
    (@high $high:literal) => { $high };
    (@sense) => { Sense::Is };
    (@sense above) => { Sense::Above };
    (@sense below) => { Sense::Below };
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
    Reid, "Reid 2022: inclusion times mean where included", Derived, Arithmetic,
    "volume and performance parts crowd each other out more than the published means allow" => [
        "reid-pcp-volume" "pcp_volume" "volume share of primary care pay over all organisations, %" = 57.2 in 43.0 .. 71.4 ("95 % sampling band of 31 organisations (sd 7.2)"),
        "reid-pcp-performance" "pcp_performance" "performance share of primary care pay over all organisations, %" = 7.6 in 5.5 .. 9.7 ("95 % sampling band of 31 organisations (sd 1.1)"),
        "reid-specialist-volume" "specialist_volume" "volume share of specialist pay over all organisations, %" = 68.8 in 55.7 .. 81.9 ("95 % sampling band of 30 organisations (sd 6.7)"),
        "reid-specialist-performance" "specialist_performance" "performance share of specialist pay over all organisations, %" = 3.0 in 1.6 .. 4.4 ("95 % sampling band of 30 organisations (sd 0.7)"),
    ]
    Reid, "Reid 2022, full text as remembered: r = 0.08 (P = .78) and -0.04 (P = .89)", Recalled, Arithmetic,
    "something lets plans follow the organisation's contracts, although they are drawn apart" => [
        "reid-pcp-correlation" "pcp_correlation" "correlation of fee-for-service revenue with volume share of primary care pay" = 0.08 in -0.47 .. 0.58 ("95 % interval that P = .78 implies: about 14 organisations, Fisher's z +- 1.96/sqrt(11)"),
        "reid-specialist-correlation" "specialist_correlation" "the same for specialists" = -0.04 in -0.56 .. 0.50 ("95 % interval that P = .89 implies: about 14 organisations"),
    ]
    Reid, "RWJF 2009, 229 large groups, survey of 2006-07", Recalled, Arithmetic,
    "shares are set to Reid's organisations of 2017-19, whose plans need not pay as groups did in 2006" => [
        "rwjf-pcp-bonus" "pcp_performance_if_included" "mean quality bonus of primary care where groups pay one, % of pay" = 7.6 in 6.3 .. 8.9 ("95 % sampling band of the 57 groups that pay one, with the sd between Reid's 26 (5.1 points)"),
        "rwjf-specialist-bonus" "specialist_performance_if_included" "the same for specialists" = 6.1 in 5.1 .. 7.1 ("95 % sampling band of the 57 groups that pay one, with the sd between Reid's 17 (3.7 points)"),
    ]
    Reid, "Reid 2022 by HealthLeaders: 22 of 31, or 21 of 30", Recalled, Emergent,
    "wherever a plan holds a volume part (84 and 93 % of plans) it pays more for what the best tenth of peers do more than quality pays for the same, so the share follows how often plans hold one; leaders ranked actions by judgement" => [
        "reid-pcp-top-action" "pcp_top_action" "organisations where more volume is what raises primary care pay most (by attainable dollars), %" = 70.0 in 54.0 .. 86.0 ("binomial, 31"),
        "reid-specialist-top-action" "specialist_top_action" "the same for specialists" = 70.0 in 54.0 .. 86.0 ("binomial, 31"),
    ]
    CrossChecks, "AMA Physician Practice Benchmark Survey 2016 (Rama), employed physicians", Recalled, Arithmetic,
    "the survey asks employed physicians of every specialty, academic and hospital-based ones among them; the reference system follows Reid's organisations, where more is paid for volume" => [
        "ama-salary" "salary" "pay labelled salary, % of employed physicians' pay, mean over physicians" = 69.9 in 67.7 .. 72.1 ("95 % sampling band of about 1,600 employed physicians at the widest spread that a share can have (46 points)"),
        "ama-productivity" "productivity" "pay labelled productivity, % of employed physicians' pay" = 22.3 in 20.3 .. 24.3 ("the same (42 points)"),
    ]
    CrossChecks, "MGMA surveys, 2013 data", Recalled, Arithmetic,
    "the reference system follows Reid's organisations, which pay more for quality than practices of 2013" => [
        "mgma-pcp-quality" "primary_care_quality" "quality pay of primary care, % of pay, over all physicians" = 5.96 in 3.0 .. 9.0 ("range among surveys: MGMA's 3 % of 2012 to Reid's 9.0 % where plans hold it"),
    ]
    CrossChecks, "Reid 2022, over all organisations: 5.3 % where plans hold it x .567; MGMA's 5.7 % counts only physicians with a bonus", Derived, Arithmetic,
    "the share of the reference system's specialists with quality in their pay differs from Reid's" => [
        "mgma-specialist-quality" "specialist_quality" "quality pay of specialists, % of pay, over all physicians" = 3.0 in 1.6 .. 4.4 ("95 % sampling band of 30 organisations (sd 0.7)"),
    ]
    CrossChecks, "MGMA 2022 Practice Operations by VMG", Recalled, Arithmetic,
    "the survey counts bonuses and fees of all value contracts of the practices that answered; the reference system's Medicare contract is set to what hospital-type ACOs of the public record earn, $6,900 per primary care physician at the median" => [
        "mgma-value-revenue" "value_revenue" "value-based revenue per full-time physician, $ a year" = 31000.0 in 30500.0 .. 31500.0 ("published to the nearest thousand; no spread was published"),
    ]
    CrossChecks, "SullivanCotter 2015, organisations that use quality", Recalled, Arithmetic,
    "primary care plans of the reference system pay another part for quality than organisations of the survey did" => [
        "sullivancotter-quality-dollars" "quality_dollars" "quality pay per full-time physician of primary care, $ a year" = 18500.0 in 9400.0 .. 28100.0 ("3 to 9 % (range among surveys, as above) of the $312,427 that primary care earned in 2023 (MGMA)"),
    ]
    CrossChecks, "Kaufman Hall, employed physicians, Q1 2024 to Q2 2025", Read, Calibrated,
    "plans and cohorts of the reference system drifted from the survey they were set to" => [
        "kaufman-hall-pay" "pay" "pay per full-time physician, $ a year" = 364319.0 in 364319.0 .. 400900.0 ("from Q1 2024 to the same two years on at the highest published growth, 4.9 % a year"),
        "kaufman-hall-wrvu" "wrvu" "wRVUs per full-time physician and year" = 6095.0 in 5979.0 .. 6449.0 ("range among quarters, Q1 2024 to Q2 2025"),
    ]
    Schulz, "Schulz 2015, AJMC 21(8):546", Read, Calibrated,
    "what arrives differs from the plan: programme cost, losses or the cap on pay take a part" => [
        "schulz-passed-mean" "passed_mean" "savings for providers, mean over ACOs, %" = 63.0 in 59.1 .. 66.9 ("95 % sampling band of 176 ACOs"),
        "schulz-passed-sd" "passed_sd" "the same, standard deviation" = 26.3 in 23.5 .. 29.1 ("95 % sampling band of the sd of 176 ACOs"),
        "schulz-infrastructure-mean" "infrastructure_mean" "savings for infrastructure, mean over ACOs, %" = 33.0 in 29.2 .. 36.8 ("95 % sampling band of 176 ACOs"),
        "schulz-infrastructure-sd" "infrastructure_sd" "the same, standard deviation" = 25.6 in 22.9 .. 28.3 ("95 % sampling band of the sd of 176 ACOs"),
    ]
    Schulz, "Schulz 2015: more than half to physicians goes with savings, P = .001; no size in the abstract", Read, Emergent,
    "pools dilute what a physician gains by a saved dollar until passing on more hardly moves savings" => [
        "schulz-passing-on-and-earning" "earning_difference" "how much more often ACOs earn that pass on more than half, points" = above 0.0 in 0.0 .. ("P = .001, no size"),
    ]
    LuckBySize, "42 CFR 425.605(b), whose table is z x 2.15/sqrt(N)", Derived, Calibrated,
    "base and performance years no longer add up to the constant that was drawn" => [
        "t1-spread-500" "spread_500" "sd of the savings rate times root N, 500 people" = 2.13 in 1.96 .. 2.28 ("95 % of the prior that the table and DeLia 2012 left, 2.12 with sd 0.08"),
        "t1-spread-1000" "spread_1000" "the same, 1,000 people" = 2.15 in 1.96 .. 2.28 ("95 % of the prior that the table and DeLia 2012 left, 2.12 with sd 0.08"),
        "t1-spread-3000" "spread_3000" "the same, 3,000 people" = 2.14 in 1.96 .. 2.28 ("95 % of the prior that the table and DeLia 2012 left, 2.12 with sd 0.08"),
        "t1-spread-5000" "spread_5000" "the same, 5,000 people" = 2.15 in 1.96 .. 2.28 ("95 % of the prior that the table and DeLia 2012 left, 2.12 with sd 0.08"),
        "t1-spread-20000" "spread_20000" "the same, 20,000 people" = 2.15 in 1.96 .. 2.28 ("95 % of the prior that the table and DeLia 2012 left, 2.12 with sd 0.08"),
        "t1-spread-50000" "spread_50000" "the same, 50,000 people" = 2.12 in 1.96 .. 2.28 ("95 % of the prior that the table and DeLia 2012 left, 2.12 with sd 0.08"),
    ]
    LuckBySize, "confidence behind 42 CFR 425.605(b)", Recalled, Arithmetic,
    "the tail of the savings rate is not the normal one behind the regulation's table: few people make it skewed" => [
        "t1-passes-500" "passes_500" "chance of passing the minimum of that size without saving anything, 500 people" = 0.10 in 0.082 .. 0.116 ("what spreads of 1.96 to 2.28 imply at the table's minimum of that size"),
        "t1-passes-1000" "passes_1000" "the same, 1,000 people" = 0.10 in 0.080 .. 0.114 ("what spreads of 1.96 to 2.28 imply at the table's minimum of that size"),
        "t1-passes-3000" "passes_3000" "the same, 3,000 people" = 0.10 in 0.081 .. 0.115 ("what spreads of 1.96 to 2.28 imply at the table's minimum of that size"),
        "t1-passes-5000" "passes_5000" "the same, 5,000 people" = 0.10 in 0.079 .. 0.114 ("what spreads of 1.96 to 2.28 imply at the table's minimum of that size"),
        "t1-passes-20000" "passes_20000" "the same, 20,000 people" = 0.05 in 0.035 .. 0.061 ("what spreads of 1.96 to 2.28 imply at the table's minimum of that size"),
        "t1-passes-50000" "passes_50000" "the same, 50,000 people" = 0.01 in 0.006 .. 0.016 ("what spreads of 1.96 to 2.28 imply at the table's minimum of that size"),
    ]
    Concentration, "Wallis 2021, EClinicalMedicine, 314.6 million beneficiary-years", Read, Calibrated,
    "people are no longer drawn from half a squared exponential" => [
        "t4-top-1" "top_1" "spending held by the costliest 1 % of people, %" = 14.9 in 12.9 .. 16.9 ("two points: twice the root mean square error of a law without a parameter that meets five points"),
        "t4-top-5" "top_5" "the same, costliest 5 %" = 41.5 in 39.5 .. 43.5 ("two points: twice the root mean square error of a law without a parameter that meets five points"),
        "t4-top-10" "top_10" "the same, costliest 10 %" = 60.0 in 58.0 .. 62.0 ("two points: twice the root mean square error of a law without a parameter that meets five points"),
        "t4-top-20" "top_20" "the same, costliest 20 %" = 79.1 in 77.1 .. 81.1 ("two points: twice the root mean square error of a law without a parameter that meets five points"),
        "t4-top-50" "top_50" "the same, costlier half" = 95.7 in 93.7 .. 97.7 ("two points: twice the root mean square error of a law without a parameter that meets five points"),
    ]
    Record, "CMS public use files, 2013-15, 2017-19, 2021-23", Read, Replayed,
    "the rules of the engine pay otherwise than CMS did; `cascade replay mssp` lists row by row why" => [
        "mssp-matched" "matched" "settlements that come out within 0.1 % of what CMS paid, %" = 100.0 in 99.5 .. 100.0 ("some rows turn on what CMS does not publish: one in two hundred"),
        "mssp-one-sided" "one_sided" "payments by the rules over payments by CMS, one-sided tracks (1, A, B)" = 1.0 in 0.999 .. 1.001 ("0.1 %, within which a single settlement is said to match"),
        "mssp-basic-two-sided" "basic_two_sided" "the same, tracks 1+, C, D and E" = 1.0 in 0.999 .. 1.001 ("0.1 %, within which a single settlement is said to match"),
        "mssp-enhanced" "enhanced" "the same, tracks 2, 3 and ENHANCED" = 1.0 in 0.999 .. 1.001 ("0.1 %, within which a single settlement is said to match"),
        "mssp-below-10000" "below_10000" "the same, fewer than 10,000 people" = 1.0 in 0.999 .. 1.001 ("0.1 %, within which a single settlement is said to match"),
        "mssp-10000-to-20000" "to_20000" "the same, 10,000 to 20,000 people" = 1.0 in 0.999 .. 1.001 ("0.1 %, within which a single settlement is said to match"),
        "mssp-from-20000" "from_20000" "the same, 20,000 people and more" = 1.0 in 0.999 .. 1.001 ("0.1 %, within which a single settlement is said to match"),
    ]
    Record, "CMS release for PY2023", Read, Replayed,
    "the rules of the engine pay otherwise than CMS did" => [
        "mssp-paid-2023" "paid_2023" "performance payments for 2023, billion $" = 3.1 in 3.05 .. 3.15 ("published to one decimal"),
    ]
    SmallPanels, "normal law with sd 2.15/sqrt(N), worked by hand", Derived, Arithmetic,
    "noise by size differs from 2.15/sqrt(N), or is skewed" => [
        "small-panels-without-savings" "small_zero" "chance that 1,000 people pass a 3 % minimum without saving" = 0.330 in 0.314 .. 0.339 ("what spreads of 1.96 to 2.28 over root N imply"),
        "small-panels-with-savings" "small_one" "chance that 1,000 people with 1 % saved pass it (a sixth likelier: evidence of next to nothing)" = 0.384 in 0.373 .. 0.391 ("what spreads of 1.96 to 2.28 over root N imply"),
        "large-panels-without-savings" "large_zero" "chance that 50,000 people pass a 3 % minimum without saving" = 0.001 in 0.0003 .. 0.0016 ("what spreads of 1.96 to 2.28 over root N imply"),
        "large-panels-with-savings" "large_five" "chance that 50,000 people with 5 % saved pass it" = 0.981 in 0.975 .. 0.989 ("what spreads of 1.96 to 2.28 over root N imply"),
    ]
    PayerLeg, "Buckhead 2018, original page and a mirror", Read, Arithmetic,
    "the engine's settlement or its noise differs from arithmetic" => [
        "buckhead-two-sided-up" "up" "100 %, two-sided, nothing saved: earned per $10,000 of benchmark" = 180.0 in 175.0 .. 185.0 ("published to the nearest five, and so is the figure its spread was read from: one step"),
        "buckhead-two-sided-down" "down" "the same: owed" = 180.0 in 175.0 .. 185.0 ("published to the nearest five, and so is the figure its spread was read from: one step"),
        "buckhead-one-sided" "one_sided" "50 %, one-sided, minimum 2 %, nothing saved: earned per $10,000" = 80.0 in 75.0 .. 85.0 ("published to the nearest five, and so is the figure its spread was read from: one step"),
        "buckhead-two-percent-chance" "two_percent_loss_chance" "100 %, two-sided, 2 % saved: chance of owing" = 0.327 in 0.317 .. 0.337 ("a point: what a step of five in the spread's figure moves it, to both sides"),
        "buckhead-two-percent-up" "two_percent_up" "the same: earned per $10,000" = 295.0 in 290.0 .. 300.0 ("published to the nearest five, and so is the figure its spread was read from: one step"),
        "buckhead-two-percent-down" "two_percent_down" "the same: owed per $10,000" = 95.0 in 90.0 .. 100.0 ("published to the nearest five, and so is the figure its spread was read from: one step"),
    ]
    PayerLeg, "closed form: s (mu Phi(z) + sigma phi(z))", Derived, Arithmetic,
    "the engine does not pay what the closed form says" => [
        "closed-form-up" "up_over_formula" "simulated over closed form: 100 %, no minimum, nothing saved" = 1.0 in 0.97 .. 1.03 ("four standard errors of 32,768 futures"),
        "closed-form-one-sided" "one_sided_over_formula" "simulated over closed form: 50 %, minimum 2 %, nothing saved" = 1.0 in 0.963 .. 1.037 ("four standard errors of 32,768 futures"),
        "closed-form-two-percent" "two_percent_up_over_formula" "simulated over closed form: 100 %, no minimum, 2 % saved" = 1.0 in 0.976 .. 1.024 ("four standard errors of 32,768 futures"),
    ]
    PayerLeg, "closed form: s (Phi(z) + (m/sigma) phi(z))", Derived, Arithmetic,
    "the slope that incentives are made from is not the slope of expected payments" => [
        "closed-form-slope-0" "slope_0" "expected receipts per dollar saved, 50 %, minimum 2 %, sd 2.31 %, nothing saved" = 0.215 in 0.205 .. 0.225 ("a hundredth: the engine takes the slope over a step"),
        "closed-form-slope-2" "slope_2" "the same, 2 % saved" = 0.423 in 0.413 .. 0.433 ("a hundredth"),
        "closed-form-slope-4" "slope_4" "the same, 4 % saved" = 0.522 in 0.512 .. 0.532 ("a hundredth"),
    ]
    TenCents, "Gaynor, Rebitzer & Taylor 2004, JPE 112:915", Read, Calibrated,
    "more than the private incentive moves the cost of care in this study" => [
        "t5-ten-cents" "cost_change" "change of the cost of care at $0.10 per dollar saved, %" = -5.0 in -5.3 .. -4.7 ("three tenths: what drawing the response's prior may move its mean"),
    ]
    FreeRiding, "Frandsen & Rebitzer 2015, JLEO 31(s1):i77", Read, Arithmetic,
    "sensitive to patients per physician: 7.7 % at 500, 19.3 % at 200" => [
        "t5-free-riding-pool" "pool" "bonus pool at which 5,000 people cost 6 % less, % of costs" = above 12.0 in 12.0 .. ("published as a bound"),
        "t5-free-riding-savings" "pool_per_saved" "the same pool per dollar saved (above 1: it costs more than it saves)" = above 1.0 in 1.0 .. ("published as a bound: such bonuses do not pay for themselves"),
    ]
    Organisation, "Bond 2025, JAMA 333:1897", Read, Calibrated,
    "the organisation's effect is fitted to these two years; its gain, ceiling or pace no longer give them" => [
        "t8-third-year" "third_year" "change of the cost of care in the third year, %" = -1.2 in -1.6 .. -0.8 ("half of the 95 % interval that errors of $45-60 on $142 imply"),
        "t8-sixth-year" "sixth_year" "the same in the sixth year" = -2.4 in -2.85 .. -1.95 ("half of the 95 % interval that errors of $45-60 on $294 imply"),
    ]
    Organisation, "McWilliams 2018, NEJM 379:1139: -169 against -474 dollars", Recalled, Calibrated,
    "what a hospital loses on care it no longer gives weighs more, or less, than in the year the ratio was taken from" => [
        "mcwilliams-owners" "hospital_over_group" "hospital-integrated over physician-group savings, third year" = 0.36 in 0.08 .. 0.64 ("95 % interval: the hospitals' P = .005 implies an error of 0.14"),
    ]
    Organisation, "McWilliams 2016 NEJM 374:2357", Read, Emergent,
    "one pace of learning for all entrants: those of 2012 and 2013 differ by more than the model can tell apart, since it is fitted to the programme as a whole" => [
        "mssp-2012-first-year" "first_year" "Shared Savings Program, entrants of 2012, first full year, half of either owner: change of the cost of care, %" = -1.4 in -2.6 .. -0.2 ("P = .02"),
        "mssp-2013-first-year" "first_year" "entrants of 2013, the same" = 0.0 in -1.2 .. 1.2 ("P = .96, spread of the 2012 entrants"),
    ]
    Organisation, "McWilliams 2018 NEJM 379:1139", Recalled, Emergent,
    "McWilliams finds about twice what Bond finds for the same programme and years; the effect is fitted to Bond" => [
        "group-third-year" "group_third_year" "physician groups of 2012 in the third year, %" = -4.9 in -6.1 .. -3.7 ("spread implied by P = .005 of the hospitals'"),
        "hospital-third-year" "hospital_third_year" "hospital-integrated ACOs of 2012 in the third year, %" = -1.7 in -2.9 .. -0.5 ("P = .005"),
    ]
    SavingsBySize, "Bond 2025 JAMA 333:1897", Read, Emergent,
    "no mechanism makes small ACOs save more: fixed costs and higher minimums work the other way" => [
        "small-saves-more" "small_over_large" "savings at 8,000 lives over savings at 40,000, sixth year" = above 1.0 in 1.0 .. ("the sign is published"),
    ]
    PhysicianGroupPractice, "Pope 2014 MMRR 4(3): -171 dollars a year", Read, Calibrated,
    "the organisation's effect is fitted to this mean among others, and the others pull it away" => [
        "pgp-five-years" "five_years" "Physician Group Practice demonstration, mean of five years: change of the cost of care, %" = -2.0 in -2.6 .. -1.0 ("P < .001 at the upper end; other controls found about 1 % (Colla 2012) at the lower"),
    ]
    PhysicianGroupPractice, "Pope 2014 MMRR 4(3), seen", Derived, Emergent,
    "savings as measured add luck to true savings, and a threshold pays on luck" => [
        "pgp-bonus-share" "bonus_share" "Physician Group Practice demonstration: bonus over gross savings" = 0.60 in 0.39 .. 1.2 ("bonus $102 on $171 with P < .001"),
    ]
    NextGeneration, "NORC 2021: -667 million dollars gross where +243 million net was 0.4 %", Derived, Calibrated,
    "the organisation's effect is fitted to this mean among others, and the others pull it away" => [
        "next-generation-four-years" "four_years" "Next Generation, mean of four years: change of the cost of care, %" = -1.1 in -1.7 .. -0.5 ("spread of Shared Savings Program estimates over four years, about 0.3 points"),
    ]
    NextGeneration, "NORC 2018, seen", Read, Emergent,
    "experience carries over as know-how, and a first year at new terms builds on it only in part" => [
        "next-generation-first-year" "first_year" "Next Generation, first year, four in five with three years of the Shared Savings Program behind them, %" = -1.7 in -2.7 .. -0.7 ("spread of Shared Savings Program estimates, about half a point"),
    ]
    NextGeneration, "NORC 2021", Read, Emergent,
    "what was paid out followed benchmarks that ran ahead of what care would have cost, as those who chose the model could foresee; the model's benchmarks are right on average and a discount is taken off" => [
        "next-generation-net" "net" "Next Generation, net of what was paid out, mean of four years, % of spending (above 0: Medicare loses)" = 0.4 in -0.6 .. 1.4 ("as above"),
    ]
    Pioneer, "McWilliams 2015 NEJM 372:1927", Read, Emergent,
    "groups that chose to be pioneers brought along more, or less, than is stated" => [
        "pioneer-first-year" "first_year" "Pioneer, first year: change of the cost of care, %" = -1.2 in -1.9 .. -0.5 ("P < .001"),
    ]
    AdvancePayment, "Trombley 2019 NEJM 381:543, seen", Read, Emergent,
    "what prepayment buys in capacity is stated from the programme's accounts, what it does from the common gain" => [
        "aim-first-year" "first_year" "prepaid rural one-sided ACOs of under 10,000 lives, first year, %" = -2.7 in -4.0 .. -1.5 ("the research note's band"),
        "aim-second-year" "second_year" "the same, second year" = -3.5 in -4.8 .. -2.2 ("the research note's band"),
    ]
    GlobalBudget, "Song 2011 NEJM 365:909 and 2012 Health Aff 31:1885", Read, Emergent,
    "half of the budget's savings came from referring patients to cheaper sites of care, which pays at once and has no lever of its own here" => [
        "aqc-first-year" "first_year" "commercial global budget with both sides, first year, %" = -1.9 in -3.3 .. -0.5 ("P = .007"),
        "aqc-second-year" "second_year" "the same, second year" = -3.3 in -4.7 .. -1.9 ("spread of the first year"),
    ]
    CareFees, "Dale 2016 NEJM 374:2345", Read, Emergent,
    "fees without an incentive move nothing in the model" => [
        "cpc-fees-alone" "fees_alone" "care management fees of $20 a month without shared savings on total cost that matter, two years, %" = -1.6 in -3.3 .. 0.2 ("90 % interval -23 to 1 on about $700 a month"),
    ]
    CareFees, "Singh 2024 JAMA 331:132", Read, Emergent,
    "fees without an incentive move nothing in the model" => [
        "cpc-plus" "richer_fees" "richer fees, five years, %" = 0.0 in -1.0 .. 1.0 ("\"no fall in total spending\", below 1 %"),
        "cpc-plus-dose" "dose" "twice the fees less the fees, points" = 0.0 in -0.5 .. 0.5 ("tracks do not differ"),
    ]
    Leaving, "Bleser 2019 Health Aff 38:794", Read, Calibrated,
    "patience and notice no longer give the five-year total they were fitted to" => [
        "leaves-five-years" "five_years" "Shared Savings Program: gone within five years, %" = 30.0 in 26.4 .. 33.6 ("binomial, 187 of 624"),
    ]
    Leaving, "Bleser 2019 Health Aff 38:794", Read, Emergent,
    "staying is decided on expected net money; strategy, mergers and rules of the time are not in it" => [
        "leaves-first-year" "first_year" "Shared Savings Program: leave after the first year, %" = 4.0 in 2.5 .. 5.5 ("binomial, 624"),
        "leaves-third-year" "third_year" "leave after the third, of those still in, %" = 20.7 in 17.0 .. 24.4 ("binomial, about 460"),
        "leaves-when-paid" "when_paid" "hazard of those ever paid over that of those never paid" = 0.22 in 0.12 .. 0.39 ("90 % range of the note"),
    ]
    Leaving, "NORC, evaluation of Next Generation", Read, Emergent,
    "those who left for a successor programme or for lack of one are counted as leavers by the source" => [
        "next-generation-leaves" "next_generation" "Next Generation: gone by the sixth year, %" = 43.5 in 31.0 .. 56.0 ("binomial, 27 of 62"),
    ]
    Leaving, "Health Affairs 21 Sep 2016", Read, Emergent,
    "many left for the Shared Savings Program rather than the idea, at a notice the model does not offer" => [
        "pioneer-leaves" "pioneer" "Pioneer: gone by the fourth year, %" = 62.5 in 46.0 .. 79.0 ("binomial, 20 of 32"),
    ]
    CodingUnpaid, "McWilliams 2020 Milbank, PMC7482384", Read, Emergent,
    "coding that is not paid does not move in the model, and a published rise of nothing to 1.6 % spans that" => [
        "coding-unpaid" "growth" "growth of risk scores in three years by coding where growth is not paid, %" = 0.8 in 0.0 .. 1.6 ("0.00 to 0.02 on 1.23"),
    ]
    Production, "Dumont 2008; Chen & Lakdawalla 2019", Derived, Arithmetic,
    "the volume response is drawn from priors other than those of the behaviour note" => [
        "t11-same-physicians" "wrvu_change" "change of wRVUs from salary to production, same physicians, %" = 13.0 in 6.6 .. 28.1 ("range among studies: a partial switch (Dumont, -6.15 % undone) to a cross-section with sorting (MGMA 2019)"),
    ]
    LargerBonus, "Navathe 2019 JAMA Netw Open 2:e187950", Read, Emergent,
    "an outlier under every prior: no saturating dose that other studies allow gives three points for a step of 1.5 % of pay" => [
        "navathe-larger-bonus" "difference" "points of quality from a bonus of 6 instead of 4.5 % of pay over 20 measures" = 3.2 in 1.9 .. 4.5 ("95 % interval"),
    ]
    Frequency, "Chung 2010 HSR 45:553", Read, Emergent,
    "impatience weighs more than a randomised trial found" => [
        "t14-quarterly" "difference" "points of quality from a quarterly less an annual bonus of $5,000" = 0.0 in -0.5 .. 0.5 ("no difference, T14 of the behaviour note"),
    ]
    Frequency, "Ryskina 2013, JAMA Intern Med 173:1745: 16 % did not know", Read, Calibrated,
    "the prior of sight of one's own plan no longer has the mean it was set to" => [
        "ryskina-awareness" "awareness" "physicians who know whether quality is in their pay, %" = 84.0 in 83.5 .. 84.5 ("published to the nearest percent"),
    ]
    SmallBonus, "the priors of the response, small bonuses spread over many measures", Derived, Arithmetic,
    "small bonuses move quality more than ten years of programmes did" => [
        "t16-small-bonus" "median" "median points of quality from 1.5 % of pay over 57 measures" = 0.08 in 0.0 .. 0.44 ("90 % of what the priors allow"),
    ]
    Turnover, "Bond 2023, Ann Intern Med", Read, Calibrated,
    "the age mix of the study differs from the nation's, or people leave for more than age" => [
        "t17-turnover" "all" "positions that change hands in a year, %" = 7.6 in 6.8 .. 8.4 ("range among surveys: groups 6.8 (AMGA 2013), and as far to the other side"),
        "t17-older" "older" "physicians of 67 and over who stop in a year, %" = 9.8 in 8.8 .. 10.8 ("a point: the study's are 67 to 74, the source's 65 and over"),
    ]
    ReferenceAco, "CMS public use file 2023", Read, Emergent,
    "the record is of many ACOs that differ lastingly in benchmark, size and owners; the model's futures are of one, with the lives per physician and the benchmark that the reference system states" => [
        "reference-savings-spread" "savings_spread" "standard deviation over futures of the reference ACO's savings rate, first year, points" = 3.1 in 2.8 .. 3.4 ("chi-square, 205 hospital-type ACOs of 2023"),
        "reference-earns" "earns" "chance that the reference ACO earns, first year, %" = 60.0 in 53.0 .. 67.0 ("binomial, 205"),
        "reference-earned-per-pcp" "earned_per_pcp" "what it earns per primary care physician, first year, $" = 6900.0 in 0.0 .. 19100.0 ("quartiles of hospital-type ACOs of 2023"),
    ]
    Forecasts, "1,731 forecasts, CMS public use files", Read, Emergent,
    "what was known before a year says no more of it than the comparator does" => [
        "backtest-over-last-year" "over_last_year" "CRPS of forecasts of next year's savings rate over that of last year's rate" = below 1.0 in 0.0 .. 1.0 ("better than the comparator"),
        "backtest-over-regression" "over_regression" "the same over a regression on it" = below 1.0 in 0.0 .. 1.0 ("better than the comparator"),
    ]
}
