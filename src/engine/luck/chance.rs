//! All chance of a block of trials, drawn first and by name.

use super::once::{self, DrawPlace};
use super::persons::{People, SMALL};
use super::strata::{DrawnAt, KeyedBy, LuckKeys, TileKeys};
use crate::model::Model;
use crate::payer::{BASE_YEARS, LineOfBusiness};
use crate::random::{Copula, Draws, EntityKey, Stream, fill_normals, in_stratum, unit};
use crate::terms::ClauseLuck;
use crate::tile::{Lanes, TILE, columns, tiles};
use pulp::{Arch, NullaryFnOnce};

columns! {
    /// The luck of a tile of physicians in one year of one trial.
    pub(crate) struct LuckTile {
        /// Work: standard normal.
        pub work: Lanes = [0.0; TILE],
        /// Measured quality: standard normal.
        pub quality: Lanes = [0.0; TILE],
        /// Attributed cost of care: standard normal.
        pub cost: Lanes = [0.0; TILE],
        /// Departure: uniform.
        pub leave: Lanes = [1.0; TILE],
    }
}

/// The luck of one contract over a trial.
#[derive(Clone, Debug, Default)]
pub(crate) struct ContractLuck {
    /// Spending in the base years: standard normals.
    pub base: [f64; BASE_YEARS],
    /// Spending, quality score, forecast of growth and lasting level by year: standard normals.
    pub years: Vec<[f64; 4]>,
    /// What clauses strike, by year: uniforms; then the error of the interim estimate: standard normal.
    pub clauses: Vec<(ClauseLuck, f64)>,
    /// Staying, by year: whether the question is raised, uniform, and the error of reports, standard normal. Empty
    /// where no arm decides about it.
    pub staying: Vec<(f64, f64)>,
    /// The luck of each physician's own patients under it: standard normals, by year, then tile; empty unless a pool
    /// is divided by the savings attributed to them.
    pub attributed: Vec<Lanes>,
    /// People of a small population: base years, then performance years. Empty for a large one.
    people: Vec<People>,
}

impl ContractLuck {
    /// None: spending, scores and forecasts as expected, and of clauses only what is certain.
    pub(super) fn none(years: usize) -> ContractLuck {
        let unlikely = 1.0_f64.next_down();
        ContractLuck {
            years: vec![[0.0; 4]; years],
            clauses: vec![([unlikely; 4], 0.0); years],
            staying: vec![(unlikely, 0.0); years],
            ..ContractLuck::default()
        }
    }

    /// Standardised spending of base year `k` over `lives`.
    pub(crate) fn base_spending(&self, k: usize, lives: f64) -> f64 {
        self.person_by_person(k, lives).unwrap_or(self.base[k])
    }

    /// Standardised spending of performance year `t` over `lives`.
    pub(crate) fn spending(&self, t: usize, lives: f64) -> f64 {
        self.person_by_person(BASE_YEARS + t, lives).unwrap_or(self.years[t][0])
    }

    fn person_by_person(&self, year: usize, lives: f64) -> Option<f64> {
        if lives >= SMALL { None } else { self.people.get(year)?.mean_of(lives) }
    }
}

/// The luck of one line of business over a trial: national and regional growth by year.
pub(crate) type MarketLuck = Vec<[f64; 2]>;

/// Streams and keys of a model, opened once.
#[derive(Debug)]
pub(crate) struct Chance {
    arch: Arch,
    practice: Draws,
    month: Draws,
    /// Whether any plan is reckoned by parts of a year.
    by_month: bool,
    contract: Draws,
    base_year: Draws,
    market: Draws,
    parameter: Draws,
    person: Draws,
    clause: Draws,
    staying: Draws,
    attribution: Draws,
    /// Contracts whose savings any pool may be divided by, by place.
    attributed: Vec<bool>,
    physicians: Vec<[EntityKey; TILE]>,
    /// Positions that are one appointment of a person, with the person's key and tile and lane.
    appointments: Vec<(EntityKey, usize, usize)>,
    /// Contracts, the most people that a small population of them can have, and whether any arm may leave them.
    contracts: Vec<(EntityKey, usize, bool)>,
    markets: Vec<EntityKey>,
}

