// The one thing that the preview adds to a page. It sets the page's clock, keeps the
// page up to date, and shows the bar and the overlay in a shadow tree of its own.
// words are the editor's, put before by the server.

const page = JSON.parse(document.currentScript.dataset.page);
document.currentScript.remove();
const framed = window !== window.top; // on the phone, whose page has the bar

// The page's own scripts, which all run later, see the moment that was asked for.
if (page.now) {
  const Real = Date, ahead = Real.parse(page.now) - Real.now();
  window.Date = new Proxy(Real, {
    construct: (_, given, target) => Reflect.construct(Real, given.length ? given : [Real.now() + ahead], target),
    apply: () => new Real(Real.now() + ahead).toString(),
    get: (_, name) => name === "now" ? () => Real.now() + ahead : Reflect.get(Real, name),
  });
}

// Display modes are the system's to choose, so media queries are rewritten as if it had.
const kept = (name) => { try { return localStorage.getItem("bunting:" + name); } catch { return null; } };
const keep = (name, value) => { try { localStorage.setItem("bunting:" + name, value); } catch { /* for this page only */ } };
const yes = "(min-width: 0px)", no = "(max-width: 0px)";
const modes = {
  system: (media) => media,
  light: (media) => media.replace(/\(prefers-color-scheme: light\)/g, yes).replace(/\(prefers-color-scheme: dark\)/g, no),
  dark: (media) => media.replace(/\(prefers-color-scheme: dark\)/g, yes).replace(/\(prefers-color-scheme: light\)/g, no),
  contrast: (media) => media.replace(/\(prefers-contrast: more\)/g, yes),
  large: (media) => media,
  print: (media) => media.replace(/\bprint\b/g, "all").replace(/\bscreen\b/g, "not all"),
};
let mode = modes[kept("display")] ? kept("display") : "system";
const written = new WeakMap(); // by rule: its media as the style sheet has them

function display() {
  const visit = (rules) => {
    for (const rule of rules) {
      if (rule instanceof CSSMediaRule) {
        if (!written.has(rule)) written.set(rule, rule.media.mediaText);
        const media = modes[mode](written.get(rule));
        if (rule.media.mediaText !== media) rule.media.mediaText = media;
      }
      if (rule.cssRules) visit(rule.cssRules);
    }
  };
  for (const sheet of document.styleSheets) {
    try { visit(sheet.cssRules); } catch { /* not loaded yet */ }
  }
  const style = document.documentElement.style;
  style.colorScheme = mode === "light" || mode === "dark" ? mode : mode === "print" ? "light" : "";
  style.fontSize = mode === "large" ? "150%" : "";
}

// The worker holds one connection for all pages, and may connect where the page may not.
// One that ends with the last page before this may still answer, so it is asked again
// and again whether it is there.
const pulse = 2e3, patience = 6e3; // in milliseconds
let port, heard;
function connect() {
  if (port) send({ type: "bye" });
  port?.close?.();
  port?.terminate?.();
  heard = Date.now();
  port = "SharedWorker" in window ? new SharedWorker("/.bunting/worker.js", "bunting").port : new Worker("/.bunting/worker.js");
  port.onmessage = ({ data }) => {
    heard = Date.now();
    ({ round: onRound, state: onState, offline: () => ui?.offline(true), opened: (m) => ui?.opened(m.ok) })[data.type]?.(data);
  };
  port.start?.();
  send({ type: "hello" });
}
const send = (message) => port.postMessage(message);
const check = () => send({ type: "check", path: location.pathname, digest: page.digest, round: page.round });
connect();
setInterval(() => { if (Date.now() - heard > patience) connect(); else send({ type: "ping" }); }, pulse);
addEventListener("pagehide", () => send({ type: "bye" }));
addEventListener("pageshow", ({ persisted }) => { if (persisted) { send({ type: "hello" }); check(); } });
document.addEventListener("visibilitychange", () => { if (!document.hidden) check(); });

function onRound({ go }) {
  ui?.offline(false);
  if (go?.length && !document.hidden && !go.includes(location.pathname)) location.assign(go[0]);
  else check();
}

let newest; // the state that came last
function onState({ state }) {
  if (state.reload) {
    location.reload(); // the browser keeps the place
    return;
  }
  page.round = state.round;
  page.digest = state.digest || page.digest;
  for (const [from, to] of state.styles ?? []) swap(from, to);
  newest = state;
  ui?.show(state);
}

// The new style sheet takes the place of the old one when it is there.
function swap(from, to) {
  for (const link of document.querySelectorAll("link[rel~=stylesheet]")) {
    if (new URL(link.href).pathname !== from) continue;
    const made = link.cloneNode();
    made.href = to;
    made.onload = made.onerror = () => { link.remove(); display(); };
    link.after(made);
  }
}

