use cascade::{engine::*, model::*, scenario::*, schema::Source};
use std::sync::Arc;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let trials: u64 = args.get(1).map(|s| s.parse().unwrap()).unwrap_or(2000);
    let threads: usize = args.get(2).map(|s| s.parse().unwrap()).unwrap_or(1);
    let narms: usize = args.get(3).map(|s| s.parse().unwrap()).unwrap_or(4);
    let none = args.get(4).is_some_and(|s| s == "none");
    let mut text = std::fs::read_to_string("scenarios/reference.toml").unwrap();
    if none {
        text = text.replacen("engine = 1", "engine = 1\nbehaviour = \"none\"", 1);
    }
    let arms = match read_arms(Source { name: "reference.toml".into(), text }) {
        Ok(a) => a,
        Err(p) => {
            for x in p {
                println!("{x}");
            }
            return;
        }
    };
    let base = &arms.arms[0].scenario;
    let roster = Arc::new(cascade::entity::generate(
        &base.cohort,
        cascade::random::Seed(base.run.seed),
        base.run.start_year as u16,
    ));
    let drafts = arms
        .arms
        .iter()
        .take(narms)
        .map(|a| Draft {
            name: a.name.clone(),
            title: a.title.clone(),
            scenario: a.scenario.clone(),
            uncertain: a.uncertain.clone(),
            roster: roster.clone(),
        })
        .collect();
    let model = match Model::build(drafts) {
        Ok(m) => m,
        Err(p) => {
            for x in p {
                println!("{x}");
            }
            return;
        }
    };
    let t = std::time::Instant::now();
    let out = match run(&model, RunOptions { trials, threads: Some(threads), stop: None }, &Silent) {
        Ok(o) => o,
        Err(e) => {
            println!("{e}");
            return;
        }
    };
    let s = t.elapsed().as_secs_f64();
    println!(
        "{:.3}s  {:.1} ns per physician-year (all {} arms), {:.1} per arm",
        s,
        s * 1e9 / (trials as f64 * 2500.0),
        narms,
        s * 1e9 / (trials as f64 * 2500.0 * narms as f64)
    );
    if let Ok(dir) = std::env::var("CHARTS") {
        let t = std::time::Instant::now();
        for c in cascade::chart::Chart::ALL {
            if let Some(scene) = c.draw(&model, &out) {
                std::fs::write(format!("{dir}/{}.svg", c.file()), scene.svg().unwrap()).unwrap();
                std::fs::write(format!("{dir}/{}.png", c.file()), scene.png().unwrap()).unwrap();
            }
        }
        println!("charts {:.2}s", t.elapsed().as_secs_f64());
    }
    if std::env::var("SHOW").is_ok() {
        for y in [0usize, 4, 9] {
            for (a, arm) in model.arms.iter().enumerate() {
                println!("== {} {}", arm.name, 2026 + y);
                for r in out.of(a, y).rows() {
                    if r.row.scope == Scope::System || r.row.scope == Scope::Contract && y == 4 {
                        println!(
                            "  {:9} {:14} {:34} {:>16.4} sd {:>14.4} {:?}",
                            r.row.scope.word(),
                            r.row.entity,
                            r.row.metric,
                            r.summary.mean,
                            r.summary.sd,
                            r.summary.quantiles.unwrap().map(|q| (q * 1000.).round() / 1000.)
                        );
                    }
                }
            }
        }
        for a in 0..narms {
            println!("== horizon {}", model.arms[a].name);
            for r in out.horizon(a) {
                println!("  {:34} {:>16.2} {:?}", r.row.metric, r.summary.mean, r.summary.quantiles.unwrap());
            }
        }
    }
}
