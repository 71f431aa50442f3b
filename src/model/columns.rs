//! A roster laid out for the engine: tiles of physicians, every fact a column.

use super::labels::{by_name, said_of};
use super::{Scenario, When};
use crate::entity::{Date, DutiesTile, InYear, Labels, Levers, MedicalField, Physician, SaidTile, Specialty};
use crate::pay::WorkTile;
use crate::payer::Contract;
use crate::tile::{Lanes, TILE, columns, tiles};
use crate::units::real;
use std::borrow::Cow;
use std::sync::Arc;

columns! {
    /// Facts about a tile of physicians that do not change during a trial.
    pub struct PracticeTile {
        /// 1 for a physician, 0 for an empty lane.
        pub present: Lanes = [0.0; TILE],
        /// Part of the year in which the position is held: less than 1 in the year in which a date begins
        /// or closes it.
        pub held: Lanes = [0.0; TILE],
        /// Share of full time.
        pub fte: Lanes = [0.0; TILE],
        /// Clinical share of full time.
        pub clinical_fte: Lanes = [0.0; TILE],
        /// wRVUs in the last year.
        pub wrvu: Lanes = [0.0; TILE],
        /// Panel.
        pub panel: Lanes = [0.0; TILE],
        /// Patients whose care the quality of one's work reaches: the panel; of a physician without one, lives
        /// under influence in whole-life equivalents, of all payers.
        pub reached: Lanes = [0.0; TILE],
        /// Measured quality.
        pub quality: Lanes = [0.0; TILE],
        /// Standard deviation of measured quality by chance.
        pub quality_sd: Lanes = [0.0; TILE],
        /// Room for quality to improve, as a multiple of the room at a score of 70 %.
        pub quality_room: Lanes = [0.0; TILE],
        /// Base salary, $ a year.
        pub base_salary: Lanes = [0.0; TILE],
        /// Pay from other employers, $ a year.
        pub other_pay: Lanes = [0.0; TILE],
        /// Whether anybody of the tile has any.
        pub paid_elsewhere: bool = false,
        /// Age at the start.
        pub age: Lanes = [0.0; TILE],
        /// Market comp rate.
        pub market_rate: Lanes = [1.0; TILE],
        /// Facility margin per wRVU.
        pub technical: Lanes = [0.0; TILE],
        /// Practice expense per clinical FTE, $ a year; below 0 where it is the system's.
        pub expense: Lanes = [-1.0; TILE],
        /// Malpractice cover per clinical FTE, $ a year.
        pub malpractice: Lanes = [0.0; TILE],
        /// 1 in primary care.
        pub primary: Lanes = [0.0; TILE],
        /// Field of medicine, by its place among all.
        pub field: [u8; TILE] = [0; TILE],
        /// Social risk of the panel above the roster's mean.
        pub social: Lanes = [0.0; TILE],
        /// Cost of care of the panel against expected, above the roster's mean.
        pub style: Lanes = [0.0; TILE],
        /// The same against 1, as the roster states it.
        pub dearer: Lanes = [0.0; TILE],
        /// Standard deviation of the attributed cost of care by chance, per dollar of it.
        pub cost_sd: Lanes = [0.0; TILE],
        /// 1 over the hours that a unit of each lever costs.
        pub ease: Levers<Lanes> = Levers::all([1.0; TILE]),
        /// Facts that only some ways of being paid need.
        pub duties: DutiesTile = DutiesTile::EMPTY,
        /// What the roster says under names that plans choose.
        pub said: SaidTile = SaidTile::EMPTY,
    }
}

impl PracticeTile {
    /// What the roster says of the tile's work, before anything is done.
    #[inline(always)]
    #[must_use]
    pub fn work(&self) -> WorkTile<'_> {
        WorkTile {
            fte: &self.fte,
            clinical_fte: &self.clinical_fte,
            panel: &self.panel,
            base_salary: &self.base_salary,
            duties: &self.duties,
            said: &self.said,
            ..WorkTile::EMPTY
        }
    }

    /// Writes what plans pay by.
    fn work_of(&mut self, lane: usize, p: &Physician) {
        self.fte[lane] = p.fte;
        self.clinical_fte[lane] = p.clinical_fte;
        self.wrvu[lane] = p.wrvu;
        self.panel[lane] = p.panel;
        self.base_salary[lane] = p.base_salary.unwrap_or(0.0);
        self.duties.set(lane, &p.duties);
    }
}

