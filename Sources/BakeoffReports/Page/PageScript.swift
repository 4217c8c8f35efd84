/// What the page does beyond lying there: sorting, filtering, choosing what is shown, opening cells, keeping charts. What is
/// chosen stands in the address, so that a link shows the same.
let pageScript = #"""
  "use strict";
  document.documentElement.classList.add("js");
  const read = id => JSON.parse(document.getElementById(id).textContent);
  const rows = read("row-store"), cells = read("cell-store"), matrices = read("matrix-store"), page = read("page-store");
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const state = new URLSearchParams(location.hash.slice(1));
  const keep = (key, value) => { state.set(key, value); history.replaceState(null, "", "#" + state); };
  const make = (name, attributes = {}, ...content) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...content); return made;
  };

  for (const image of all("img[data-row]")) if (rows[image.dataset.row]) image.src = rows[image.dataset.row];

  const choose = (group, value) => {
    for (const panel of all(`.panel[data-group="${group}"]`)) panel.classList.toggle("shown", panel.dataset.value === value);
  };
  for (const select of all("select[data-group]")) {
    const group = select.dataset.group, wanted = state.get(group);
    if (wanted !== null && all("option", select).some(option => option.value === wanted)) select.value = wanted;
    choose(group, select.value);
    select.addEventListener("change", () => { choose(group, select.value); keep(group, select.value); });
  }

  for (const table of all("table.sortable")) {
    const body = table.tBodies[0];
    const value = (row, index) => {
      const content = row.cells[index].textContent.trim(), number = parseFloat(content.replace(/[, ]/g, ""));
      return Number.isNaN(number) ? content : number;
    };
    const sort = (index, down) => {
      const sorted = [...body.rows].sort((a, b) => {
        const x = value(a, index), y = value(b, index);
        const order = typeof x === typeof y ? (x < y ? -1 : x > y ? 1 : 0) : typeof x === "number" ? -1 : 1;
        return down ? -order : order;
      });
      body.append(...sorted);
      all("th[scope=col]", table).forEach((head, place) => place === index
        ? head.setAttribute("aria-sort", down ? "descending" : "ascending") : head.removeAttribute("aria-sort"));
    };
    all("thead button", table).forEach((button, index) => button.addEventListener("click", () => {
      const down = button.parentElement.getAttribute("aria-sort") === "ascending";
      sort(index, down); keep("sort", `${index}${down ? "d" : "a"}`);
    }));
    const wanted = /^(\d+)([ad])$/.exec(state.get("sort") ?? "");
    if (wanted && table.rows[0].cells[+wanted[1]]) sort(+wanted[1], wanted[2] === "d");
  }

  const filter = document.getElementById("filter");
  if (filter) {
    const apply = () => {
      const wanted = filter.value.toLowerCase();
      for (const row of all("#board table.sortable tbody tr")) row.hidden = !row.cells[1].textContent.toLowerCase().includes(wanted);
    };
    filter.value = state.get("filter") ?? ""; apply();
    filter.addEventListener("input", () => { apply(); keep("filter", filter.value); });
  }

  const differing = document.getElementById("differing");
  if (differing) differing.addEventListener("change", () => {
    const holder = document.getElementById("settings"), same = holder.dataset.same.split(" ").filter(Boolean).map(Number);
    for (const row of all("tr", holder)) for (const index of same) row.cells[index].hidden = differing.checked;
  });

  const gallery = document.getElementById("cell");
  const open = id => {
    const [model, truth, predicted] = id.split("-").map(Number);
    gallery.replaceChildren(make("p", {}, `${page.models[model]}: ${page.classes[truth]} named ${page.classes[predicted]}`),
      ...cells[id].map(row => {
        const shown = rows[row] ?? "", isPicture = shown.startsWith("data:");
        const content = isPicture ? make("img", { src: shown, width: 56, height: 56, alt: `row ${row}` }) : make("code", {}, shown);
        return make("figure", { "data-row": row }, content, make("figcaption", {}, `row ${row}`));
      }));
    keep("cell", id);
  };
  for (const button of all("button.cell")) button.addEventListener("click", () => open(button.dataset.cell));
  if (gallery && cells[state.get("cell")]) open(state.get("cell"));

  const first = document.getElementById("first"), second = document.getElementById("second");
  if (first && second) {
    const show = () => {
      const a = matrices[first.value], b = matrices[second.value], count = page.classes.length;
      const table = document.querySelector("#difference table");
      table.caption.textContent = `${page.models[first.value]} less ${page.models[second.value]}`;
      for (let truth = 0; truth < count; truth++) for (let named = 0; named < count; named++) {
        const difference = a[truth * count + named] - b[truth * count + named];
        const cell = table.tBodies[0].rows[truth].cells[named + 1];
        cell.replaceChildren(difference === 0 ? make("span", { class: "none" }, "0") : (difference > 0 ? "+" : "") + difference);
      }
    };
    for (const select of [first, second]) {
      if (matrices[state.get(select.id)]) select.value = state.get(select.id);
      select.addEventListener("change", () => { show(); keep(select.id, select.value); });
    }
    show();
  }

  const styled = svg => {
    const copy = svg.cloneNode(true), names = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-size", "font-family"];
    const theirs = all("*", copy);
    all("*", svg).forEach((node, index) => {
      const look = getComputedStyle(node);
      for (const name of names) theirs[index].style.setProperty(name, look.getPropertyValue(name));
    });
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.style.background = getComputedStyle(document.body).backgroundColor;
    return new XMLSerializer().serializeToString(copy);
  };
  const save = (address, name) => make("a", { href: address, download: name }).click();
  for (const button of all("button.keep")) {
    const holder = button.closest("figure"), svg = holder.querySelector("svg");
    button.setAttribute("aria-label", `Save this chart as ${button.textContent}`);
    button.addEventListener("click", () => {
      const source = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(styled(svg));
      if (button.dataset.kind === "svg") return save(source, holder.id + ".svg");
      const image = new Image(), box = svg.viewBox.baseVal, scale = 2;
      image.onload = () => {
        const canvas = make("canvas", { width: box.width * scale, height: box.height * scale });
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        save(canvas.toDataURL("image/png"), holder.id + ".png");
      };
      image.src = source;
    });
  }

  let opened = [];
  addEventListener("beforeprint", () => { opened = all("details:not([open])"); opened.forEach(part => { part.open = true; }); });
  addEventListener("afterprint", () => opened.forEach(part => { part.open = false; }));
  """#