// tag makes an element with attributes, listeners and children.
function tag(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// What a visitor asks to see is a cookie, for every page and the worker.
function choose(change) {
  const choice = new URLSearchParams({ drafts: page.drafts ? 1 : 0, now: page.date ?? "", ...change });
  document.cookie = `bunting-preview=${encodeURIComponent(choice)}; path=/; samesite=strict`;
  location.reload();
}

function languages() {
  const list = new Map();
  for (const link of document.querySelectorAll("link[rel~=alternate][hreflang]")) {
    if (link.hreflang !== "x-default") list.set(link.hreflang, new URL(link.href).pathname);
  }
  if (list.size < 2) return "";
  const name = (lang) => new Intl.DisplayNames([lang], { type: "language" }).of(lang);
  const select = tag("select", { name: "language", change: () => location.assign(select.value) });
  for (const [lang, path] of list) select.append(tag("option", { value: path, lang, selected: path === location.pathname }, name(lang)));
  return tag("label", {}, tag("span", {}, words.language), select);
}

function displays() {
  const select = tag("select", { name: "display", change: () => { mode = select.value; keep("display", mode); display(); } });
  for (const name of Object.keys(modes)) select.append(tag("option", { value: name, selected: name === mode }, words[name]));
  return tag("label", {}, tag("span", {}, words.display), select);
}

let ui;
function makeUI() {
  const host = tag("bunting-preview", { lang: words.lang });
  const root = host.attachShadow({ mode: "open" });
  const list = tag("ol");
  const note = tag("p", { class: "note", role: "status" });
  const dialog = tag("dialog", { class: "overlay", "aria-labelledby": "title" },
    tag("header", {}, tag("h2", { id: "title" }, words.mistakes), tag("button", { type: "button", class: "close", click: () => shut() }, words.close)), note, list);
  const count = tag("button", { type: "button", class: "count", "aria-expanded": "false", click: () => dialog.open ? shut() : reveal(true) }, "…");
  const date = tag("input", { type: "datetime-local", name: "date", value: page.date ?? "", change: () => date.value && choose({ now: date.value }) });
  const drafts = tag("input", { type: "checkbox", name: "drafts", checked: page.drafts, change: () => choose({ drafts: drafts.checked ? 1 : 0 }) });
  const toggle = tag("button", { type: "button", class: "toggle", click: () => fold(!bar.classList.contains("folded")) });
  const tools = tag("div", { class: "tools" },
    languages(), displays(), tag("a", { class: "phone", href: "/.bunting/phone.html#" + location.pathname }, words.phone),
    tag("label", { class: "check" }, drafts, tag("span", {}, words.drafts)),
    tag("label", {}, tag("span", {}, words.date), date), page.date ? tag("button", { type: "button", class: "today", click: () => choose({ now: "" }) }, words.today) : "");
  const bar = tag("div", { class: "bar", role: "region", "aria-label": words.preview }, toggle, count, tools);
  root.append(tag("link", { rel: "stylesheet", href: "/.bunting/preview.css", load: () => host.hidden = false }), dialog, framed ? "" : bar);
  host.hidden = true; // until its style is there
  document.documentElement.append(host);

  function fold(folded) {
    bar.classList.toggle("folded", folded);
    tools.hidden = folded;
    toggle.textContent = folded ? "▲" : "▼";
    toggle.ariaLabel = toggle.title = folded ? words.show : words.hide;
    toggle.ariaExpanded = !folded;
    keep("folded", folded ? 1 : 0);
  }
  fold(kept("folded") === "1" || kept("folded") === null && innerWidth < 700);

  // The overlay comes by itself without taking the focus; who opens it goes there.
  function reveal(asked) {
    if (asked) {
      dialog.show();
      (dialog.querySelector("li .place:is(a, button)") ?? dialog.querySelector(".close")).focus();
    } else dialog.open = true;
    count.ariaExpanded = true;
  }
  function shut() {
    const inside = dialog.contains(root.activeElement);
    dialog.open = false;
    count.ariaExpanded = false;
    if (inside) count.focus();
  }
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !dialog.open) return;
    event.stopPropagation();
    shut();
  }, true);

  function item(m) {
    const place = m.opens ? tag("button", { type: "button", class: "place", click: () => send({ type: "open", id: m.id }) }, m.place)
      : m.link ? tag("a", { class: "place", href: m.link }, m.place) : tag("span", { class: "place" }, m.place ?? "");
    if (m.opens || m.link) place.title = place.ariaLabel = fill(words.open, m);
    const parts = [tag("p", {}, place), tag("p", { class: "reason" }, tag("strong", {}, m.severity), " ", m.reason, m.code ? tag("small", {}, " " + m.code) : "")];
    if (m.excerpt) {
      const signs = [...m.excerpt], from = m.column - 1, to = from + m.width;
      parts.push(tag("pre", {}, tag("span", { class: "line", "aria-hidden": "true" }, m.line + " │ "),
        tag("code", {}, signs.slice(0, from).join(""), tag("mark", {}, signs.slice(from, to).join("") || " "), signs.slice(to).join(""))));
    }
    if (m.mend) parts.push(tag("p", { class: "mend" }, m.mend));
    return tag("li", {}, ...parts);
  }

  let shown = "", reloading = false;
  ui = {
    show(state) {
      const key = JSON.stringify(state.list);
      count.textContent = [state.errors && fill(words.errors, { n: state.errors }), state.warnings && fill(words.warnings, { n: state.warnings })].filter(Boolean).join(" · ") || words.none;
      count.classList.toggle("bad", state.errors > 0);
      if (key === shown) return;
      shown = key;
      const had = dialog.contains(root.activeElement);
      note.textContent = state.stays ? words.stays : "";
      list.replaceChildren(...state.list.map(item));
      if (!state.list.length || !state.errors && !had) shut();
      else if (state.errors) reveal(false);
      if (had && dialog.open) dialog.querySelector(".close").focus();
    },
    offline(is) {
      if (is === reloading) return;
      reloading = is;
      host.classList.toggle("offline", is);
      if (is) { count.textContent = words.offline; shown = ""; }
    },
    opened(ok) { if (!ok) note.textContent = words.failed; },
  };
  if (newest) ui.show(newest);
}

document.addEventListener("DOMContentLoaded", () => { display(); makeUI(); });
addEventListener("load", display);
