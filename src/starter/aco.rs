//! What the public record says of one ACO, each number with the year and column it stands in.

use super::sheet::{RecordLine, RecordSheet};
use crate::order::Ordered;
use crate::payer::{Level, MedicareKind};
use crate::replay::track_level;

/// The first year that identifies an ACO in settlements as it is identified today.
const OWN_IDS_SINCE: u16 = 2018;

/// A number of the record with where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cited {
    pub(super) value: f64,
    /// Year and column.
    pub(super) place: String,
}

/// One ACO's rows, oldest first.
#[derive(Debug)]
pub(super) struct AcoRecord<'a> {
    rows: Vec<RecordLine<'a>>,
    /// The last of them.
    last: RecordLine<'a>,
    /// Its row among settlements.
    settlement: Option<RecordLine<'a>>,
    /// The rows of everybody.
    all: &'a RecordSheet,
}

/// An enrolment type and its name in columns.
pub(super) const KINDS: [(MedicareKind, &str); 4] = [
    (MedicareKind::Esrd, "esrd"),
    (MedicareKind::Disabled, "dis"),
    (MedicareKind::AgedDual, "agdu"),
    (MedicareKind::AgedNonDual, "agnd"),
];

impl<'a> AcoRecord<'a> {
    /// The ACO with an identifier of today or of the years to 2017.
    pub(super) fn of(
        benchmarks: &'a RecordSheet,
        settlements: &'a RecordSheet,
        id: &str,
    ) -> Option<AcoRecord<'a>> {
        let is = |line: &RecordLine<'_>, column| line.text(column).eq_ignore_ascii_case(id);
        let known = benchmarks.lines().find(|line| is(line, "aco_id") || is(line, "aco_num"))?.text("aco_id");
        let mut rows: Vec<RecordLine<'a>> =
            benchmarks.lines().filter(|line| line.text("aco_id") == known).collect();
        rows.order_by_key(RecordLine::year);
        let last = *rows.last()?;
        let settled_as =
            if last.year() >= OWN_IDS_SINCE { last.text("aco_id") } else { last.text("aco_num") };
        let settlement =
            settlements.lines().find(|line| line.year() == last.year() && line.text("aco_id") == settled_as);
        Some(AcoRecord { rows, last, settlement, all: benchmarks })
    }

    pub(super) fn id(&self) -> &'a str {
        self.last.text("aco_id")
    }

    /// The number by which the files of 2013 to 2017 know it; empty where it is not known.
    pub(super) fn number(&self) -> &'a str {
        self.rows.iter().map(|row| row.text("aco_num")).find(|text| !text.is_empty()).unwrap_or_default()
    }

    pub(super) fn name(&self) -> &'a str {
        self.last.text("aco_name")
    }

    /// Its states as they were last listed.
    pub(super) fn state(&self) -> &'a str {
        self.rows.iter().rev().map(|row| row.text("state")).find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// The last performance year on record.
    pub(super) fn last_year(&self) -> u16 {
        self.last.year()
    }

    /// The years on record.
    pub(super) fn years(&self) -> impl Iterator<Item = u16> {
        self.rows.iter().map(RecordLine::year)
    }

    pub(super) fn track(&self) -> Option<Level> {
        track_level(self.last.text("track"))
    }

    pub(super) fn track_word(&self) -> &'a str {
        self.last.text("track")
    }

    /// The day its agreement began, as it stands there, with its year and month.
    pub(super) fn began(&self) -> Option<(&'a str, u16, u16)> {
        let text = self.last.text("current_start");
        let mut parts = text.split('-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next()?.parse().ok()?;
        Some((text, year, month))
    }

    /// The agreement period, 1 for the first.
    pub(super) fn period(&self) -> u16 {
        self.last.text("agreement_period").parse().unwrap_or(1)
    }

    /// A cell of the last year.
    pub(super) fn word(&self, column: &str) -> &'a str {
        self.last.text(column)
    }

    /// A number of the last year.
    pub(super) fn cited(&self, column: &str) -> Option<Cited> {
        let value = self.last.number(column)?;
        Some(Cited { value, place: self.place(column) })
    }

    /// The last year and a column.
    pub(super) fn place(&self, column: &str) -> String {
        format!("{}, {column}", self.last_year())
    }

    /// Assigned beneficiaries.
    pub(super) fn lives(&self) -> f64 {
        self.last.positive("n_ab").unwrap_or(0.0)
    }

    /// Whether it is low-revenue, where that is published.
    pub(super) fn low_revenue(&self) -> Option<bool> {
        let word = self.rows.iter().rev().map(|row| row.text("rev_exp_cat")).find(|text| !text.is_empty())?;
        Some(word.to_ascii_lowercase().starts_with('l'))
    }

    /// Participating primary-care physicians or specialists.
    pub(super) fn clinicians(&self, column: &str) -> Option<Cited> {
        let value = self.settlement?.positive(column)?;
        Some(Cited { value, place: self.place(column) })
    }

    /// Cost of care per person and year.
    pub(super) fn spending(&self) -> Cited {
        if let Some(found) = self.cited("exp_total_py").filter(|found| found.value > 0.0) {
            return found;
        }
        let total = self.last.positive("expenditure").unwrap_or(0.0);
        let people = self.last.positive("py_total").unwrap_or(1.0);
        Cited { value: total / people, place: self.place("expenditure over py_total") }
    }

    /// The quality score, where one was measured: first years and 2013 paid for reporting.
    pub(super) fn quality(&self) -> Option<Cited> {
        let first = self.began().is_some_and(|(_, year, _)| year == self.last_year() && self.period() == 1);
        let reporting = self.last_year() <= 2013 || first && self.last_year() < 2021;
        self.cited("qual_score").filter(|found| !reporting && found.value > 0.0)
    }

    /// Mean gross savings per person of up to three years to the last, with those years.
    pub(super) fn prior_savings(&self) -> Option<Cited> {
        let since = self.last_year().saturating_sub(2);
        let years: Vec<(u16, f64)> = self
            .rows
            .iter()
            .filter(|row| row.year() >= since)
            .filter_map(|row| {
                let whole = if row.text("six_month") == "1" { 2.0 } else { 1.0 };
                let saved = row.number("benchmark_minus_exp")? * whole / row.positive("py_total")?;
                Some((row.year(), saved))
            })
            .collect();
        #[expect(clippy::cast_precision_loss, reason = "at most three")]
        let mean = years.iter().map(|(_, saved)| saved).sum::<f64>() / years.len() as f64;
        let named: Vec<String> = years.iter().map(|(year, _)| year.to_string()).collect();
        let place = format!("mean of benchmark_minus_exp over py_total, {}", named.join(", "));
        (!years.is_empty()).then_some(Cited { value: mean, place })
    }

    /// Parts of each enrolment type in the person-years of the performance year, in the order of [`KINDS`], and
    /// whether CMS suppressed any; nothing where none is published. What one type lacks is what the others
    /// leave, what several lack is divided evenly.
    pub(super) fn shares(&self) -> Option<([f64; 4], bool)> {
        let found = KINDS.map(|(_, kind)| self.last.number(&format!("pyrs_{kind}_py")));
        let known: f64 = found.iter().flatten().sum();
        let missing = found.iter().filter(|one| one.is_none()).count();
        if missing == KINDS.len() || known <= 0.0 {
            return None;
        }
        let total = self.last.positive("py_total").unwrap_or(known);
        #[expect(clippy::cast_precision_loss, reason = "at most four")]
        let each = if missing == 0 { 0.0 } else { (total - known).max(0.0) / missing as f64 };
        let people = found.map(|one| one.unwrap_or(each));
        let sum: f64 = people.iter().sum();
        Some((people.map(|one| one / sum), missing > 0))
    }

    /// The same in the third base year, whose total is not published: a type that CMS suppressed has its part
    /// of the performance year.
    pub(super) fn base_shares(&self) -> Option<[f64; 4]> {
        let (then, _) = self.shares()?;
        let found = KINDS.map(|(_, kind)| self.last.number(&format!("pyrs_{kind}_by3")));
        let known: f64 = found.iter().flatten().sum();
        if known <= 0.0 {
            return None;
        }
        let missing: f64 =
            found.iter().zip(then).filter(|(one, _)| one.is_none()).map(|(_, part)| part).sum();
        let whole = known / (1.0 - missing).max(1e-9);
        let part = |place: usize| found[place].map_or(then[place], |people| people / whole);
        Some(std::array::from_fn(part))
    }

    /// The numbers of a type in base years one to three: of a suppressed one the nearest later year stands in,
    /// else the nearest earlier one, else the median of all ACOs; and whether any was.
    pub(super) fn three(&self, column: &str) -> Option<([f64; 3], bool)> {
        let found: [Option<f64>; 3] =
            std::array::from_fn(|year| self.last.positive(&format!("{column}_by{}", year + 1)));
        let own = |year: usize| {
            let later = found[year..].iter().flatten().next().copied();
            later.or_else(|| found[..year].iter().rev().flatten().next().copied())
        };
        let all = |year: usize| self.median(&format!("{column}_by{}", year + 1));
        let filled = [0, 1, 2].map(|year| own(year).or_else(|| all(year)));
        let [Some(first), Some(second), Some(third)] = filled else { return None };
        Some(([first, second, third], found.iter().any(Option::is_none)))
    }

    /// The median of a column over all ACOs of the last year.
    fn median(&self, column: &str) -> Option<f64> {
        let year = self.last_year();
        let rows = self.all.lines().filter(|row| row.year() == year);
        let mut found: Vec<f64> = rows.filter_map(|row| row.positive(column)).collect();
        found.sort_by(f64::total_cmp);
        found.get(found.len() / 2).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "py,aco_id,aco_num,aco_name,current_start,agreement_period,track,six_month,py_total,benchmark_minus_exp,qual_score,pyrs_esrd_py,pyrs_dis_py,pyrs_agdu_py,pyrs_agnd_py";

    fn sheets(rows: &str) -> (RecordSheet, RecordSheet) {
        let sheet = |text: &str| RecordSheet::read("test", text.as_bytes()).unwrap();
        (sheet(&format!("{HEAD}\n{rows}")), sheet("py,aco_id,n_pcp\n2017,N1,31\n2019,A1,0\n"))
    }

    fn with<T>(rows: &str, ask: impl Fn(&AcoRecord<'_>) -> T) -> T {
        let (benchmarks, settlements) = sheets(rows);
        ask(&AcoRecord::of(&benchmarks, &settlements, "A1").unwrap())
    }

    fn shares(row: &str) -> Option<([f64; 4], bool)> {
        let (benchmarks, settlements) = sheets(row);
        AcoRecord::of(&benchmarks, &settlements, "A1").unwrap().shares()
    }

    #[test]
    fn suppressed_types_are_what_the_others_leave() {
        // 10,000 person-years, 600 + 400 + 8,950 known: 50 are the type that CMS suppressed.
        let row = "2022,A1,,N,2022-01-01,1,E,,10000,,0.9,,600,400,8950\n";
        let (parts, suppressed) = shares(row).unwrap();
        assert!(suppressed);
        assert_eq!(parts.map(|share| (share * 1e6).round() / 1e6), [0.005, 0.06, 0.04, 0.895]);
        // Two are missing: half each of what is left.
        let row = "2022,A1,,N,2022-01-01,1,E,,10000,,0.9,,600,,9300\n";
        assert_eq!(shares(row).unwrap().0, [0.005, 0.06, 0.005, 0.93]);
        assert!(shares("2013,A1,,N,2012-07-01,1,T1,,10000,,1,,,,\n").is_none());
    }

    #[test]
    fn base_years_that_cms_suppressed_are_filled_from_beside() {
        let head = "py,aco_id,py_total,pyrs_esrd_by3,pyrs_dis_by3,pyrs_agdu_by3,pyrs_agnd_by3,pyrs_esrd_py,pyrs_dis_py,pyrs_agdu_py,pyrs_agnd_py,exp_esrd_by1,exp_esrd_by2,exp_esrd_by3,exp_dis_by1,exp_dis_by2,exp_dis_by3";
        let own = "2023,A1,10000,,800,400,7560,,1000,300,8600,,90000,,,,";
        let others = "2023,A2,1,,,,,,,,,1,2,70000,1,2,7000\n2023,A3,1,,,,,,,,,3,4,80000,3,4,8000\n2023,A4,1,,,,,,,,,5,6,99000,5,6,9000";
        let sheet = |text: &str| RecordSheet::read("test", text.as_bytes()).unwrap();
        let (benchmarks, settlements) = (sheet(&format!("{head}\n{own}\n{others}\n")), sheet("py,aco_id\n"));
        let aco = AcoRecord::of(&benchmarks, &settlements, "A1").unwrap();
        // 100 of 10,000 person-years are the suppressed type: 1 %. In the base year 8,760 are the other 99 %:
        // 8,760/0.99 = 8,848.48 in all; 800 of them 9.041 %.
        let shares = aco.base_shares().unwrap().map(|share| (share * 1e5).round() / 1e5);
        assert_eq!(shares, [0.01, 0.09041, 0.04521, 0.85438]);
        // The year after stands in, then the year before; where there is none, the median ACO.
        assert_eq!(aco.three("exp_esrd").unwrap(), ([90_000.0; 3], true));
        assert_eq!(aco.three("exp_dis").unwrap(), ([3.0, 4.0, 8_000.0], true));
        assert_eq!(aco.three("exp_agnd"), None);
    }

    #[test]
    fn prior_savings_are_a_mean_per_person_and_year() {
        // 1,000,000/10,000 = 100; half a year of 2019: 2 × 300,000/10,000 = 60; 2016 lies too far back.
        let rows = "2017,A1,N1,N,2016-01-01,2,T1,0,10000,1000000,0.9,,,,\n\
                    2016,A1,N1,N,2016-01-01,2,T1,0,10000,9000000,0.9,,,,\n\
                    2019,A1,N1,N,2019-07-01,3,B,1,10000,300000,0.9,,,,\n";
        let (mean, place) =
            with(rows, |aco| aco.prior_savings().map(|found| (found.value, found.place))).unwrap();
        assert_eq!(mean, 80.0);
        assert!(place.ends_with("2017, 2019"), "{place}");
    }

    #[test]
    fn clinicians_come_from_the_settlement_of_the_last_year() {
        let early = "2017,A1,N1,N,2016-01-01,2,T1,0,10000,0,0.9,,,,\n";
        let found = with(early, |aco| aco.clinicians("n_pcp")).unwrap();
        assert_eq!((found.value, found.place.as_str()), (31.0, "2017, n_pcp"));
        // None at all is as good as not published.
        let late = "2019,A1,N1,N,2019-07-01,2,B,0,10000,0,0.9,,,,\n";
        assert!(with(late, |aco| aco.clinicians("n_pcp")).is_none());
    }

    #[test]
    fn a_score_that_pays_for_reporting_measures_nothing() {
        let score = |row| with(row, |aco| aco.quality().map(|found| found.value));
        assert_eq!(score("2013,A1,N1,N,2012-07-01,1,T1,0,1,0,1,,,,\n"), None);
        assert_eq!(score("2018,A1,,N,2018-01-01,1,T1,0,1,0,1,,,,\n"), None);
        assert_eq!(score("2018,A1,,N,2018-01-01,2,T1,0,1,0,0.93,,,,\n"), Some(0.93));
        assert_eq!(score("2022,A1,,N,2022-01-01,1,E,0,1,0,0.81,,,,\n"), Some(0.81));
        assert_eq!(score("2014,A1,,N,2013-01-01,1,T1,0,1,0,P4R,,,,\n"), None);
    }
}
