//! The first draws of every stream and of every distribution, as literals.
//!
//! The literals come from another program: NumPy 2.4 (`numpy.random.Philox`, as `docs/RANDOM.md`
//! shows), hashlib, and `SciPy` 1.17 (`ndtri` and the `ppf` of each law). So they say that the draws
//! are what is documented, and that they have stayed so; a draw that moves changes every result.

use cascade::random::{Distribution, Draws, EntityKey, Mixture, Seed, Stream, philox, unit};
use rand::Rng;

const SEED: Seed = Seed(20_260_101);

/// For each stream, an entity and its first four words in the first year of the first trial, with
/// the standard normals of the first two.
const FIRST: [(Stream, &str, [u64; 4], [f64; 2]); 14] = [
    (
        Stream::Practice,
        "P001",
        [0xa1886c09c18fd9d6, 0xd8c5c7005c34e04e, 0xbdd791fe928de9b1, 0x44d29aa0e5d29aa1],
        [0.3344709211057689, 1.0226691248237574],
    ),
    (
        Stream::Month,
        "P001",
        [0x5742305f54a9489e, 0x4117bd1e8f08e158, 0x16898794760ef3db, 0x95f0b9c4fc1520a1],
        [-0.4101343083279309, -0.6611175221482185],
    ),
    (
        Stream::Contract,
        "aco",
        [0x89a27755b311f0f7, 0x036a545b4a35cc44, 0x03e5d3a521bc43f6, 0x3309543fd0073ea1],
        [0.09447803926570165, -2.2161326409316087],
    ),
    (
        Stream::BaseYear,
        "aco",
        [0xe95f1d0eda30059c, 0x6cc62787d1caf0b6, 0x0ce7159d5b62355a, 0x1f3b8d32aa6beef4],
        [1.3507208644499473, -0.1893772000201146],
    ),
    (
        Stream::Market,
        "medicare",
        [0xa281c068f5ec7027, 0xbc27b691874b965d, 0x80b8c26343c188a4, 0x39eb636fb93e3dc3],
        [0.34457314834101194, 0.6279479307055597],
    ),
    (
        Stream::Parameter,
        "contract.aco.trend",
        [0x75c177cbd458007f, 0x3f3995e6237823ce, 0x88ff36320bc138d9, 0xc97806089dde64d5],
        [-0.1004757004912125, -0.6840479760373515],
    ),
    (
        Stream::Cohort,
        "fm-001",
        [0xdef172c5b31cb0c6, 0x29d02dd8af3cd9fd, 0x660f9a9bde9c5ff1, 0xf41430a324b6a92e],
        [1.1305214108154473, -0.9808522215959551],
    ),
    (
        Stream::Person,
        "aco",
        [0xd8f121153b733f56, 0x24e737fa5b5ef612, 0x51a1ef92f1c69d69, 0x5c0a520518636b78],
        [1.0254703262376652, -1.0618446111802249],
    ),
    (
        Stream::Clause,
        "aco",
        [0xe61111aedf20a965, 0xf96730904322fb77, 0x8382d4647deac583, 0x6aee4bcde18fa084],
        [1.274167407823367, 1.946969426090023],
    ),
    (
        Stream::Staying,
        "aco",
        [0xd6a78c91e750cee3, 0x586a7bf38b5e1046, 0x852d26c33717ea61, 0x4cea68a900f6e3f1],
        [0.9882876190742167, -0.3978379524454501],
    ),
    (
        Stream::Attribution,
        "P001",
        [0x35f34e0a02a2ec4b, 0xacba863119b7f6ad, 0x03845673d68f12d2, 0xb3f2e9ef68a75a2d],
        [-0.8038431351579222, 0.4529875124424502],
    ),
    (
        Stream::Bootstrap,
        "replicate 1",
        [0xb82ab025639ece18, 0xa791aaa19819983d, 0x020cfb05d931d7cc, 0x1eb5b1129e9b7a5f],
        [0.5810640844150703, 0.3976786048551864],
    ),
    (
        Stream::Proposal,
        "start 1",
        [0x18c13be00375281e, 0xb633c9d55ec6f332, 0xc88826e65dbbffee, 0x69ae8ab593742e9c],
        [-1.3005952603632753, 0.5584391532790436],
    ),
    (
        Stream::Design,
        "lhs",
        [0x0fc719a8cb6a6cba, 0x0a6fe574dcdf4d00, 0xc2d180a9c0ba806b, 0xc0b2708e1f104573],
        [-1.541218744795336, -1.7418208078572457],
    ),
];

