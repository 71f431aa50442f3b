// The page of a run as its readers meet it.
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import puppeteer from "puppeteer-core";
import { HOSTILE, TITLE } from "./hostile.mjs";

const PAGES = process.env.PAGES;
const AXE = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const NAMES = ["starter", "hostile", "alone", "one", "suppressed"];
const file = (name) => path.join(PAGES, name, "report.html");
const url = (name) => `file://${file(name)}`;

let browser;
before(async () => {
  browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-dev-shm-usage"] });
});
after(() => browser.close());

// A page that is watched: what it logs, asks for and throws stands in `page.heard`.
const opened = async (address, { width = 1440, dark = false, script = true } = {}) => {
  const page = await browser.newPage();
  page.heard = [];
  page.on("console", (message) => page.heard.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => page.heard.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => { page.heard.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    const fine = request.url() === address || request.url().startsWith("data:image/svg+xml");
    if (!fine) page.heard.push(`request: ${request.url().slice(0, 200)}`);
    return fine ? request.continue() : request.abort();
  });
  await page.setJavaScriptEnabled(script);
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }]);
  await page.goto(address);
  return page;
};
const using = async (address, options, work) => {
  const page = await opened(address, options);
  try {
    await work(page);
  } finally {
    await page.close();
  }
};
const frame = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
const focused = (page) => page.evaluate(() => {
  const own = document.activeElement;
  return own ? `${own.tagName.toLowerCase()}${own.id ? `#${own.id}` : ""}${own.className && typeof own.className === "string" ? `.${own.className.split(" ").join(".")}` : ""}` : "";
});
const axe = async (page) => {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")}: ${node.failureSummary.replaceAll("\n", " ")}`));
};
const pages = (pdf) => (Buffer.from(pdf).toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;

for (const name of NAMES) {
  describe(name, () => {
    test("says nothing to the console, asks for nothing, runs nothing of others", async () => {
      for (const width of [360, 1440]) {
        await using(url(name), { width }, async (page) => {
          // Everything is opened and pointed at.
          await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
          for (const tab of await page.$$("[role=tab]")) if (await tab.isVisible()) await tab.evaluate((own) => own.click());
          await frame(page);
          assert.deepEqual(page.heard, []);
          assert.equal(await page.evaluate(() => document.querySelectorAll("script:not([type])").length), 1);
          assert.equal(await page.evaluate(() => document.querySelectorAll("img, iframe, object, embed, link:not([rel=icon]), form, [style], [onclick], [onerror]").length), 0);
        });
      }
    });

    test("is no wider than the screen", async () => {
      for (const width of [360, 768, 1024, 1440]) {
        await using(url(name), { width }, async (page) => {
          await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(wide <= width, `${wide} of ${width}`);
        });
      }
    });

    test("has no fault that axe-core knows, light and dark, wide and narrow", async () => {
      const ways = name === "starter" ? [[1440, false], [1440, true], [360, false], [360, true]] : [[1440, false], [360, true]];
      for (const [width, dark] of ways) {
        await using(url(name), { width, dark }, async (page) => {
          await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
          assert.deepEqual(await axe(page), [], `${width} ${dark ? "dark" : "light"}`);
        });
      }
    });

    test("has names once, and headings in order", async () => {
      await using(url(name), {}, async (page) => {
        const found = await page.evaluate(() => {
          const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
          const asked = [...document.querySelectorAll("[aria-labelledby], [aria-controls], [aria-describedby]")].flatMap((one) =>
            ["aria-labelledby", "aria-controls", "aria-describedby"].flatMap((key) => (one.getAttribute(key) ?? "").split(" ").filter(Boolean)));
          const links = [...document.querySelectorAll("a[href^='#']")].map((one) => one.getAttribute("href").slice(1));
          const heads = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((one) => Number(one.tagName[1]));
          return { twice: ids.filter((id, place) => ids.indexOf(id) !== place), lost: [...asked, ...links].filter((id) => !document.getElementById(id)), heads };
        });
        assert.deepEqual(found.twice, []);
        assert.deepEqual(found.lost, []);
        assert.equal(found.heads[0], 1);
        found.heads.forEach((level, place) => assert.ok(place === 0 || level <= found.heads[place - 1] + 1, `heading ${place} is of level ${level}`));
      });
    });

    test("reads without a script", async () => {
      await using(url(name), { script: false }, async (page) => {
        assert.deepEqual(page.heard, []);
        const text = await page.$eval("main", (main) => main.innerText);
        assert.ok(text.length > 500, `${text.length} letters`);
        assert.ok((await page.$$("main > section")).length >= 1);
        assert.ok((await page.$$("main table tbody tr")).length > 20);
        for (const note of await page.$$(".explorer .plain")) assert.match(await note.evaluate((own) => own.innerText), /summary\.csv/);
        const summary = await page.$("main details > summary");
        if (summary) {
          await summary.evaluate((own) => own.scrollIntoView());
          await summary.click();
          assert.ok(await summary.evaluate((own) => own.parentElement.open));
        }
      });
    });

    test("prints to so many pages, on either paper", async () => {
      await using(url(name), {}, async (page) => {
        for (const format of ["letter", "a4"]) {
          const count = pages(await page.pdf({ format, printBackground: true }));
          assert.ok(count >= 3 && count <= 80, `${format}: ${count} pages`);
        }
      });
    });

    test("has heads of tables that a finger meets, and says of what is cut that there is more", async () => {
      await using(url(name), { width: 390 }, async (page) => {
        await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
        await frame(page);
        const low = await page.$$eval("thead button", (all) => all.map((one) => one.getBoundingClientRect().height).filter((height) => height > 0 && height < 24));
        assert.deepEqual(low, []);
        const bare = await page.$$eval(".scroll", (all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1 && (!one.classList.contains("wide") || !getComputedStyle(one).backgroundImage.includes("gradient"))).length);
        assert.equal(bare, 0);
        // What a chart finds stands above its frame, and needs no scrolling.
        const cut = await page.$$eval("figure .found", (all) => all.filter((one) => one.getBoundingClientRect().right > innerWidth).length);
        assert.equal(cut, 0);
        assert.equal((await page.$$("figure")).length, (await page.$$("figure .found")).length);
      });
    });

    test("shows every picture with its title, and its figures behind it", async () => {
      await using(url(name), {}, async (page) => {
        const bare = await page.$$eval("figure", (all) => all.filter((one) => {
          const svg = one.querySelector("svg[role=img]");
          const named = svg && svg.getAttribute("aria-labelledby").split(" ").every((id) => (document.getElementById(id)?.textContent ?? "").length > 10);
          return !named || svg.querySelectorAll("text").length === 0 || !one.querySelector("details table tbody tr");
        }).map((one) => one.id));
        assert.deepEqual(bare, []);
      });
    });
  });
}

describe("reading", () => {
  test("the keyboard reaches the contents, tables, charts and tabs", async () => {
    await using(url("starter"), {}, async (page) => {
      await page.keyboard.press("Tab");
      assert.match(await focused(page), /^a\.skip$/);
      await page.keyboard.press("Enter");
      assert.match(await focused(page), /^main#main/);
      // From there every stop is seen, and the explorer's search field is among them.
      const stops = new Set();
      for (let step = 0; step < 400; step++) {
        await page.keyboard.press("Tab");
        const now = await page.evaluate(() => {
          const own = document.activeElement;
          const box = own.getBoundingClientRect();
          const outline = getComputedStyle(own).outlineStyle;
          return { kind: own.closest(".plot") ? "plot" : own.matches(".explorer input") ? "search" : own.matches("thead button") ? "header" : own.matches("summary") ? "summary" : own.tagName, seen: box.width > 0 && box.height > 0, outline, end: own === document.body };
        });
        if (now.end) break;
        assert.ok(now.seen && now.outline !== "none", JSON.stringify(now));
        stops.add(now.kind);
      }
      for (const kind of ["plot", "search", "header", "summary"]) assert.ok(stops.has(kind), `${kind} is not among ${[...stops]}`);
    });
  });

  test("arrow keys and the pointer read a chart's figures", async () => {
    await using(url("starter"), {}, async (page) => {
      const plot = await page.$(".plot:has(g.tip)");
      await plot.focus();
      await page.keyboard.press("ArrowRight");
      await frame(page);
      const first = await page.$eval(".bubble", (own) => (own.hidden ? "" : own.textContent));
      assert.ok(first.length > 5 && /\d/.test(first), first);
      assert.equal(await page.$eval("[aria-live=polite]", (own) => own.textContent), first);
      await page.keyboard.press("ArrowRight");
      await new Promise((done) => setTimeout(done, 60));
      assert.notEqual(await page.$eval(".bubble", (own) => own.textContent), first);
      await page.keyboard.press("Escape");
      assert.ok(await page.$eval(".bubble", (own) => own.hidden));
      const tip = await plot.$("g.tip:nth-of-type(2) > *:last-child") ?? await plot.$("g.tip > *:last-child");
      await tip.evaluate((own) => own.scrollIntoView({ block: "center", behavior: "instant" }));
      await frame(page);
      await tip.hover();
      await frame(page);
      assert.ok(!(await page.$eval(".bubble", (own) => own.hidden)));
    });
  });

  test("tabs show one view, and arrow keys the next", async () => {
    await using(url("starter"), {}, async (page) => {
      const list = await page.$("[role=tablist]");
      if (!list) return;
      const state = () => list.evaluate((own) => [...own.querySelectorAll("[role=tab]")].map((tab) => [tab.getAttribute("aria-selected"), document.getElementById(tab.getAttribute("aria-controls")).hidden]));
      const first = await list.evaluate((own) => Number(own.parentElement.dataset.first));
      const only = (all, place) => assert.deepEqual(all, all.map((_, at) => [String(at === place), at !== place]));
      only(await state(), first);
      await (await list.$("[aria-selected=true]")).focus();
      await page.keyboard.press("ArrowRight");
      const now = await state();
      only(now, (first + 1) % now.length);
    });
  });

  test("a table is searched, filtered and sorted", async () => {
    await using(url("starter"), {}, async (page) => {
      await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
      for (const table of await page.$$(".table[data-search]")) {
        const rows = () => table.$$eval("tbody tr", (all) => all.length);
        const whole = await rows();
        const first = await table.$eval("tbody tr", (own) => own.textContent);
        const search = await table.$("input[type=search]");
        // In a view that is not shown it can be no other way than this.
        await search.evaluate((own) => { own.value = "no row has this"; own.dispatchEvent(new Event("input")); });
        await frame(page);
        assert.equal(await rows(), 0);
        assert.match(await table.$eval("output", (own) => own.textContent), /^0 of/);
        await search.evaluate((own) => { own.value = ""; own.dispatchEvent(new Event("input")); });
        await frame(page);
        assert.equal(await rows(), whole);
        const select = await table.$("select");
        if (select) {
          await select.evaluate((own) => { own.selectedIndex = 1; own.dispatchEvent(new Event("change")); });
          const some = await rows();
          assert.ok(some >= 1 && some < whole, `${some} of ${whole}`);
          await select.evaluate((own) => { own.selectedIndex = 0; own.dispatchEvent(new Event("change")); });
        }
        const head = await table.$("thead th.n button") ?? await table.$("thead button");
        for (const way of ["first", "second"]) {
          await head.evaluate((own) => own.click());
          const sorted = await head.evaluate((own) => {
            const th = own.closest("th"), place = [...th.parentNode.children].indexOf(th);
            const keys = [...th.closest("table").tBodies[0].rows].map((row) => row.cells[place]).map((cell) => (cell.dataset.v === undefined ? cell.textContent : Number(cell.dataset.v))).filter((key) => key !== "");
            const down = th.getAttribute("aria-sort") === "descending";
            const order = keys.slice(1).every((key, at) => (typeof key === "number" ? (down ? key <= keys[at] : key >= keys[at]) : true));
            return [th.getAttribute("aria-sort"), order];
          });
          assert.ok(["ascending", "descending"].includes(sorted[0]) && sorted[1], `${way}: ${sorted}`);
        }
        assert.ok(first.length > 0);
      }
    });
  });
});

describe("the explorer", () => {
  const body = ".explorer .app table tbody";
  const ids = (page) => page.$$eval(`${body} tr th`, (all) => all.map((one) => one.textContent));
  const choose = async (page, label, text) => {
    await page.evaluate((label, text) => {
      const field = [...document.querySelectorAll(".explorer .tools label")].find((one) => one.textContent === label);
      const select = document.getElementById(field.htmlFor);
      select.value = [...select.options].find((one) => one.textContent === text || one.textContent.startsWith(text)).value;
      select.dispatchEvent(new Event("change"));
    }, label, text);
    await frame(page);
  };

  test("finds a physician, sorts by pay, filters by specialty, arm and year, and tells how many rows there are", async () => {
    await using(url("starter"), {}, async (page) => {
      const all = await ids(page);
      assert.equal(all.length, 20);
      assert.equal(await page.$eval(".explorer output", (own) => own.textContent), "20 rows");
      await page.type(".explorer input[type=search]", "p01");
      await frame(page);
      assert.deepEqual(await ids(page), all.filter((id) => id.toLowerCase().includes("p01")));
      await page.$eval(".explorer input[type=search]", (own) => { own.value = ""; own.dispatchEvent(new Event("input")); });
      await frame(page);
      const pays = () => page.$$eval(`${body} tr`, (rows) => rows.map((row) => Number(row.cells[3].textContent.replaceAll(",", ""))));
      const header = () => page.evaluateHandle(() => [...document.querySelectorAll(".explorer .app thead button")].find((one) => one.textContent === "Pay"));
      await (await header()).click();
      const down = await pays();
      assert.deepEqual(down, [...down].sort((a, b) => b - a));
      assert.equal(await (await header()).evaluate((own) => own.closest("th").getAttribute("aria-sort")), "descending");
      await (await header()).click();
      const up = await pays();
      assert.deepEqual(up, [...up].sort((a, b) => a - b));
      assert.equal(await (await header()).evaluate((own) => own === document.activeElement), true, "focus stays on the header");
      await choose(page, "Specialty", "family medicine");
      const some = await page.$$eval(`${body} tr`, (rows) => rows.map((row) => row.cells[1].textContent));
      assert.ok(some.length > 0 && some.length < 20 && some.every((one) => one === "family medicine"));
      await choose(page, "Specialty", "all");
      await choose(page, "Arm", "every arm");
      assert.equal(await page.$eval(".explorer output", (own) => own.textContent), "60 rows");
      await choose(page, "Columns", "Own cents, every year");
      assert.equal((await page.$$(".explorer .app thead th")).length, 4 + 6);
      await choose(page, "Rows", "specialties");
      assert.ok((await ids(page)).includes("family medicine"));
    });
  });

  test("shows what the files say", async () => {
    const [head, ...lines] = fs.readFileSync(path.join(PAGES, "starter", "physicians.csv"), "utf8").trimEnd().split("\n").map((line) => line.split(","));
    const last = Math.max(...lines.map((line) => Number(line[head.indexOf("year")])));
    const of = (line, key) => line[head.indexOf(key)];
    const expected = lines.filter((line) => of(line, "arm") === "baseline" && Number(of(line, "year")) === last)
      .map((line) => [of(line, "physician_id"), Number(of(line, "pay")), Number((100 * Number(of(line, "own_part_of_avoided_dollar"))).toFixed(2))]);
    await using(url("starter"), {}, async (page) => {
      const shown = await page.$$eval(`${body} tr`, (rows) => rows.map((row) => [row.cells[0].textContent, Number(row.cells[3].textContent.replaceAll(",", "")), Number(row.cells[4].textContent.replace("\u2212", "-"))]));
      assert.deepEqual(shown, expected);
    });
  });

  test("has a page for each physician, and the focus comes back", async () => {
    await using(url("starter"), {}, async (page) => {
      const link = await page.$(`${body} .link`);
      const id = await link.evaluate((own) => own.textContent);
      await link.focus();
      await page.keyboard.press("Enter");
      assert.equal(await page.$eval(".who h3", (own) => own.textContent), id);
      assert.match(await focused(page), /^section\.who$/);
      assert.ok((await page.$$(".who .small svg")).length >= 3);
      assert.deepEqual(await axe(page), []);
      await page.keyboard.press("Escape");
      assert.ok(await page.$eval(".who", (own) => own.hidden));
      assert.match(await focused(page), /^button\.link$/);
      assert.deepEqual(page.heard, []);
    });
  });

  test("shows no person where none may be shown", async () => {
    const text = fs.readFileSync(file("suppressed"), "utf8");
    const ids = fs.readFileSync(path.join(PAGES, "starter-files", "roster.csv"), "utf8").trimEnd().split("\n").slice(1).map((line) => line.split(",")[0]);
    assert.deepEqual(ids.filter((id) => text.includes(id)), []);
    await using(url("suppressed"), {}, async (page) => {
      const kinds = await page.$$eval(".explorer .tools select option", (all) => all.map((one) => one.textContent));
      assert.ok(kinds.includes("specialties") && !kinds.includes("physicians"), kinds.join());
      assert.equal(await page.$(".explorer .link"), null);
    });
  });

  test("is quick with 5,000 physicians, 10 years and 6 arms, in under 15 MB", async () => {
    const large = path.join(PAGES, "large.html");
    const html = fs.readFileSync(file("starter"), "utf8");
    const marks = ['<script type="application/json" class="explored">', "</script>"];
    const from = html.indexOf(marks[0]) + marks[0].length, to = html.indexOf(marks[1], from);
    fs.writeFileSync(large, html.slice(0, from) + JSON.stringify(synthetic(JSON.parse(html.slice(from, to)), 5000, 10, 6)) + html.slice(to));
    assert.ok(fs.statSync(large).size < 15e6, `${fs.statSync(large).size} bytes`);
    await using(`file://${large}`, {}, async (page) => {
      const ready = await page.evaluate(() => performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd);
      const took = await page.evaluate(async () => {
        const app = document.querySelector(".explorer .app"), out = app.querySelector("output");
        const select = (label) => document.getElementById([...app.querySelectorAll("label")].find((one) => one.textContent === label).htmlFor);
        const settle = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
        const timed = async (name, work) => { const began = performance.now(); work(); app.getBoundingClientRect(); const now = performance.now() - began; await settle(); return [name, now, out.textContent]; };
        const change = (own, value) => { own.value = value; own.dispatchEvent(new Event("change")); };
        const all = [];
        all.push(await timed("every arm", () => change(select("Arm"), "all")));
        all.push(await timed("specialty", () => change(select("Specialty"), "1")));
        all.push(await timed("plan", () => change(select("Plan"), "0")));
        change(select("Specialty"), "-1"); change(select("Plan"), "-1");
        all.push(await timed("sort", () => [...app.querySelectorAll("thead button")].find((one) => one.textContent === "Pay").click()));
        all.push(await timed("year", () => change(select("Year"), "3")));
        all.push(await timed("measure", () => change(select("Columns"), "2")));
        return all;
      });
      console.log(`ready after ${ready.toFixed(0)} ms;`, took.map(([name, ms, rows]) => `${name} ${ms.toFixed(1)} ms (${rows})`).join(", "), `; ${(fs.statSync(large).size / 1e6).toFixed(1)} MB`);
      // On an idle machine well below 100 ms; a busy one gets more.
      took.forEach(([name, ms]) => assert.ok(ms < 400, `${name}: ${ms} ms`));
      assert.ok(ready < 8000, `${ready} ms`);
    });
  });
});

// Data of the explorer's shape for so many physicians, years and arms.
const synthetic = (data, P, Y, A) => {
  let seed = 1;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const walk = (start, spread, step) => {
    const all = [];
    for (let person = 0; person < P; person++) for (let year = 0; year < Y; year++) all.push(Math.round(year === 0 ? start + spread * (random() - 0.5) : step * (random() - 0.4)));
    return all;
  };
  const shapes = [[300000, 300000, 20000], [0, 40000, 20000], [0, 400, 60], [80, 160, 20], [300, 200, 30], [1000, 900, 90], [100, 120, 12], [10, 40, 8]];
  const letters = (n) => Array.from({ length: P * Y }, () => "abcdefg"[Math.floor(random() * n)]).join("");
  const arms = Array.from({ length: A }, (_, arm) => `Arm ${arm}`);
  const people = {
    ids: Array.from({ length: P }, (_, person) => `physician-${String(person + 1).padStart(5, "0")}`),
    names: [],
    specialty: Array.from({ length: P }, () => Math.floor(random() * data.specialties.length)),
    plans: arms.map(() => Array.from({ length: P }, () => Math.floor(random() * data.plans.length))),
    here: arms.map(() => ""),
    values: arms.map((_, arm) => shapes.map((shape, place) => (arm === 0 && data.measures[place].change ? [] : walk(...shape)))),
    reasons: arms.map(() => letters(7)),
    hours: arms.map(() => letters(6)),
  };
  const groups = data.groups.map((group) => ({ ...group, values: arms.map(() => shapes.map(([start]) => Array.from({ length: Y }, () => start))) }));
  return { ...data, arms, years: Array.from({ length: Y }, (_, year) => 2026 + year), groups, people };
};

describe("names that would do harm", () => {
  test("are text and nothing else", async () => {
    await using(url("hostile"), {}, async (page) => {
      assert.equal(await page.title(), TITLE);
      assert.equal(await page.$eval("h1", (own) => own.textContent), TITLE);
      const ids = await page.$$eval(".explorer .app tbody th", (all) => all.map((one) => one.textContent));
      assert.deepEqual(HOSTILE.filter((name) => !ids.includes(name)), []);
      for (const name of HOSTILE) {
        const link = await page.evaluateHandle((name) => [...document.querySelectorAll(".explorer .app .link")].find((one) => one.textContent === name), name);
        await link.evaluate((own) => own.click());
        assert.equal(await page.$eval(".who h3", (own) => own.textContent), name);
      }
      assert.deepEqual(page.heard, []);
    });
  });

  test("and what gets in all the same does not run", async () => {
    await using(url("starter"), {}, async (page) => {
      await page.evaluate(() => {
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        document.body.append(script);
        document.body.insertAdjacentHTML("beforeend", "<img src='x' onerror='window.ran = true'><img src='http://127.0.0.1:9/x.png'>");
      });
      await new Promise((done) => setTimeout(done, 200));
      assert.equal(await page.evaluate(() => window.ran), undefined);
      assert.deepEqual(page.heard.filter((line) => line.startsWith("request: http")), [], "the policy stops requests before they are made");
    });
  });
});