/// What plans pay a tile's physicians by in the part of a year that they spend on one of them, where that is not
/// what they are in the mean of the year.
#[derive(Clone, Debug)]
pub struct OnPart {
    /// The tile, by place.
    pub tile: usize,
    /// The plan, by place.
    pub plan: usize,
    /// Facts of the part; of the year for lanes that are not divided.
    pub facts: Box<PracticeTile>,
    /// wRVUs of the part at an annual rate, as a multiple of the year's.
    pub work: Lanes,
}

columns! {
    /// A tile of physicians under one contract, or under none.
    pub struct ContractTile {
        /// Attributed lives.
        pub lives: Lanes = [0.0; TILE],
        /// Lives whose cost of care this physician influences, in whole-life equivalents: over all
        /// physicians and the clinicians outside the roster they add up to the contract's lives.
        pub influence: Lanes = [0.0; TILE],
        /// Lives whose care the quality of one's work reaches: those attributed; of a physician without a panel,
        /// those under influence.
        pub reached: Lanes = [0.0; TILE],
        /// Share of this physician's professional revenue.
        pub revenue_share: Lanes = [0.0; TILE],
    }
}

/// A roster under one arm's scenario.
#[derive(Clone, Debug)]
pub struct Practice {
    /// Tiles of physicians.
    pub tiles: Vec<PracticeTile>,
    /// For each tile, one for each contract and a last one for patients under none.
    pub contracts: Vec<ContractTile>,
    /// For each tile, the points in each pool; nothing where the roster has none.
    pub points: Vec<Lanes>,
    /// Pools.
    pub pools: usize,
    /// Contracts, and one for patients under none.
    pub populations: usize,
    /// Roster lives of each population.
    pub lives: Vec<f64>,
    /// wRVUs of the last year done for each population.
    pub work: Vec<f64>,
    /// For each tile, how fast each month is worked as a multiple of the year's rate, below zero where the
    /// roster does not say; empty where it says so for nobody.
    pub months: Vec<[Lanes; 12]>,
    /// Parts of the year on a plan of those whom a date moves in a year in which other facts change, too; by
    /// tile.
    pub parts: Vec<OnPart>,
    /// Physicians: positions that this arm has, in a year those of them that are held in it.
    pub physicians: usize,
}