/// The uniforms that the laws below are drawn with: those of the parameter stream above.
const UNIFORMS: [f64; 3] = [0.45998333669953706, 0.24697243565194127, 0.5351442215139784];

fn close(ours: f64, theirs: f64, what: &str) {
    assert!((ours - theirs).abs() <= 1e-9 * theirs.abs(), "{what}: {ours} against {theirs}");
}

#[test]
fn the_first_draws_of_every_stream() {
    assert_eq!(FIRST.map(|(stream, ..)| stream)[..], Stream::ALL[..], "a new stream needs its own line here");
    for (stream, entity, words, normals) in FIRST {
        let draws = Draws::open(SEED, stream);
        assert_eq!(draws.words(EntityKey::of(entity), 0, 0, 0), words, "{stream:?}");
        let mut found = [0.0; 2];
        draws.normals(EntityKey::of(entity), 0, 0, &mut found);
        for (ours, theirs) in found.into_iter().zip(normals) {
            assert!((ours - theirs).abs() < 1e-14, "{stream:?}: {ours} against {theirs}");
        }
    }
}

#[test]
fn a_draw_far_away() {
    // Trial 10,000, year 50, the second block.
    let words = Draws::open(SEED, Stream::Practice).words(EntityKey::of("P001"), 9_999, 49, 1);
    assert_eq!(words, [0x932526c415677db1, 0xa618db71bbc900d8, 0x044fe05d812cd298, 0x9adc78f743bbaa9c]);
}

#[test]
fn a_generator_reads_block_after_block() {
    let mut generator = Draws::open(SEED, Stream::Cohort).generator(EntityKey::of("fm-001"));
    let found: [u64; 8] = std::array::from_fn(|_| generator.next_u64());
    assert_eq!(
        found,
        [
            0xdef172c5b31cb0c6,
            0x29d02dd8af3cd9fd,
            0x660f9a9bde9c5ff1,
            0xf41430a324b6a92e,
            0x14a168d797a35053,
            0x0f88a94fdaa0ebdb,
            0x66348d622118dfaf,
            0xbcd6044076c29c24,
        ]
    );
}

/// Salmon and others publish three answers with Random123 (`kat_vectors`, philox4x64, 10 rounds).
#[test]
fn the_generator_gives_the_published_answers() {
    let zeros = [0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b];
    let ones = [0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0];
    assert_eq!(philox([0; 4], [0; 2]), zeros);
    assert_eq!(philox([u64::MAX; 4], [u64::MAX; 2]), ones);
}

#[test]
fn uniforms_are_the_top_bits_of_words() {
    let (_, entity, words, _) = FIRST[5];
    assert_eq!(entity, "contract.aco.trend");
    // 0x75c177cbd458007f >> 12 = 0x75c177cbd4580 = 2,071,580,783,756,672;
    // (2,071,580,783,756,672 + 1/2) / 2^52 = 0.459983…
    for (word, expected) in words.into_iter().zip(UNIFORMS) {
        assert_eq!(unit(word), expected);
    }
    assert_eq!((unit(0), unit(u64::MAX)), (0.5f64.powi(53), 1.0 - 0.5f64.powi(53)));
}

