"use strict";
// The page reads without this; it adds search, sort, filter, tabs, values on hover and the explorer.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  let made = 0;
  const fresh = (stem) => `${stem}-${++made}`;
  const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
  const fixed = [0, 1, 2, 3].map((d) => new Intl.NumberFormat("en-US", { minimumFractionDigits: d, maximumFractionDigits: d }));
  const number = (value, decimals) => fixed[decimals].format(value === 0 ? 0 : value).replace("-", "\u2212");
  // An element with attributes and children; text is text, never markup.
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children);
    return element;
  };
  const drawn = (tag, attributes, ...children) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const later = (work) => {
    let asked = 0;
    return () => { cancelAnimationFrame(asked); asked = requestAnimationFrame(work); };
  };
  const words = new Intl.Collator("en", { numeric: true });

  // A labelled field; `control` gets the identifier.
  const field = (label, control) => {
    control.id = control.id || fresh("field");
    return make("div", {}, make("label", { for: control.id }, label), control);
  };
  const choice = (label, options, changed, chosen) => {
    const select = make("select", { onchange: changed });
    for (const [value, text] of options) select.append(make("option", { value, selected: value === chosen }, text));
    return [field(label, select), select];
  };

  // Headers that sort: buttons in `th`, and `aria-sort`.
  const sortable = (heads, sort) => {
    let place = -1, down = false;
    heads.forEach((head, own) => {
      const named = [...head.childNodes].filter((node) => !node.classList || !node.classList.contains("unit"));
      const button = make("button", { type: "button" }, named.map((node) => node.textContent).join("").trim());
      named.forEach((node) => node.remove());
      head.prepend(button, " ");
      button.addEventListener("click", () => {
        const first = head.classList.contains("n");
        down = place === own ? !down : first;
        place = own;
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        sort(own, down);
      });
    });
  };
  // Empty cells stand last whichever way.
  const compared = (a, b, down) => {
    if (a === null || b === null) return (a === null) - (b === null);
    const order = typeof a === "number" && typeof b === "number" ? a - b : words.compare(String(a), String(b));
    return down ? -order : order;
  };

  // A figure with its interval, where one follows in brackets, below it.
  const below = (cell) => {
    const parts = /^(.*?) (\[.*\])$/.exec(cell ?? "");
    return parts ? [parts[1], " ", make("span", { class: "ci" }, parts[2])] : [cell ?? ""];
  };

  // Tables. Rows are those of the page, or, of a long table, the data beside it.
  const PAGE = 100;
  // Words that are a text to be broken anywhere, many or one long: as in the tables of the page.
  const isLong = (words) => words.length > 60 || words.split(" ").some((word) => word.length > 24);
  const table = (box) => {
    const grid = box.querySelector("table"), body = grid.tBodies[0], heads = all("thead th", grid);
    const data = box.querySelector("script.rows");
    const long = Boolean(data);
    let rows;
    if (long) {
      rows = JSON.parse(data.textContent).map((cells, place) => ({
        place, text: null,
        keys: cells.map((cell) => (Array.isArray(cell) ? cell[1] : cell)),
        shown: cells.map((cell) => (Array.isArray(cell) ? cell[0] : cell)),
      }));
      all(".first", box).forEach((note) => note.remove());
    } else {
      rows = [...body.rows].map((row, place) => ({
        place, row, text: null,
        keys: [...row.cells].map((cell) => (cell.dataset.v !== undefined ? Number(cell.dataset.v) : cell.textContent.trim() || null)),
      }));
    }
    const told = (row) => (row.text ??= (long ? row.shown : [...row.row.cells].map((cell) => cell.textContent)).join("\u0001").toLowerCase());
    let kept = rows, page = 0;
    const asked = { text: "", by: new Map() };
    const count = make("output", { class: "count", role: "status" });
    const drawRow = (row) => {
      const line = make("tr");
      row.shown.forEach((cell, place) => {
        const numeric = heads[place].classList.contains("n");
        const tag = place === 0 && typeof row.keys[0] === "string" ? "th" : "td";
        const long = typeof row.keys[place] === "string" && isLong(cell);
        line.append(make(tag, { class: numeric ? "n" : long ? "long" : undefined, scope: tag === "th" ? "row" : undefined }, ...(tag === "td" && numeric ? below(cell) : [cell ?? ""])));
      });
      return line;
    };
    let pager = null;
    const show = () => {
      if (long) {
        const last = Math.max(0, Math.ceil(kept.length / PAGE) - 1);
        page = Math.min(page, last);
        body.replaceChildren(...kept.slice(page * PAGE, (page + 1) * PAGE).map(drawRow));
        pager(page, last, kept.length);
      } else {
        body.replaceChildren(...kept.map((row) => row.row));
      }
    };
    const choose = () => {
      kept = rows.filter((row) => {
        for (const [place, value] of asked.by) if (row.keys[place] !== value) return false;
        return asked.text === "" || told(row).includes(asked.text);
      });
      page = 0;
      show();
      count.textContent = kept.length === rows.length ? `${whole.format(rows.length)} rows` : `${whole.format(kept.length)} of ${whole.format(rows.length)} rows`;
    };
    sortable(heads, (place, down) => {
      const order = (a, b) => compared(a.keys[place], b.keys[place], down) || a.place - b.place;
      rows.sort(order);
      choose();
    });
    if (long) {
      const turned = turner((step) => { page += step; show(); });
      pager = turned.tell;
      box.append(turned.box);
    }
    if (box.hasAttribute("data-search") || long) {
      const tools = make("div", { class: "tools" });
      const search = make("input", { type: "search", autocomplete: "off", spellcheck: "false" });
      search.addEventListener("input", later(() => { asked.text = search.value.trim().toLowerCase(); choose(); }));
      tools.append(field("Search this table", search));
      heads.forEach((head, place) => {
        if (!head.hasAttribute("data-filter")) return;
        const values = [...new Set(rows.map((row) => row.keys[place]).filter((key) => key !== null))].sort(words.compare);
        if (values.length < 2) return;
        const [box, select] = choice(head.textContent.trim(), [["", "all"], ...values.map((value, n) => [String(n), String(value)])], () => {
          if (select.value === "") asked.by.delete(place);
          else asked.by.set(place, values[Number(select.value)]);
          choose();
        });
        tools.append(box);
      });
      tools.append(count);
      box.prepend(tools);
    }
    if (long) show();
    count.textContent = `${whole.format(rows.length)} rows`;
    loose(box.querySelector(".scroll"));
  };
  // Back and forth through pages of a long table.
  const turner = (turn) => {
    const back = make("button", { type: "button", class: "button", onclick: () => turn(-1) }, "Previous");
    const on = make("button", { type: "button", class: "button", onclick: () => turn(1) }, "Next");
    const at = make("span");
    const box = make("div", { class: "pager" }, back, at, on);
    return {
      box,
      tell: (page, last, rows, size = PAGE) => {
        back.disabled = page === 0;
        on.disabled = page >= last;
        at.textContent = rows === 0 ? "no rows" : `rows ${whole.format(page * size + 1)} to ${whole.format(Math.min(rows, (page + 1) * size))} of ${whole.format(rows)}`;
        box.hidden = last === 0;
      },
    };
  };
  // What is wider than its frame shows that there is more; what need not be scrolled is no stop for the keyboard.
  const loose = (scroll, always = false) => {
    if (!scroll || !window.ResizeObserver) return;
    new ResizeObserver(() => {
      const wide = scroll.scrollWidth > scroll.clientWidth + 1;
      scroll.classList.toggle("wide", wide);
      if (wide || always) scroll.tabIndex = 0;
      else scroll.removeAttribute("tabindex");
    }).observe(scroll);
  };

  // Views of which one is shown.
  const tabs = (box) => {
    const panels = all(":scope > .tab", box);
    if (panels.length < 2) return;
    const list = make("div", { class: "tablist", role: "tablist", "aria-label": box.dataset.label });
    const buttons = panels.map((panel, place) => {
      panel.id = panel.id || fresh("tab");
      const id = `${panel.id}-name`;
      const button = make("button", { type: "button", role: "tab", id, "aria-controls": panel.id, onclick: () => open(place) }, panel.querySelector("h3").textContent);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", id);
      list.append(button);
      return button;
    });
    const open = (chosen) => panels.forEach((panel, place) => {
      panel.hidden = place !== chosen;
      buttons[place].setAttribute("aria-selected", place === chosen);
      buttons[place].tabIndex = place === chosen ? 0 : -1;
    });
    list.addEventListener("keydown", (event) => {
      const now = buttons.indexOf(document.activeElement);
      const next = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: buttons.length - 1 }[event.key];
      if (next === undefined || now < 0) return;
      event.preventDefault();
      const place = (next + buttons.length) % buttons.length;
      open(place);
      buttons[place].focus();
    });
    box.prepend(list);
    open(Number(box.dataset.first ?? 0));
  };

  // Values of a chart, for the pointer and for arrow keys.
  const bubble = make("div", { class: "bubble", hidden: true });
  const live = make("div", { class: "sr", role: "status", "aria-live": "polite" });
  document.body.append(bubble, live);
  const lift = (text, x, y) => {
    bubble.textContent = text;
    bubble.hidden = false;
    const { width, height } = bubble.getBoundingClientRect();
    const left = Math.max(6, Math.min(innerWidth - width - 6, x + 14));
    const top = y - height - 12 < 6 ? y + 18 : y - height - 12;
    bubble.style.left = `${left}px`;
    bubble.style.top = `${top}px`;
  };
  const drop = () => { bubble.hidden = true; };
  // A page that is scrolled to a figure keeps what is said of it.
  let still = 0;
  addEventListener("scroll", () => { if (performance.now() > still) drop(); }, { passive: true });
  addEventListener("keydown", (event) => { if (event.key === "Escape") drop(); });
  const NEAR = 14;
  const plot = (box) => {
    const svg = box.querySelector("svg"), tips = all("g.tip", svg);
    loose(box, tips.length > 0);
    if (tips.length === 0) return;
    const help = make("span", { class: "sr", id: fresh("help") }, "Arrow keys read its figures one by one.");
    box.append(help);
    box.setAttribute("aria-describedby", help.id);
    let told = null, centres = null, now = -1;
    const say = (tip) => {
      if (tip.dataset.tip === undefined) {
        const title = tip.querySelector("title");
        tip.dataset.tip = title ? title.textContent : "";
        if (title) title.remove();
      }
      return tip.dataset.tip;
    };
    const mark = (tip) => {
      if (told === tip) return;
      if (told) told.classList.remove("on");
      told = tip;
      if (tip) tip.classList.add("on");
    };
    const places = () => (centres ??= tips.map((tip) => { const b = tip.getBBox(); return [b.x + b.width / 2, b.y + b.height / 2]; }));
    const nearest = (event) => {
      const matrix = svg.getScreenCTM();
      if (!matrix) return null;
      const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
      let best = null, least = NEAR;
      places().forEach(([a, b], place) => {
        const away = Math.hypot(a - x, b - y);
        if (away < least) [best, least] = [tips[place], away];
      });
      return best;
    };
    const point = (event) => {
      const tip = event.target.closest("g.tip") ?? nearest(event);
      mark(tip);
      if (tip) lift(say(tip), event.clientX, event.clientY);
      else drop();
    };
    svg.addEventListener("pointermove", point);
    svg.addEventListener("pointerdown", point);
    svg.addEventListener("pointerleave", () => { mark(null); drop(); });
    box.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const end = { Home: 0, End: tips.length - 1 }[event.key];
      if (event.key === "Escape") { mark(null); return; }
      if (step === undefined && end === undefined) return;
      event.preventDefault();
      now = end ?? (now + step + tips.length) % tips.length;
      const tip = tips[now], text = say(tip);
      mark(tip);
      let at = tip.getBoundingClientRect();
      const room = box.getBoundingClientRect();
      if (at.left < room.left) box.scrollLeft -= room.left - at.left + 40;
      else if (at.right > room.right) box.scrollLeft += at.right - room.right + 40;
      still = performance.now() + 300;
      if (at.top < 80) window.scrollBy({ top: at.top - 120, behavior: "instant" });
      else if (at.bottom > innerHeight - 20) window.scrollBy({ top: at.bottom - innerHeight + 80, behavior: "instant" });
      at = tip.getBoundingClientRect();
      lift(text, at.left + at.width / 2, at.top);
      live.textContent = text;
    });
    box.addEventListener("focusout", () => { mark(null); drop(); });
  };

  // The explorer: pay, own cents and value induced of physicians, specialties and plans over the years.
  const ROWS = 50;
  const NONE = -2147483648;
  const HUES = ["#5c636c", "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#1c2026"];
  const explorer = (box) => {
    const source = box.querySelector("script.explored");
    if (!source) return;
    const data = JSON.parse(source.textContent);
    const { arms, years, measures, specialties, plans, people, groups, reasons, hours } = data;
    const Y = years.length, A = arms.length, P = people ? people.ids.length : 0;
    const letter = (code) => code.charCodeAt(0) - 97;
    // By arm and measure: a value for each person and year, person by person.
    const values = people ? people.values.map((ofArm, arm) => ofArm.map((deltas) => {
      const found = new Int32Array(P * Y).fill(NONE);
      if (deltas.length === 0) return found;
      let from = 0;
      for (let person = 0; person < P; person++) {
        if (people.here[arm] !== "" && people.here[arm][person] !== "1") continue;
        let value = 0;
        for (let year = 0; year < Y; year++) {
          value += deltas[from++];
          found[person * Y + year] = value;
        }
      }
      return found;
    })) : [];
    const here = (arm, person) => people.here[arm] === "" || people.here[arm][person] === "1";
    const planOf = (arm, person) => (people.plans[arm] ?? people.plans[0])[person];
    const lower = people ? people.ids.map((id, n) => `${id} ${people.names[n] ?? ""}`.toLowerCase()) : [];
    const state = { of: people ? "people" : "specialty", over: "", arm: 0, year: Y - 1, specialty: -1, plan: -1, text: "", sort: null, down: true, page: 0 };
    const shown = (measure, value) => {
      if (value === NONE || value === null || value === undefined) return "";
      return number(value / measures[measure].scale, measures[measure].decimals);
    };

    const app = make("div", { class: "app" });
    const tools = make("div", { class: "tools" });
    const changed = () => { state.page = 0; draw(); };
    const kinds = [...(people ? [["people", "physicians"]] : []), ["specialty", "specialties"], ["plan", "plans"]];
    const [ofBox, ofSelect] = choice("Rows", kinds, () => { state.of = ofSelect.value; state.sort = null; fit(); changed(); }, state.of);
    const overs = [["", "all measures of one year"], ...measures.map((m, n) => [String(n), `${m.label}, every year`])];
    const [overBox, overSelect] = choice("Columns", overs, () => { state.over = overSelect.value; state.sort = null; fit(); changed(); }, "");
    const [armBox, armSelect] = choice("Arm", [...arms.map((arm, n) => [String(n), arm]), ...(A > 1 ? [["all", "every arm"]] : [])], () => { state.arm = armSelect.value === "all" ? -1 : Number(armSelect.value); changed(); }, "0");
    const [yearBox, yearSelect] = choice("Year", years.map((year, n) => [String(n), String(year)]), () => { state.year = Number(yearSelect.value); changed(); }, String(Y - 1));
    const [specialtyBox, specialtySelect] = choice("Specialty", [["-1", "all"], ...specialties.map((name, n) => [String(n), name])], () => { state.specialty = Number(specialtySelect.value); changed(); }, "-1");
    const [planBox, planSelect] = choice("Plan", [["-1", "all"], ...plans.map((name, n) => [String(n), name])], () => { state.plan = Number(planSelect.value); changed(); }, "-1");
    const search = make("input", { type: "search", autocomplete: "off", spellcheck: "false" });
    search.addEventListener("input", later(() => { state.text = search.value.trim().toLowerCase(); changed(); }));
    const searchBox = field(people && people.names.length > 0 ? "Search by id or name" : "Search by id", search);
    const count = make("output", { class: "count", role: "status" });
    tools.append(ofBox, overBox, armBox, yearBox, specialtyBox, planBox, searchBox, count);
    const fit = () => {
      yearBox.hidden = state.over !== "";
      specialtyBox.hidden = planBox.hidden = searchBox.hidden = state.of !== "people";
    };
    const title = make("span"), caption = make("caption", {}, title);
    const head = make("thead"), body = make("tbody");
    const scroll = make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Physicians, specialties and plans" }, make("table", {}, caption, head, body));
    const turned = turner((step) => { state.page += step; draw(); });
    const about = make("p", { class: "note" });
    const who = make("section", { class: "who", hidden: true, tabindex: "-1" });
    app.append(tools, who, scroll, turned.box, about);
    box.append(app);
    loose(scroll);

    // Columns: a heading, its unit, the key by which a row sorts, what stands in its cell.
    const columns = () => {
      const at = (row, measure, year) => (row.group ? (row.group.values ? row.group.values[row.arm][measure]?.[year] ?? null : null) : known(values[row.arm][measure][row.person * Y + year]));
      const named = state.of === "people"
        ? [{ label: "Physician", key: (row) => people.ids[row.person], cell: (row) => opener(row.person) },
           { label: "Specialty", key: (row) => specialties[people.specialty[row.person]] },
           { label: "Plan", key: (row) => plans[planOf(row.arm, row.person)] ?? null }]
        : [{ label: state.of === "plan" ? "Plan at the start" : "Specialty", key: (row) => row.group.name },
           { label: "Physicians", n: true, key: (row) => row.group.count, cell: (row) => (row.group.count === null ? "hidden" : whole.format(row.group.count)) }];
      if (A > 1 && state.arm < 0) named.push({ label: "Arm", key: (row) => arms[row.arm] });
      const figure = (measure, year, label, unit) => ({
        label, unit, n: true,
        key: (row) => at(row, measure, year),
        cell: (row) => (row.group && !row.group.values ? "hidden" : shown(measure, at(row, measure, year))),
      });
      if (state.over !== "") {
        const measure = Number(state.over);
        return [...named, ...years.map((year, n) => figure(measure, n, String(year), ""))];
      }
      // Today changes nothing against today.
      const changes = state.arm !== 0 && A > 1;
      const found = [...named];
      measures.forEach((m, n) => { if (changes || !m.change) found.push(figure(n, state.year, m.label, m.unit)); });
      if (state.of === "people") {
        const coded = (text, names) => (row) => { const code = text[row.arm]?.[row.person * Y + state.year] ?? "-"; return code === "-" ? null : names[letter(code)]; };
        if (changes) found.push({ label: "Change mostly by", key: coded(people.reasons, reasons) });
        found.push({ label: "Best-paid hour", key: coded(people.hours, hours) });
      }
      return found;
    };
    const known = (value) => (value === NONE ? null : value);
    const opener = (person) => make("button", { type: "button", class: "link", onclick: (event) => open(person, event.currentTarget) }, people.ids[person]);

    // Rows that are asked for.
    const rows = () => {
      const found = [], from = state.arm < 0 ? 0 : state.arm, to = state.arm < 0 ? A : state.arm + 1;
      if (state.of !== "people") {
        for (const group of groups) if (group.kind === state.of || group.kind === "all") for (let arm = from; arm < to; arm++) found.push({ group, arm });
        return found;
      }
      for (let person = 0; person < P; person++) {
        if (state.specialty >= 0 && people.specialty[person] !== state.specialty) continue;
        if (state.text !== "" && !lower[person].includes(state.text)) continue;
        for (let arm = from; arm < to; arm++) {
          if (!here(arm, person) || (state.plan >= 0 && planOf(arm, person) !== state.plan)) continue;
          found.push({ person, arm });
        }
      }
      return found;
    };
    let lastHead = "";
    const draw = () => {
      const told = columns(), found = rows();
      const heading = JSON.stringify([told.map((column) => [column.label, column.unit]), state.sort, state.down]);
      if (heading !== lastHead) {
        lastHead = heading;
        const focused = head.contains(document.activeElement) ? [...head.querySelectorAll("button")].indexOf(document.activeElement) : -1;
        head.replaceChildren(make("tr", {}, ...told.map((column, place) => {
          const button = make("button", { type: "button", onclick: () => {
            state.down = state.sort === place ? !state.down : Boolean(column.n);
            state.sort = place;
            state.page = 0;
            draw();
          } }, column.label);
          const sorted = state.sort === place ? (state.down ? "descending" : "ascending") : undefined;
          const th = make("th", { scope: "col", class: column.n ? "n" : undefined, "aria-sort": sorted }, button);
          if (column.unit) th.append(" ", make("span", { class: "unit" }, column.unit));
          return th;
        })));
        if (focused >= 0) head.querySelectorAll("button")[focused]?.focus();
      }
      if (state.sort !== null && told[state.sort]) {
        const key = told[state.sort].key;
        const keyed = found.map((row, place) => [key(row), place, row]);
        keyed.sort((a, b) => compared(a[0], b[0], state.down) || a[1] - b[1]);
        keyed.forEach((one, place) => { found[place] = one[2]; });
      }
      const last = Math.max(0, Math.ceil(found.length / ROWS) - 1);
      state.page = Math.max(0, Math.min(state.page, last));
      body.replaceChildren(...found.slice(state.page * ROWS, (state.page + 1) * ROWS).map((row) => make("tr", {}, ...told.map((column, place) => {
        const cell = column.cell ? column.cell(row) : column.key(row) ?? "";
        return place === 0 ? make("th", { scope: "row" }, cell) : make("td", { class: column.n ? "n" : undefined }, cell);
      }))));
      turned.tell(state.page, last, found.length, ROWS);
      const kind = kinds.find(([value]) => value === state.of)[1];
      const what = state.over === "" ? `${years[state.year]}` : `${measures[Number(state.over)].label}${measures[Number(state.over)].unit ? `, ${measures[Number(state.over)].unit}` : ""}`;
      title.textContent = `${kind[0].toUpperCase()}${kind.slice(1)}, ${what}, ${state.arm < 0 ? "every arm" : arms[state.arm]}; means over trials`;
      about.textContent = state.over === "" ? measures.map((m) => `${m.label}: ${m.about}.`).join(" ") : `${measures[Number(state.over)].label}: ${measures[Number(state.over)].about}.`;
      count.textContent = `${whole.format(found.length)} rows`;
    };

    // One physician: lines over the years, arm by arm, and the same as a table.
    const open = (person, from) => {
      const close = () => { who.hidden = true; (document.contains(from) ? from : search).focus(); };
      const id = fresh("who");
      who.setAttribute("aria-labelledby", id);
      const specialty = specialties[people.specialty[person]], plan = plans[planOf(0, person)];
      const place = [people.names[person], specialty[0].toUpperCase() + specialty.slice(1), plan && `plan “${plan}”`].filter(Boolean).join(", ");
      const present = arms.map((_, arm) => arm).filter((arm) => here(arm, person));
      const legend = make("ul", { class: "legend" }, ...present.map((arm) => {
        const swatch = drawn("svg", { viewBox: "0 0 10 10", "aria-hidden": "true" }, drawn("circle", { cx: 5, cy: 5, r: 4.5, fill: HUES[arm % HUES.length] }));
        return make("li", {}, swatch, arms[arm]);
      }));
      const small = make("div", { class: "small" });
      measures.forEach((measure, n) => {
        if (!measure.line) return;
        const lines = present.map((arm) => [arm, years.map((_, year) => known(values[arm][n][person * Y + year]))]).filter(([, points]) => points.some((point) => point !== null));
        if (lines.length > 0) small.append(make("div", {}, make("p", {}, `${measure.label}${measure.unit ? `, ${measure.unit}` : ""}`), lineChart(n, lines)));
      });
      const figures = make("details", { class: "more" }, make("summary", {}, "Figures"));
      const rows = [];
      measures.forEach((measure, n) => present.forEach((arm) => {
        const points = years.map((_, year) => known(values[arm][n][person * Y + year]));
        if (points.some((point) => point !== null)) {
          rows.push(make("tr", {}, make("th", { scope: "row" }, `${measure.label}${measure.unit ? `, ${measure.unit}` : ""}`), make("td", {}, arms[arm]), ...points.map((point) => make("td", { class: "n" }, shown(n, point)))));
        }
      }));
      const header = make("tr", {}, make("th", { scope: "col" }, "Measure"), make("th", { scope: "col" }, "Arm"), ...years.map((year) => make("th", { scope: "col", class: "n" }, String(year))));
      figures.append(make("div", { class: "scroll behind", tabindex: "0", role: "group", "aria-label": `Figures of ${people.ids[person]}` }, make("table", {}, make("caption", {}, make("span", {}, `Figures of ${people.ids[person]}, means over trials`)), make("thead", {}, header), make("tbody", {}, ...rows))));
      who.replaceChildren(
        make("div", { class: "head" }, make("div", {}, make("h3", { id }, people.ids[person]), make("p", { class: "note" }, place)), make("button", { type: "button", class: "button", onclick: close }, "Close")),
        legend, small, figures);
      who.onkeydown = (event) => { if (event.key === "Escape") close(); };
      who.hidden = false;
      who.focus();
      who.scrollIntoView({ block: "nearest" });
    };
    const lineChart = (measure, lines) => {
      const W = 320, H = 150, left = 52, right = 8, top = 10, bottom = 22;
      const flat = lines.flatMap(([, points]) => points.filter((point) => point !== null));
      let low = Math.min(...flat), high = Math.max(...flat);
      if (low > 0 && low < 0.5 * high) low = 0;
      if (high < 0 && high > 0.5 * low) high = 0;
      if (high === low) { const around = Math.max(1, Math.abs(high) / 10); high += around; low -= around; }
      // Round values around all that is drawn: 1, 2 or 5 of a power of ten apart, and none closer than is shown.
      const { scale, decimals } = measures[measure];
      const rough = Math.max((high - low) / 3, scale / 10 ** decimals), power = 10 ** Math.floor(Math.log10(rough));
      const step = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= rough * 0.999);
      low = Math.floor(low / step + 1e-9) * step;
      high = Math.ceil(high / step - 1e-9) * step;
      const round = Array.from({ length: Math.round((high - low) / step) + 1 }, (_, place) => low + place * step);
      const x = (year) => left + (Y === 1 ? 0.5 : year / (Y - 1)) * (W - left - right);
      const y = (value) => top + (1 - (value - low) / (high - low)) * (H - top - bottom);
      const said = `${measures[measure].label} by year and arm; the figures stand in the table below`;
      const svg = drawn("svg", { viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": said });
      for (const value of round) {
        svg.append(drawn("path", { d: `M${left} ${y(value)}H${W - right}`, stroke: "#dee2e7", fill: "none" }));
        svg.append(drawn("text", { x: left - 6, y: y(value) + 4, "text-anchor": "end", "font-size": 11, fill: "#606872" }, shown(measure, Math.round(value))));
      }
      if (low < 0 && high > 0) svg.append(drawn("path", { d: `M${left} ${y(0)}H${W - right}`, stroke: "#8c939c", fill: "none" }));
      for (const year of Y === 1 ? [0] : [0, Y - 1]) svg.append(drawn("text", { x: x(year), y: H - 6, "text-anchor": Y === 1 ? "middle" : year === 0 ? "start" : "end", "font-size": 11, fill: "#606872" }, String(years[year])));
      // Arms whose figures are the same share a line: each has its own strokes of it, and its own years' points.
      const alike = (points) => lines.filter(([, others]) => others.every((other, year) => other === points[year])).map(([arm]) => arm);
      for (const [arm, points] of lines) {
        const hue = HUES[arm % HUES.length], together = alike(points), at = together.indexOf(arm), many = together.length;
        const dashes = many > 1 ? `7 ${7 * (many - 1)}` : arm >= HUES.length ? "4 3" : "none";
        let path = "", pen = false;
        points.forEach((point, year) => {
          if (point === null) { pen = false; return; }
          path += `${pen ? "L" : "M"}${x(year).toFixed(1)} ${y(point).toFixed(1)}`;
          pen = true;
        });
        svg.append(drawn("path", { d: path, stroke: hue, "stroke-width": 2, fill: "none", "stroke-dasharray": dashes, "stroke-dashoffset": -7 * at }));
        points.forEach((point, year) => {
          if (point === null || year % many !== at) return;
          const dot = drawn("circle", { cx: x(year).toFixed(1), cy: y(point).toFixed(1), r: 2.6, fill: hue });
          dot.append(drawn("title", {}, `${together.map((one) => arms[one]).join(", ")}, ${years[year]}: ${shown(measure, point)} ${measures[measure].unit}`));
          svg.append(dot);
        });
      }
      return svg;
    };
    fit();
    draw();
  };

  // Where the reader is, in the contents.
  const contents = () => {
    const links = new Map(all(".contents a").map((link) => [link.hash.slice(1), link]));
    if (!window.IntersectionObserver) return;
    const seen = new Set();
    const watch = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting) seen.add(entry.target.id); else seen.delete(entry.target.id);
      const first = all("main > section").find((section) => seen.has(section.id));
      if (!first) return;
      links.forEach((link, id) => { if (id === first.id) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current"); });
    }, { rootMargin: "-10% 0px -60% 0px" });
    all("main > section").forEach((section) => watch.observe(section));
  };

  all(".tabs").forEach(tabs);
  all(".plot").forEach(plot);
  all(".table").forEach(table);
  all(".explorer").forEach(explorer);
  contents();
  // On paper folded parts that are printed stand open.
  const opened = new Set();
  addEventListener("beforeprint", () => all("details.printed:not([open])").forEach((one) => { opened.add(one); one.open = true; }));
  addEventListener("afterprint", () => { opened.forEach((one) => { one.open = false; }); opened.clear(); });
})();