impl Chance {
    pub(crate) fn new(model: &Model) -> Chance {
        Chance::with_noise(model, 0)
    }

    /// The same parameters with other process noise; 0 is the usual one.
    pub(crate) fn with_noise(model: &Model, replicate: u64) -> Chance {
        let noise = |stream| Draws::replicate(model.seed, stream, replicate);
        let mut physicians = vec![[EntityKey(0); TILE]; tiles(model.len())];
        for (place, physician) in model.physicians.iter().enumerate() {
            physicians[place / TILE][place % TILE] = physician.key;
        }
        let several = model.physicians.iter().enumerate().filter(|(_, one)| !one.appointment.is_empty());
        let appointments =
            several.map(|(place, one)| (EntityKey::of(&one.person), place / TILE, place % TILE));
        Chance {
            arch: Arch::new(),
            appointments: appointments.collect(),
            practice: noise(Stream::Practice),
            month: noise(Stream::Month),
            by_month: model.arms.iter().any(|arm| arm.scenario.plan.values().any(|p| p.needs().months)),
            contract: noise(Stream::Contract),
            base_year: noise(Stream::BaseYear),
            market: noise(Stream::Market),
            parameter: Draws::open(model.seed, Stream::Parameter),
            person: noise(Stream::Person),
            clause: noise(Stream::Clause),
            staying: noise(Stream::Staying),
            attribution: noise(Stream::Attribution),
            attributed: model.contract_names.iter().map(|name| is_attributed(model, name)).collect(),
            physicians,
            contracts: model
                .contract_names
                .iter()
                .map(|name| (EntityKey::of(name), people_to_draw(model, name), may_be_left(model, name)))
                .collect(),
            markets: LineOfBusiness::ALL.iter().map(|line| EntityKey::of(line.key())).collect(),
        }
    }

    /// The vectors that it draws with.
    pub(super) fn arch(&self) -> Arch {
        self.arch
    }

    fn keyed_by<'a>(&'a self, draws: &'a Draws, at: DrawnAt) -> KeyedBy<'a> {
        KeyedBy { at, draws, physicians: &self.physicians }
    }

    /// The luck of all physicians in one year of one trial.
    pub(super) fn practice(&self, at: DrawnAt, keys: &mut LuckKeys, luck: &mut Vec<LuckTile>) {
        let DrawnAt { arch, trial, year } = at;
        luck.resize(self.physicians.len(), LuckTile::EMPTY);
        let strata = keys.practice.of(self.keyed_by(&self.practice, at), 0..1);
        for ((tile, keys), strata) in luck.iter_mut().zip(&self.physicians).zip(strata) {
            arch.dispatch(DrawLuck { draws: &self.practice, keys, strata, trial, year, tile });
        }
        // A person leaves as a whole, as by the luck of an only position.
        for (person, k, lane) in &self.appointments {
            luck[*k].leave[*lane] = unit(self.practice.trial_words(*person, trial, year, 0)[LEAVE]);
        }
    }

    /// The luck of the months of that year: how each physician's work lies in it. Nothing where no plan is
    /// reckoned by them.
    pub(super) fn months(&self, at: DrawnAt, keys: &mut LuckKeys, luck: &mut Vec<[Lanes; 12]>) {
        if !self.by_month {
            return;
        }
        let DrawnAt { trial, year, .. } = at;
        luck.resize(self.physicians.len(), [[0.0; TILE]; 12]);
        let strata = keys.months.of(self.keyed_by(&self.month, at), 0..3);
        for (k, (tile, keys)) in luck.iter_mut().zip(&self.physicians).enumerate() {
            for (block, four) in tile.chunks_exact_mut(4).enumerate() {
                let strata = strata[block * self.physicians.len() + k].strata(trial);
                for lane in 0..TILE {
                    let words = self.month.words(keys[lane], trial, year, block as u64);
                    for (place, (month, word)) in four.iter_mut().zip(words).enumerate() {
                        month[lane] = unit(in_stratum(word, strata[lane], place));
                    }
                }
                four.iter_mut().for_each(fill_normals);
            }
        }
    }

