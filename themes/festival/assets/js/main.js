// Marks what is on now, today, or over, by the visitor's own clock, and colours the
// places of photos. Every page is complete without it: the dates are in the text.

const words = document.getElementById("h:live")?.dataset;
const now = new Date();

// A day without a time is local; as an end it includes the whole day.
function moment(text, isEnd) {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return new Date(text);
  const day = new Date(text + "T00:00");
  if (isEnd) day.setDate(day.getDate() + 1);
  return day;
}

const dayNumber = (d) => Math.round(Date.UTC(d.getFullYear(), d.getMonth(), d.getDate()) / 864e5);

// "now", "today", "ended", or nothing for what is still to come, of spans written
// as "start/end start/end".
function stateOf(times) {
  const spans = times.trim().split(/\s+/).map((span) => {
    const ends = span.split("/");
    return { start: moment(ends[0]), end: moment(ends[1] || ends[0], true) };
  }).filter((span) => !isNaN(span.start) && !isNaN(span.end));
  if (!spans.length) return "";
  if (spans.some((span) => span.start <= now && now < span.end)) return "now";
  if (spans.some((span) => span.start > now && dayNumber(span.start) === dayNumber(now))) return "today";
  return spans.every((span) => span.end <= now) ? "ended" : "";
}

function markTimes() {
  for (const element of document.querySelectorAll("[data-times]")) {
    const state = stateOf(element.dataset.times);
    if (!state || element.classList.contains("card-off")) continue;
    element.classList.add("is-" + state);
    const place = element.querySelector(".card-status") ?? element.querySelector("time")?.parentElement;
    if (!place || element.querySelector(".badge-ended")) continue;
    const badge = document.createElement("span");
    badge.className = "badge badge-" + state;
    badge.textContent = words[state];
    place.append(badge, " ");
  }
}

// Days are known by their addresses: …/2021-09-11/.
function markDays() {
  for (const link of document.querySelectorAll(".flag, .daybar a")) {
    const day = link.getAttribute("href")?.match(/(\d{4}-\d\d-\d\d)\/$/)?.[1];
    if (!day) continue;
    const distance = dayNumber(moment(day)) - dayNumber(now);
    if (distance < 0) link.classList.add("is-past");
    if (distance !== 0) continue;
    link.classList.add("is-today");
    const mark = document.createElement("span");
    mark.className = "flag-today";
    mark.textContent = words.today;
    link.append(" ", mark);
  }
}

// The day that a page is about comes into view in the bar of days.
function showDay() {
  const day = document.querySelector(".daybar [aria-current]")?.getBoundingClientRect();
  if (!day) return;
  const bar = document.querySelector(".daybar ul");
  const room = bar.getBoundingClientRect();
  bar.scrollBy({ left: day.left + day.width / 2 - room.left - room.width / 2, behavior: "instant" });
}

function countDown() {
  for (const line of document.querySelectorAll("[data-start][data-end]")) {
    const first = dayNumber(moment(line.dataset.start));
    const last = dayNumber(moment(line.dataset.end));
    const today = dayNumber(now);
    const until = first - today;
    let text = words.over;
    if (until > 0) text = (until === 1 ? words.untilOne : words.until).replace("{n}", until);
    else if (today <= last) text = words.day.replace("{n}", 1 - until).replace("{days}", last - first + 1);
    if (Number.isNaN(until)) continue;
    line.textContent = text;
    line.hidden = false;
  }
}

// The colours of a photo stand in its place until it has come.
for (const image of document.querySelectorAll("[data-tint]")) {
  if (image.complete) continue;
  image.style.backgroundImage = `linear-gradient(${image.dataset.tint})`;
  image.addEventListener("load", () => image.style.backgroundImage = "");
}

if (words) {
  markTimes();
  markDays();
  showDay();
  countDown();
}