#[test]
fn the_first_draws_of_every_distribution() {
    use Distribution as D;
    let lognormal = D::Lognormal { median: 3.5, sigma: 0.7 };
    let laws: [(Distribution, [f64; 3]); 12] = [
        (D::Normal { mean: -2.0, sd: 3.0 }, [-2.3014271014736374, -4.052143928112054, -1.7353767471752897]),
        (
            D::TruncatedNormal { mean: 0.13, sd: 0.05, min: 0.0, max: f64::INFINITY },
            [0.1252931866765432, 0.09635138215857003, 0.13468307863410492],
        ),
        (
            D::TruncatedNormal { mean: 0.13, sd: 0.05, min: 0.02, max: 0.15 },
            [0.10506440400222368, 0.08275222217064493, 0.11170344648667999],
        ),
        (
            D::Lognormal { median: 500_000.0, sigma: 0.4 },
            [480303.3186706972, 380310.83607005177, 517956.46731672075],
        ),
        (
            D::Beta { alpha: 2.0, beta: 3.0, min: 0.06, max: 0.20 },
            [0.11081503414654131, 0.09376910386908932, 0.11684023038511743],
        ),
        (D::Gamma { shape: 2.0, scale: 1.5 }, [2.3305464740382096, 1.4295617792033684, 2.68983730736525]),
        (
            D::Triangular { min: 1.0, mode: 2.0, max: 6.0 },
            [2.7136139505515695, 2.11920738933898, 2.95088282125458],
        ),
        (
            D::Pert { min: 0.0, mode: 0.2, max: 1.0 },
            [0.25793948055004845, 0.16205629087530513, 0.29357594323051356],
        ),
        (D::Uniform { min: 4.0, max: 10.0 }, [6.759900020197223, 5.481834613911648, 7.2108653290838705]),
        (D::Discrete { values: vec![0.0, 1.0, 5.0], weights: vec![0.5, 0.25, 0.25] }, [0.0, 0.0, 1.0]),
        (
            D::Empirical { values: vec![1.0, 2.0, 4.0, 8.0] },
            [2.7599000201972226, 1.740917306955824, 3.2108653290838705],
        ),
        (
            D::Zero(Box::new(Mixture { chance: 0.25, otherwise: lognormal })),
            [2.327344018770236, 0.0, 2.8271804708624004],
        ),
    ];
    for (law, expected) in laws {
        for (p, theirs) in UNIFORMS.into_iter().zip(expected) {
            close(law.quantile(p), theirs, &format!("{law:?}"));
        }
    }
}

/// The first trial of a scenario draws its uncertain numbers from the documented stream: a salary
/// that is uniform between $200,000 and $300,000 pays exactly 200,000 + 100,000 u, u being the
/// first uniform of its path, to the cent.
#[test]
fn an_uncertain_number_is_drawn_from_its_path() {
    let path = "plan.base.pay[0].salary.per_fte";
    let text = r#"
        behaviour = "none"
        run = { years = 1, seed = 20260101 }
        scenario = { title = "One salary" }
        system = { name = "S" }
        workforce = { move_hazard = 0.0, exit_hazard = 0.0 }
        plan.base.pay = [{ salary = { per_fte = { uniform = { min = 200000, max = 300000 } } } }]
        cohort.a = { count = 1, specialty = "family_medicine", plans = { base = 1.0 }, wrvu = 5000 }
        contract.book = { payer = "P", line = "commercial", revenue_share = 1.0, spending = 6000, terms = "fee_for_service" }
    "#;
    let model = super::common::build(text, None);
    let outcome = super::common::run(&model, 1, 1);
    let results = outcome.at("baseline", 2026).unwrap();
    let pay = results.person(0).unwrap().get(cascade::engine::Metric::Pay).mean;
    let word = Draws::open(SEED, Stream::Parameter).trial_words(EntityKey::of(path), 0, 0, 0)[0];
    assert!((pay - (200_000.0 + 100_000.0 * unit(word))).abs() <= 0.005 + 1e-9, "{pay}");
}