    /// Four years, whose number by fours stands in the place of the year, of the luck of each physician's own patients
    /// under each contract, put into [`ContractLuck::attributed`]: a word of the generator's block makes a year's. The
    /// contract's key stands in the place of the block, so that a pair of names draws the same whatever stands beside
    /// it. Nothing where no pool is divided by attributed savings.
    pub(super) fn attributed(
        &self,
        four: DrawnAt,
        years: usize,
        keys: &mut LuckKeys,
        luck: &mut [ContractLuck],
    ) {
        let divided =
            || self.contracts.iter().zip(&self.attributed).enumerate().filter(|(_, (_, is_so))| **is_so);
        let n = self.physicians.len();
        let blocks = divided().map(|(_, (contract, _))| contract.0.0);
        let strata = keys.attributed.of(self.keyed_by(&self.attribution, four), blocks);
        let first = usize::try_from(4 * four.year).unwrap_or(years);
        for ((place, ((contract, ..), _)), strata) in divided().zip(strata.chunks(n.max(1))) {
            let all = &mut luck[place].attributed;
            all.resize(years * n, [0.0; TILE]);
            for (k, (keys, strata)) in self.physicians.iter().zip(strata).enumerate() {
                let mut drawn = [[0.0; TILE]; 4];
                let draws = (&self.attribution, contract.0);
                self.arch.dispatch(DrawAttributed { draws, keys, strata, at: four, drawn: &mut drawn });
                for (year, lanes) in (first..years).zip(drawn) {
                    all[year * n + k] = lanes;
                }
            }
        }
    }

    /// The luck of every contract over a trial, in the order of the model's contract names.
    pub(crate) fn contracts(&self, trial: u64, years: usize) -> Vec<ContractLuck> {
        let years_of = |entity: EntityKey, block: u64| {
            (0..years as u64).map(move |year| DrawPlace { entity, year, block })
        };
        let all = || self.contracts.iter().map(|(key, ..)| *key);
        let leaving = self.contracts.iter().filter(|(.., may_leave)| *may_leave).map(|(key, ..)| *key);
        let first = all().map(|entity| DrawPlace { entity, year: 0, block: 0 });
        let mut base = self.drawn(&self.base_year, trial, first);
        let mut spent = self.drawn(&self.contract, trial, all().flat_map(|key| years_of(key, 0)));
        let mut struck = self.drawn(&self.clause, trial, all().flat_map(|key| years_of(key, 0)));
        let mut interim = self.drawn(&self.clause, trial, all().flat_map(|key| years_of(key, 1)));
        let mut stayed = self.drawn(&self.staying, trial, leaving.flat_map(|key| years_of(key, 0)));
        let luck = |(key, people, may_leave): &(EntityKey, usize, bool)| ContractLuck {
            base: base.next().map_or([0.0; BASE_YEARS], |words| std::array::from_fn(|k| normal(words[k]))),
            years: spent.by_ref().take(years).map(|words| words.map(normal)).collect(),
            clauses: (struck.by_ref().zip(interim.by_ref()).take(years))
                .map(|(struck, interim)| (struck.map(unit), normal(interim[0])))
                .collect(),
            staying: (stayed.by_ref().take(if *may_leave { years } else { 0 }))
                .map(|words| (unit(words[0]), normal(words[1])))
                .collect(),
            people: self.people(*key, trial, (years, *people)),
            attributed: Vec::new(),
        };
        self.contracts.iter().map(luck).collect()
    }

    /// People of a small population, base years first; none of a large one.
    fn people(&self, contract: EntityKey, trial: u64, (years, most): (usize, usize)) -> Vec<People> {
        if most == 0 {
            return Vec::new();
        }
        let mut people = vec![People::default(); BASE_YEARS + years];
        for (year, slot) in people.iter_mut().enumerate() {
            slot.draw(&self.person, contract, trial, year as u64, most);
        }
        people
    }

