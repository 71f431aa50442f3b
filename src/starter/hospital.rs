//! A hospital's own scores and ratios as contracts of the two hospital programmes.

use super::composed::Starter;
use super::manuscript::{Manuscript, plain, quoted};
use super::pay;
use super::sheet::{RecordLine, RecordSheet};
use crate::payer::{Condition, Domain};

/// The fiscal years of the two records.
const SCORES: u16 = 2021;
const RATIOS: u16 = 2025;
/// Cases of a published ratio whose count is suppressed: fewer have no ratio.
const LEAST_CASES: f64 = 25.0;
/// Years simulated.
const YEARS: u16 = 4;

/// What is measured, its word in the record, and the part of base payments that stands in for the hospital's
/// own: those of a worked example.
const CONDITIONS: [(Condition, &str, f64); 6] = [
    (Condition::Ami, "AMI", 0.020),
    (Condition::HeartFailure, "HF", 0.055),
    (Condition::Pneumonia, "PN", 0.060),
    (Condition::Copd, "COPD", 0.025),
    (Condition::Cabg, "CABG", 0.030),
    (Condition::HipKnee, "HIP-KNEE", 0.010),
];

/// The domains of the score with their columns; every hospital on record has at least the three that make one.
const DOMAINS: [(Domain, &str); 4] = [
    (Domain::Clinical, "clinical"),
    (Domain::Engagement, "engagement"),
    (Domain::Safety, "safety"),
    (Domain::Efficiency, "efficiency"),
];
/// What the record holds of a hospital.
#[derive(Debug)]
pub(super) struct HospitalRecord<'a> {
    pub(super) ccn: &'a str,
    pub(super) state: &'a str,
    scores: Option<RecordLine<'a>>,
    ratios: Vec<RecordLine<'a>>,
}

impl<'a> HospitalRecord<'a> {
    /// The hospital with a certification number, with or without its leading zeros.
    pub(super) fn of(
        scores: &'a RecordSheet,
        ratios: &'a RecordSheet,
        ccn: &str,
    ) -> Option<HospitalRecord<'a>> {
        let wanted = format!("{:0>6}", ccn.trim().to_ascii_uppercase());
        let own = |line: &RecordLine<'_>| line.text("facility_id") == wanted;
        let (scores, ratios): (_, Vec<RecordLine<'a>>) =
            (scores.lines().find(own), ratios.lines().filter(own).collect());
        let any = scores.or_else(|| ratios.first().copied())?;
        Some(HospitalRecord { ccn: any.text("facility_id"), state: any.text("state"), scores, ratios })
    }

    /// The last fiscal year on record.
    pub(super) fn last_year(&self) -> u16 {
        if self.ratios.is_empty() { SCORES } else { RATIOS }
    }

    /// The scenario.
    pub(super) fn starter(&self, start: u16) -> Starter {
        let title = format!("Hospital {} ({})", self.ccn, self.state);
        let mut draft = Manuscript::default();
        self.head(&mut draft, &title, start);
        let mut left = 1.0;
        if let Some(scores) = self.scores {
            left -= 0.10;
            purchasing(&mut draft, scores);
        }
        if !self.ratios.is_empty() {
            left -= 0.10;
            self.readmissions(&mut draft);
        }
        pay::other_payers(&mut draft, left);
        pay::allocation(&mut draft);
        self.people(&mut draft);
        let (scenario, yours) = draft.end();
        let contract = if self.ratios.is_empty() { "hvbp" } else { "hrrp" };
        let (contract, physician) = (contract.to_owned(), "hospitalist-001".to_owned());
        Starter { title, scenario, contract, physician, start, last: self.last_year(), yours }
    }

    fn head(&self, draft: &mut Manuscript, title: &str, start: u16) {
        draft.put("#:schema ./scenario.schema.json");
        draft.put("#");
        draft.say(&format!(
            "{title}: a starting point made from the public record. A number says where it comes from:"
        ));
        draft.put("#");
        draft.say(
            "FY2025, err: the fiscal year and column of CMS's Care Compare files of the hospital programmes",
        );
        draft.say("YOURS: not public. What stands there lets everything run; write your own. `grep YOURS scenario.toml` lists all");
        draft.put("#");
        draft.say(
            "The record knows hospitals by certification number and state. It lacks names, base operating DRG \
             payments, each condition's part of them, the share of dually eligible patients and the threshold \
             of each domain: the largest figures below are yours.",
        );
        draft.gap();
        draft.key("engine", "1");
        draft.gap();
        draft.table("scenario");
        draft.key("title", &quoted(title));
        draft.key(
            "description",
            "\"What do quality and readmissions pay this hospital, and what of it reaches physicians?\"",
        );
        draft.gap();
        draft.table("run");
        draft.noted(
            "start_year",
            &start.to_string(),
            &format!("the last record is of fiscal year {}", self.last_year()),
        );
        draft.key("years", &YEARS.to_string());
        draft.key("trials", "1000");
        draft.key("seed", "1");
        draft.gap();
        draft.table("system");
        draft.key("name", &quoted(title));
    }

