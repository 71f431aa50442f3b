//! Columns of a record of benchmarks, and where each stands.
//!
//! The first are those of a record of settlements in its order ([`mssp::COLUMNS`]), under the names that
//! they have here: so a row is settled by the very code that settles that record.
//!
//! [`mssp::COLUMNS`]: super::super::mssp::COLUMNS

use super::super::cells::RecordColumn;
use crate::payer::mssp::MEDICARE_TYPES;

pub(super) use super::super::mssp::{
    ACO_ID, BENCHMARK, PER_PERSON as UPDATED, PERSON_YEARS, PUBLISHED, PY, START,
};

pub(super) const ACO_NUM: usize = 21;
pub(super) const AGREEMENT_TYPE: usize = 22;
pub(super) const AGREEMENT: usize = 23;
pub(super) const SIX_MONTH: usize = 24;
pub(super) const METHOD: usize = 25;
pub(super) const HISTORICAL: usize = 26;
pub(super) const REGIONAL: usize = 27;
pub(super) const PRIOR_SAVINGS: usize = 28;
pub(super) const CATEGORY: usize = 29;
/// Spending, by base year and then the performance year, in each the four types.
pub(super) const SPENDING: usize = 30;
/// Risk scores, laid out so.
pub(super) const RISK: usize = 46;
/// Person-years in the third base year.
pub(super) const BASE_PERSON_YEARS: usize = 62;
/// Person-years in the performance year.
pub(super) const YEAR_PERSON_YEARS: usize = 66;
/// Demographic scores in the third base year, then in the performance year.
pub(super) const DEMOGRAPHY: usize = 70;
/// Dollars by which the types count in the aggregate limit of risk scores.
pub(super) const RISK_WEIGHT: usize = 78;

/// The place of a type in a year's block of four.
pub(super) const fn at(block: usize, year: usize, kind: usize) -> usize {
    block + year * MEDICARE_TYPES + kind
}

pub(super) const COLUMNS: &[RecordColumn] = &[
    ("py", true),
    ("aco_id", false),
    ("track", false),
    ("benchmark", false),
    ("expenditure", false),
    ("earn_save_loss", false),
    ("n_ab", false),
    ("msr", false),
    ("qual_score", false),
    ("final_share_rate", false),
    ("final_loss_rate", false),
    ("met_qps", false),
    ("met_alt_qps", false),
    ("dis_adj", false),
    ("reduced_ss", false),
    ("rev_exp_cat", false),
    ("rev_loss_limit", false),
    ("current_start", false),
    ("py_total", false),
    ("upd_bnchmk", false),
    ("guardrail", false),
    ("aco_num", false),
    ("agree_type", false),
    ("agreement_period", false),
    ("six_month", false),
    ("method", false),
    ("hist_bnchmk", false),
    ("reg_adj", false),
    ("prior_sav_adj", false),
    ("final_adj_cat", false),
    ("exp_esrd_by1", false),
    ("exp_dis_by1", false),
    ("exp_agdu_by1", false),
    ("exp_agnd_by1", false),
    ("exp_esrd_by2", false),
    ("exp_dis_by2", false),
    ("exp_agdu_by2", false),
    ("exp_agnd_by2", false),
    ("exp_esrd_by3", false),
    ("exp_dis_by3", false),
    ("exp_agdu_by3", false),
    ("exp_agnd_by3", false),
    ("exp_esrd_py", false),
    ("exp_dis_py", false),
    ("exp_agdu_py", false),
    ("exp_agnd_py", false),
    ("hcc_esrd_by1", false),
    ("hcc_dis_by1", false),
    ("hcc_agdu_by1", false),
    ("hcc_agnd_by1", false),
    ("hcc_esrd_by2", false),
    ("hcc_dis_by2", false),
    ("hcc_agdu_by2", false),
    ("hcc_agnd_by2", false),
    ("hcc_esrd_by3", false),
    ("hcc_dis_by3", false),
    ("hcc_agdu_by3", false),
    ("hcc_agnd_by3", false),
    ("hcc_esrd_py", false),
    ("hcc_dis_py", false),
    ("hcc_agdu_py", false),
    ("hcc_agnd_py", false),
    ("pyrs_esrd_by3", false),
    ("pyrs_dis_by3", false),
    ("pyrs_agdu_by3", false),
    ("pyrs_agnd_by3", false),
    ("pyrs_esrd_py", false),
    ("pyrs_dis_py", false),
    ("pyrs_agdu_py", false),
    ("pyrs_agnd_py", false),
    ("demog_esrd_by3", false),
    ("demog_dis_by3", false),
    ("demog_agdu_by3", false),
    ("demog_agnd_by3", false),
    ("demog_esrd_py", false),
    ("demog_dis_py", false),
    ("demog_agdu_py", false),
    ("demog_agnd_py", false),
    ("rr_weight_esrd_py", false),
    ("rr_weight_dis_py", false),
    ("rr_weight_agdu_py", false),
    ("rr_weight_agnd_py", false),
];

#[cfg(test)]
mod tests {
    use super::super::super::mssp;
    use super::*;

    #[test]
    fn the_columns_of_a_settlement_stand_first() {
        for (own, other) in COLUMNS.iter().zip(mssp::COLUMNS) {
            let renamed = match other.0 {
                "start_date" => "current_start",
                "n_ab_py" => "py_total",
                same => same,
            };
            assert_eq!(own.0, renamed);
        }
    }

    #[test]
    fn every_place_holds_its_column() {
        for (place, name) in [
            (PY, "py"),
            (ACO_ID, "aco_id"),
            (BENCHMARK, "benchmark"),
            (PUBLISHED, "earn_save_loss"),
            (START, "current_start"),
            (PERSON_YEARS, "py_total"),
            (UPDATED, "upd_bnchmk"),
            (ACO_NUM, "aco_num"),
            (AGREEMENT_TYPE, "agree_type"),
            (AGREEMENT, "agreement_period"),
            (SIX_MONTH, "six_month"),
            (METHOD, "method"),
            (HISTORICAL, "hist_bnchmk"),
            (REGIONAL, "reg_adj"),
            (PRIOR_SAVINGS, "prior_sav_adj"),
            (CATEGORY, "final_adj_cat"),
            (at(SPENDING, 2, 3), "exp_agnd_by3"),
            (at(RISK, 0, 0), "hcc_esrd_by1"),
            (at(RISK, 3, 2), "hcc_agdu_py"),
            (BASE_PERSON_YEARS + 1, "pyrs_dis_by3"),
            (YEAR_PERSON_YEARS + 3, "pyrs_agnd_py"),
            (at(DEMOGRAPHY, 1, 0), "demog_esrd_py"),
            (RISK_WEIGHT, "rr_weight_esrd_py"),
        ] {
            assert_eq!(COLUMNS[place].0, name);
        }
    }
}
