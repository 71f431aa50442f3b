// make.mjs PROGRAM FOLDER: runs whose pages are tested, one folder each.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { HOSTILE, TITLE } from "./hostile.mjs";

const [program, folder] = process.argv.slice(2);
const cascade = (...given) => execFileSync(program, given, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
const starter = path.join(folder, "starter-files");
cascade("init", starter);
const scenario = fs.readFileSync(path.join(starter, "scenario.toml"), "utf8");
const roster = fs.readFileSync(path.join(starter, "roster.csv"), "utf8");

const run = (name, toml, csv, ...more) => {
  const own = path.join(folder, `${name}-files`);
  fs.mkdirSync(own, { recursive: true });
  fs.writeFileSync(path.join(own, "scenario.toml"), toml);
  fs.writeFileSync(path.join(own, "roster.csv"), csv);
  cascade("run", path.join(own, "scenario.toml"), "--trials", "32", "--no-stress", "--no-workbook", "--charts", "none", "--quiet", "--out", path.join(folder, name), ...more);
};
const quoted = (text) => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
// Within quotes of CSV and of TOML.
const cell = (text) => `"${text.replaceAll('"', '""')}"`;

run("starter", scenario, roster);
const lines = roster.trimEnd().split("\n");
const hostile = lines.map((line, place) => (place === 0 ? line : line.replace(/^[^,]*/, (id) => cell(HOSTILE[place - 1] ?? id))));
const titled = scenario
  .replace(/^title = "Starter clinic"$/m, `title = ${quoted(TITLE)}`)
  .replace(/^title = "A third for physicians"$/m, `title = ${quoted(`</script><script>alert("arm")</script> ${"very ".repeat(20)}long`)}`)
  .replace(/^payer = "Medicare"$/m, `payer = ${quoted('<img src=x onerror=alert("payer")>')}`);
run("hostile", titled, hostile.join("\n") + "\n");
// Nothing to compare with.
const alone = scenario.replace(/\[variant\.[^]*$/, "");
run("alone", alone, roster);
// One physician.
run("one", alone, lines.slice(0, 2).join("\n") + "\n");
run("suppressed", scenario, roster, "--suppress");