    fn readmissions(&self, draft: &mut Manuscript) {
        draft.section("Hospital Readmissions Reduction Program");
        draft.gap();
        shared_keys(draft, "hrrp", "{ settlement_month = 24, payment_month = 33 }");
        draft.gap();
        draft.table("contract.hrrp.terms.hospital_readmissions_reduction");
        base_payments(draft);
        draft.open("dual_share", "0.20", "share of stays of dually eligible patients: it decides the peer group; without it the nation's medians");
        draft.say("Ratios and three years' discharges: FY2025, err and discharges. Payment shares: YOURS, here those of a worked example.");
        draft.put("conditions = [");
        for (condition, word, share) in CONDITIONS {
            let Some(row) = self.ratios.iter().find(|row| row.text("measure") == word) else { continue };
            let Some(ratio) = row.number("err") else { continue };
            let (cases, note) = match row.number("discharges") {
                Some(cases) => (cases, ""),
                None => (LEAST_CASES, "  # YOURS: discharges suppressed; a ratio is published from 25 on"),
            };
            draft.put(&format!(
                "  {{ measure = \"{}\", payment_share = {}, excess_ratio = {}, cases = {} }},{note}",
                condition.key(),
                plain(share, 3),
                plain(ratio.clamp(0.3, 3.0), 4),
                plain(cases, 0)
            ));
        }
        draft.put("]");
    }

    fn people(&self, draft: &mut Manuscript) {
        draft.section("system -> physician");
        draft.say(
            "No pay and no roster is public. `cascade catalogue models` lists what a plan can be made of.",
        );
        draft.gap();
        draft.table("plan.hospitalist");
        draft.key("title", "\"Salary with wRVU and quality bonus\"");
        draft.put("[[plan.hospitalist.pay]]");
        draft.yours(
            "wrvu_threshold",
            "{ base_per_fte = 290000, rate = 30, threshold = 4000 }",
            "base and rate",
        );
        draft.put("[[plan.hospitalist.pay]]");
        draft.yours(
            "quality_bonus",
            "{ per_fte = 15000, ladder = { threshold = 0.70, target = 0.90 } }",
            "bonus and ladder",
        );
        draft.section("who takes part");
        draft.gap();
        draft.table("cohort.hospitalist");
        draft.yours("count", "20", "hospitalists");
        draft.key("specialty", "\"hospital_medicine\"");
        draft.key("plans", "{ hospitalist = 1.0 }");
        draft.yours("wrvu", "{ lognormal = { median = 4250, sigma = 0.18 } }", "work a year");
        let named: Vec<&str> = self.contracts().collect();
        let lives: Vec<String> = named.iter().map(|name| format!("{name} = 300")).collect();
        draft.yours("lives", &format!("{{ {} }}", lives.join(", ")), "discharges a year of each");
        draft.yours("quality", "0.82", "the composite at which score and ratios are as on record");
    }

    fn contracts(&self) -> impl Iterator<Item = &'static str> {
        let scores = self.scores.is_some().then_some("hvbp");
        let ratios = (!self.ratios.is_empty()).then_some("hrrp");
        scores.into_iter().chain(ratios)
    }
}

fn purchasing(draft: &mut Manuscript, scores: RecordLine<'_>) {
    draft.section("Hospital Value-Based Purchasing");
    draft.gap();
    shared_keys(draft, "hvbp", "{ settlement_month = 20, payment_month = 21 }");
    draft.gap();
    draft.table("contract.hvbp.terms.hospital_value_based_purchasing");
    base_payments(draft);
    let score = scores.number("tps").unwrap_or(0.0);
    let found: Vec<(Domain, &str, f64)> = DOMAINS
        .into_iter()
        .filter_map(|(domain, column)| scores.number(column).map(|score| (domain, column, score)))
        .collect();
    let lacking = DOMAINS.len() - found.len();
    draft.say(&format!(
        "Domain scores of FY{SCORES} (tps {} of 100){}. per_quality, how far a domain follows the physicians' composite: YOURS.",
        plain(score, 3),
        if lacking > 0 { "; a domain without a score leaves its weight to the others" } else { "" }
    ));
    draft.put("domains = [");
    for (domain, column, score) in found {
        let reach = u8::from(domain != Domain::Efficiency);
        draft.put(&format!(
            "  {{ domain = \"{}\", score = {}, per_quality = {reach} }},  # FY{SCORES}, {column} = {}",
            domain.key(),
            plain((score / 100.0).clamp(0.0, 1.0), 5),
            plain(score, 3)
        ));
    }
    draft.put("]");
}

fn shared_keys(draft: &mut Manuscript, name: &str, clock: &str) {
    draft.table(&format!("contract.{name}"));
    draft.key("payer", "\"Medicare\"");
    draft.key("line", "\"medicare\"");
    draft.yours("revenue_share", "0.1", "part of professional revenue under it");
    draft.yours("price_per_wrvu", "66", "what Medicare pays for professional work per wRVU");
    draft.noted("prices", "\"statutory\"", "and how that moves: Medicare's fee schedule by law");
    draft.yours("spending", "15000", "cost of a discharge");
    draft.noted("clock", clock, "the fiscal year that is paid begins in this October");
}

fn base_payments(draft: &mut Manuscript) {
    draft.yours("base_payments", "60000000", "base operating DRG payments a year; in no public file here");
}