impl Practice {
    /// Lays out physicians in the order given, each with the place of their specialty; `None` is an
    /// empty lane. `labels` are those of the scenario's plans. Everyone as the roster begins with them, or, in
    /// a year counted from the start, those who are there in it as they are then.
    #[must_use]
    pub fn lay_out(
        scenario: &Scenario,
        specialties: &[Specialty],
        physicians: &[Option<Physician>],
        places: &[usize],
        labels: &Labels,
        year: Option<usize>,
    ) -> Practice {
        let start = scenario.run.start().0;
        let now: Vec<Option<(Cow<'_, Physician>, f64)>> = physicians
            .iter()
            .map(|p| match (p.as_ref()?, year) {
                (p, Some(year)) if p.is_dated(start) => {
                    let InYear { physician, held } = p.in_year(start, year)?;
                    Some((Cow::Owned(physician), held))
                }
                (p, _) => Some((Cow::Borrowed(p), 1.0)),
            })
            .collect();
        let present = || {
            now.iter()
                .zip(places)
                .enumerate()
                .filter_map(|(i, (p, s))| p.as_ref().map(|(p, _)| (i, p.as_ref(), &specialties[*s])))
        };
        let populations = scenario.contract.len() + 1;
        let n = tiles(physicians.len());
        let mut practice = Practice {
            tiles: vec![PracticeTile::EMPTY; n],
            contracts: vec![ContractTile::EMPTY; n * populations],
            points: points(scenario, &now),
            pools: scenario.allocation.pool.len(),
            populations,
            lives: vec![0.0; populations],
            work: vec![0.0; populations],
            months: Vec::new(),
            parts: Vec::new(),
            physicians: now.iter().flatten().count(),
        };
        let people_of = scenario.people_of(year.unwrap_or(0));
        for (place, physician, specialty) in present() {
            let held = now[place].as_ref().map_or(0.0, |(_, held)| *held);
            practice.place((scenario, &people_of), specialty, (physician, held), place);
        }
        for (place, physician, _) in present() {
            for (label, (what, name)) in labels.iter().enumerate() {
                let said = &mut practice.tiles[place / TILE].said;
                said.set(label, place % TILE, said_of(physician, what, name));
            }
            let dated = physicians[place].as_ref().filter(|p| p.is_dated(start)).zip(year);
            let paces = match dated {
                Some((all_along, year)) => all_along.paces(start, year, physician.wrvu),
                None => physician.stated_months(),
            };
            let Some(months) = paces else { continue };
            practice.months.resize(n, [[-1.0; TILE]; 12]);
            for (month, weight) in practice.months[place / TILE].iter_mut().zip(months) {
                month[place % TILE] = weight;
            }
        }
        if let Some(year) = year {
            for (place, physician) in physicians.iter().enumerate() {
                practice.divide(scenario, physician.as_ref(), place, year, labels);
            }
        }
        practice.centre(|tile| &mut tile.social, present().map(|(i, p, _)| (i, p.social_risk)));
        practice.centre(|tile| &mut tile.style, present().map(|(i, p, _)| (i, p.cost_style)));
        let weight = |p: &Physician, specialty: &Specialty| {
            if specialty.field == MedicalField::PrimaryCare {
                0.0
            } else {
                p.wrvu * specialty.influence_per_wrvu.0
            }
        };
        let total: f64 = present().map(|(_, p, s)| weight(p, s)).sum();
        for (place, physician, specialty) in present() {
            let own = if total > 0.0 { weight(physician, specialty) / total } else { 0.0 };
            practice.share_influence(
                place,
                own,
                if total > 0.0 { scenario.system.specialist_influence.0 } else { 0.0 },
            );
        }
        practice
    }

    /// The contract tiles of tile `k`.
    #[inline(always)]
    #[must_use]
    pub fn contracts_of(&self, k: usize) -> &[ContractTile] {
        &self.contracts[k * self.populations..(k + 1) * self.populations]
    }

    /// Points of tile `k`, pool by pool; nothing where the roster has none.
    #[inline(always)]
    #[must_use]
    pub fn points_of(&self, k: usize) -> &[Lanes] {
        self.points.get(k * self.pools..(k + 1) * self.pools).unwrap_or_default()
    }

    /// Lays out the parts of a year in which a date moves a physician to another plan, where facts change in
    /// it as well: each plan meets those of its own months.
    fn divide(
        &mut self,
        scenario: &Scenario,
        physician: Option<&Physician>,
        place: usize,
        year: usize,
        labels: &Labels,
    ) {
        let Some(p) = physician.filter(|p| !p.career.later.is_empty()) else { return };
        let Some((month, before, after)) = move_within(scenario, p, year) else { return };
        let start = scenario.run.start().0;
        let parts = [(before, (0.0, month)), (after, (month, 12.0))];
        for (plan, part) in parts {
            let Some(InYear { physician: then, .. }) = p.in_part(start, year, part) else { continue };
            let (tile, lane) = (place / TILE, place % TILE);
            let whole = self.tiles[tile].wrvu[lane];
            let first = self.parts.partition_point(|one| one.tile < tile);
            let place = self.parts[first..].iter().position(|one| one.plan == plan).unwrap_or_else(|| {
                let facts = Box::new(self.tiles[tile].clone());
                self.parts.push(OnPart { tile, plan, facts, work: [1.0; TILE] });
                self.parts.len() - 1 - first
            });
            let one = &mut self.parts[first + place];
            one.facts.work_of(lane, &then);
            for (label, (what, name)) in labels.iter().enumerate() {
                one.facts.said.set(label, lane, said_of(&then, what, name));
            }
            // Where quarters or months are stated, their pace says it all.
            let known = whole > 0.0 && then.wrvu > 0.0 && then.wrvu_by.is_empty();
            one.work[lane] = if known { then.wrvu / whole } else { 1.0 };
        }
    }

    /// The parts of the year on a plan of tile `k`.
    #[inline(always)]
    #[must_use]
    pub fn parts_of(&self, k: usize) -> &[OnPart] {
        let from = self.parts.partition_point(|part| part.tile < k);
        &self.parts[from..from + self.parts[from..].partition_point(|part| part.tile == k)]
    }

    /// Fills a column with what a fact lies above its mean over the roster.
    fn centre(
        &mut self,
        column: impl Fn(&mut PracticeTile) -> &mut Lanes,
        facts: impl Iterator<Item = (usize, f64)> + Clone,
    ) {
        let physicians = real(facts.clone().count().max(1));
        let mean = facts.clone().map(|(_, fact)| fact).sum::<f64>() / physicians;
        for (place, fact) in facts {
            column(&mut self.tiles[place / TILE])[place % TILE] = fact - mean;
        }
    }

    fn place(
        &mut self,
        (scenario, people_of): (&Scenario, &[Option<usize>]),
        specialty: &Specialty,
        (p, held): (&Physician, f64),
        place: usize,
    ) {
        let (k, lane) = (place / TILE, place % TILE);
        let primary = specialty.field == MedicalField::PrimaryCare;
        let tile = &mut self.tiles[k];
        (tile.present[lane], tile.held[lane]) = (1.0, held);
        tile.work_of(lane, p);
        tile.quality[lane] = p.quality;
        tile.quality_sd[lane] = (p.quality * (1.0 - p.quality) / scenario.chance.quality_events.0).sqrt();
        tile.quality_room[lane] = (1.0 - p.quality) / 0.30;
        tile.dearer[lane] = p.cost_style - 1.0;
        tile.other_pay[lane] = p.other_pay;
        tile.paid_elsewhere |= p.other_pay > 0.0;
        tile.age[lane] = p.age;
        tile.market_rate[lane] = specialty.market_rate.0.max(1e-6);
        tile.technical[lane] = specialty.technical_per_wrvu.0;
        tile.expense[lane] = specialty.practice_expense.map_or(-1.0, |own| own.0);
        tile.malpractice[lane] = specialty.malpractice.0;
        tile.primary[lane] = if primary { 1.0 } else { 0.0 };
        tile.field[lane] = specialty.field as u8;
        tile.cost_sd[lane] = scenario.chance.person_cv.0 / p.panel.max(50.0).sqrt();
        tile.ease.each(&specialty.effort, |ease, hours| ease[lane] = 1.0 / hours.max(1e-3));
        let attributed = scenario.attributed_people(p);
        for (c, of) in people_of.iter().enumerate() {
            let lives = of.and_then(|of| by_name(&p.lives, &scenario.contract.0[of].0)).unwrap_or(0.0);
            self.lives[c] += lives;
            self.contracts[k * self.populations + c].lives[lane] = lives;
        }
        let none = self.populations - 1;
        let uncontracted = if primary { (held * p.panel - attributed).max(0.0) } else { 0.0 };
        self.lives[none] += uncontracted;
        self.contracts[k * self.populations + none].lives[lane] = uncontracted;
        for (c, share) in revenue_shares(&scenario.contract.0, people_of, p).into_iter().enumerate() {
            self.contracts[k * self.populations + c].revenue_share[lane] = share;
            self.work[c] += share * p.wrvu * held;
        }
    }

    /// Divides influence on each population's cost of care: physicians whom patients are attributed
    /// to hold one part, specialists the rest, in proportion to the care their work sets in motion.
    fn share_influence(&mut self, place: usize, own: f64, specialists: f64) {
        let (k, lane) = (place / TILE, place % TILE);
        let (panel, mut reached) = (self.tiles[k].panel[lane], 0.0);
        for c in 0..self.populations {
            let lives = self.lives[c];
            let tile = &mut self.contracts[k * self.populations + c];
            tile.influence[lane] = (1.0 - specialists) * tile.lives[lane] + specialists * lives * own;
            tile.reached[lane] = if panel > 0.0 { tile.lives[lane] } else { tile.influence[lane] };
            reached += tile.reached[lane];
        }
        self.tiles[k].reached[lane] = if panel > 0.0 { panel } else { reached };
    }
}

/// The month of a year in which a date moves a physician from one plan to another, and both by place: by the
/// roster, else by a redesign.
fn move_within(scenario: &Scenario, p: &Physician, year: usize) -> Option<(f64, usize, usize)> {
    let start = scenario.run.start();
    let first = 12.0 * real(year);
    let within = |month: &f64| *month > first && *month < first + 12.0;
    let calendar_year = start.0 + u16::try_from(year).unwrap_or(0);
    let plan = |name: &str| scenario.plan.index(name);
    let before = if year == 0 { &p.plan } else { p.plan_by(calendar_year - 1) };
    if let Some((month, to)) = p.plans_to_come(start.0).find(|(month, _)| within(month)) {
        return Some((month - first, plan(before)?, plan(to)?));
    }
    scenario.redesign.iter().filter(|change| change.from == *before).find_map(|change| {
        let ready = change.effective(start);
        let month = match change.when {
            When::Immediately => ready,
            When::Renewal => {
                let term = 12.0 * f64::from(p.renewals.term_years.max(1));
                let next = p.renewals.next(Date::month(start.0, 1)).months_from(start.0);
                next + term * ((ready - next) / term).ceil().max(0.0)
            }
            When::Hire => return None,
        };
        Some((month - first, plan(&change.from)?, plan(&change.to)?)).filter(|_| within(&month))
    })
}

/// The points of each tile in each pool; nothing at all where nobody has any.
fn points(scenario: &Scenario, physicians: &[Option<(Cow<'_, Physician>, f64)>]) -> Vec<Lanes> {
    let pools = &scenario.allocation.pool;
    if !physicians.iter().flatten().any(|(p, _)| p.points.iter().any(|(_, points)| *points > 0.0)) {
        return Vec::new();
    }
    let mut all = vec![[0.0; TILE]; tiles(physicians.len()) * pools.len()];
    for (place, physician) in physicians.iter().enumerate() {
        let (k, lane) = (place / TILE, place % TILE);
        for (pool, points) in physician.iter().flat_map(|(p, _)| &p.points) {
            if let Some(pool) = pools.index(pool) {
                all[k * pools.len() + pool][lane] = *points;
            }
        }
    }
    all
}

/// Payer mix of one physician's professional revenue. The roster's own shares where it states any;
/// else attributed people over the panel, and what they leave by the contracts' shares. Episodes and
/// discharges are no people of a panel: such contracts are among the latter. `people_of` says under which
/// name the roster has each contract's people in the year, if any are under it.
fn revenue_shares(
    contracts: &[(Arc<str>, Contract)],
    people_of: &[Option<usize>],
    p: &Physician,
) -> Vec<f64> {
    let named =
        |values: &[(String, f64)], of: &Option<usize>| of.and_then(|of| by_name(values, &contracts[of].0));
    if p.revenue_share.iter().any(|(_, share)| *share > 0.0) {
        return people_of.iter().map(|of| named(&p.revenue_share, of).unwrap_or(0.0)).collect();
    }
    let seats = || contracts.iter().zip(people_of);
    let attributed: Vec<f64> = seats()
        .map(|((_, contract), of)| {
            let lives = named(&p.lives, of).filter(|_| p.panel > 0.0 && contract.terms.counts_people());
            lives.map_or(0.0, |lives| lives / p.panel)
        })
        .collect();
    let rest = (1.0 - attributed.iter().sum::<f64>()).max(0.0);
    // What a contract takes of revenue that no attributed people say anything of.
    let open_share = |((_, contract), of): (&(Arc<str>, Contract), &Option<usize>)| {
        if of.is_some() { contract.revenue_share.0 } else { 0.0 }
    };
    let open: f64 =
        seats().zip(&attributed).filter(|(_, own)| **own == 0.0).map(|(seat, _)| open_share(seat)).sum();
    seats()
        .zip(&attributed)
        .map(|(seat, own)| {
            if *own > 0.0 {
                *own
            } else if open > 0.0 {
                rest * open_share(seat) / open
            } else {
                0.0
            }
        })
        .collect()
}