    /// The luck of every line of business over a trial, in the order of [`LineOfBusiness::ALL`].
    pub(crate) fn markets(&self, trial: u64, years: usize) -> Vec<MarketLuck> {
        let of = |key: &EntityKey| {
            let entity = *key;
            (0..years as u64).map(move |year| DrawPlace { entity, year, block: 0 })
        };
        let mut words = self.drawn(&self.market, trial, self.markets.iter().flat_map(of));
        let luck = |_: &EntityKey| {
            words.by_ref().take(years).map(|words| [normal(words[0]), normal(words[1])]).collect()
        };
        self.markets.iter().map(luck).collect()
    }

    /// One trial's values of an arm's uncertain parameters.
    pub(crate) fn parameters(&self, arm: &crate::model::Arm, trial: u64, values: &mut Vec<f64>) {
        values.clear();
        let places = arm.drawn.iter().map(|d| DrawPlace { entity: d.key, year: 0, block: 0 });
        let uniforms = self.drawn(&self.parameter, trial, places).map(|words| unit(words[0]));
        let Some(copula) = &arm.copula else {
            values.extend(arm.drawn.iter().zip(uniforms).map(|(d, p)| d.leaf.distribution.quantile(p)));
            return;
        };
        let uniforms: Vec<f64> = uniforms.collect();
        let mut scores: Vec<f64> = uniforms.iter().map(|p| crate::math::normal_quantile(*p)).collect();
        copula.correlate(&mut scores);
        values.extend(arm.drawn.iter().enumerate().map(|(i, d)| {
            let p = if copula.involves(i) { Copula::uniform(scores[i]) } else { uniforms[i] };
            d.leaf.distribution.quantile(p)
        }));
    }

    /// The words of draws of a stream, in their order.
    fn drawn(
        &self,
        draws: &Draws,
        trial: u64,
        places: impl Iterator<Item = DrawPlace>,
    ) -> impl Iterator<Item = [u64; 4]> {
        once::trial_words(self.arch, draws, trial, places)
    }
}

/// The standard normal of a word.
fn normal(word: u64) -> f64 {
    crate::math::normal_quantile(unit(word))
}

/// People that a contract needs drawn one by one: none when its population is large in every arm, on every roster.
fn people_to_draw(model: &Model, name: &str) -> usize {
    let small = model.on_each().flat_map(|model| &model.arms).any(|arm| {
        arm.scenario.contract.index(name).is_some_and(|c| {
            let contract = &arm.scenario.contract.0[c].1;
            let lives = contract.lives(arm.practice_under(c).lives[c], 1.0);
            contract.terms.settles() && contract.terms.counts_people() && lives > 0.0 && lives < SMALL
        })
    });
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a thousand")]
    if small { SMALL as usize } else { 0 }
}

/// Whether any arm decides about staying in a contract.
fn may_be_left(model: &Model, name: &str) -> bool {
    model.arms.iter().any(|arm| arm.scenario.contract.get(name).is_some_and(|c| c.stay.is_some()))
}

/// Whether a contract settles in an arm that divides a pool by attributed savings, or may.
fn is_attributed(model: &Model, name: &str) -> bool {
    model.arms.iter().any(|arm| {
        let mut pools = arm.scenario.allocation.pool.values();
        // Where nothing is passed on, nothing is divided.
        let passes_on = arm.scenario.allocation.physicians.0 > 0.0
            || arm.drawn.iter().any(|one| one.leaf.path == "allocation.physicians");
        let divides = pools.any(|pool| pool.weights.attribution.0 > 0.0)
            || arm.drawn.iter().any(|one| one.leaf.path.ends_with("weights.attribution"));
        passes_on
            && divides
            && arm.scenario.contract.get(name).is_some_and(|contract| contract.terms.settles())
    })
}

/// One word makes the luck of one physician's patients under one contract in a year.
struct DrawAttributed<'a> {
    /// And the contract's key.
    draws: (&'a Draws, u64),
    keys: &'a [EntityKey; TILE],
    strata: &'a TileKeys,
    at: DrawnAt,
    /// Year by year.
    drawn: &'a mut [Lanes; 4],
}

impl NullaryFnOnce for DrawAttributed<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let DrawAttributed { draws: (draws, contract), keys, strata, at, drawn } = self;
        let strata = strata.strata(at.trial);
        let [a, b, c, d] = drawn;
        for lane in 0..TILE {
            let words = draws.words_side_by_side(keys[lane], at.trial, at.year, contract);
            a[lane] = unit(in_stratum(words[0], strata[lane], 0));
            b[lane] = unit(in_stratum(words[1], strata[lane], 1));
            c[lane] = unit(in_stratum(words[2], strata[lane], 2));
            d[lane] = unit(in_stratum(words[3], strata[lane], 3));
        }
        for lanes in [a, b, c, d] {
            fill_normals(lanes);
        }
    }
}

/// The word of the block that departure is drawn from.
const LEAVE: usize = 3;

/// One block of the generator makes one physician-year: a word each for work, quality, cost and
/// departure.
struct DrawLuck<'a> {
    draws: &'a Draws,
    keys: &'a [EntityKey; TILE],
    strata: &'a TileKeys,
    trial: u64,
    year: u64,
    tile: &'a mut LuckTile,
}

impl NullaryFnOnce for DrawLuck<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let tile = self.tile;
        let strata = self.strata.strata(self.trial);
        for lane in 0..TILE {
            let words = self.draws.words_side_by_side(self.keys[lane], self.trial, self.year, 0);
            tile.work[lane] = unit(in_stratum(words[0], strata[lane], 0));
            tile.quality[lane] = unit(in_stratum(words[1], strata[lane], 1));
            tile.cost[lane] = unit(in_stratum(words[2], strata[lane], 2));
            tile.leave[lane] = unit(in_stratum(words[LEAVE], strata[lane], LEAVE));
        }
        fill_normals(&mut tile.work);
        fill_normals(&mut tile.quality);
        fill_normals(&mut tile.cost);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{NoFiles, Study};

    /// Six years of savings attributed under one of two contracts: in year 5 each draws the second word of its second
    /// block, whose name is the contract's.
    #[test]
    fn four_years_of_attributed_luck_come_from_one_block() {
        let text = r#"
            run = { years = 6, seed = 11 }
            scenario = { title = "Attributed" }
            system = { name = "S" }
            allocation = { physicians = 0.5, pool.all = { share = 1.0, weights = { attribution = 1.0 } } }
            plan.base.pay = [{ wrvu = { tiers = [{ rate = 50 }] } }, { shared_savings = { pool = "all" } }]
            cohort.fm = { count = 40, specialty = "family_medicine", plans = { base = 1.0 }, wrvu = 5000, panel = 1600, lives = { aco = 800 } }
            contract.aco = { payer = "P", line = "commercial", revenue_share = 0.4, spending = 6000, terms = { shared_savings = { sharing_rate = 0.5 } } }
            contract.other = { payer = "P", line = "medicare", revenue_share = 0.4, spending = 9000, terms = "fee_for_service" }
        "#;
        let model = Study::read("t.toml", text, &NoFiles).unwrap().model().unwrap();
        let (chance, mut keys) = (Chance::new(&model), LuckKeys::default());
        let draws = Draws::open(model.seed, Stream::Attribution);
        let n = tiles(model.len());
        for trial in [3, 40] {
            let mut luck = chance.contracts(trial, 6);
            for year in 0..2 {
                let four = DrawnAt { arch: Arch::new(), trial, year };
                chance.attributed(four, 6, &mut keys, &mut luck);
            }
            for (name, contract) in model.contract_names.iter().zip(&luck) {
                assert_eq!(contract.attributed.len(), if name == "aco" { 6 * n } else { 0 });
                for (at, lanes) in contract.attributed.iter().enumerate() {
                    let (year, tile) = (at / n, at % n);
                    let (four, contract) = (year as u64 / 4, EntityKey::of("aco").0);
                    for (physician, drawn) in model.physicians.iter().skip(tile * TILE).zip(lanes) {
                        let of_block = draws.trial_words(physician.key, trial, four, contract);
                        assert_eq!(*drawn, normal(of_block[year % 4]), "{} {year}", physician.id);
                    }
                }
            }
        }
    }
}
