// Shows the photos of a page one at a time. Without it each is a link to its largest size.

const links = [...document.querySelectorAll(".photo-link")];
const dialog = document.getElementById("h:lightbox").content.firstElementChild;
document.body.append(dialog);
const part = (name) => dialog.querySelector(".lightbox-" + name);
const stage = part("stage"), words = part("words"), zoom = part("zoom");
const addressOf = (link) => "#" + link.closest("figure").id;
const replaceHash = (hash) => history.replaceState(history.state, "", location.pathname + location.search + hash);
const limit = (n, low, high) => Math.min(Math.max(n, low), high);

let image = part("image"), at = 0;
let scale = 1, x = 0, y = 0; // how the photo is enlarged, and moved from the middle

function place(newScale, newX, newY) {
  scale = limit(newScale, 1, 5);
  const roomX = stage.clientWidth * (scale - 1) / 2, roomY = stage.clientHeight * (scale - 1) / 2;
  x = limit(newX, -roomX, roomX);
  y = limit(newY, -roomY, roomY);
  image.style.transform = scale > 1 ? `translate(${x}px, ${y}px) scale(${scale})` : "";
  dialog.classList.toggle("is-zoomed", scale > 1);
  zoom.setAttribute("aria-pressed", scale > 1);
  if (scale > 1) image.sizes = "300vw"; // the largest there is
}
const toggleZoom = (toX = 0, toY = 0) => scale > 1 ? place(1, 0, 0) : place(2.5, toX * -1.5, toY * -1.5);

// An element of its own for each photo, so that none shows the one before.
function load(link) {
  const thumb = link.querySelector("img");
  const made = new Image();
  made.className = "lightbox-image";
  made.draggable = false;
  made.alt = thumb.alt;
  made.lang = thumb.lang || document.documentElement.lang;
  made.sizes = "100vw";
  made.srcset = thumb.srcset;
  made.src = link.href;
  return made;
}

function show(index) {
  at = (index + links.length) % links.length;
  const made = load(links[at]);
  image.replaceWith(made);
  image = made;
  place(1, 0, 0);
  const count = document.createElement("p");
  count.className = "lightbox-count";
  count.textContent = dialog.dataset.count.replace("{n}", at + 1).replace("{count}", links.length);
  const caption = links[at].closest("figure").querySelector("figcaption");
  words.replaceChildren(count, ...caption?.cloneNode(true).children ?? []);
  replaceHash(addressOf(links[at]));
  if (!dialog.open) dialog.showModal();
}

const step = (by) => { show(at + by); load(links[(at + by + links.length) % links.length]); };
const forward = () => getComputedStyle(dialog).direction === "rtl" ? -1 : 1; // to the right

links.forEach((link, index) => link.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  show(index);
}));
part("previous").addEventListener("click", () => step(-1));
part("next").addEventListener("click", () => step(1));
part("close").addEventListener("click", () => dialog.close());
zoom.addEventListener("click", () => toggleZoom());
dialog.addEventListener("close", () => {
  replaceHash("");
  links[at].focus();
});

const keys = {
  ArrowRight: () => step(forward()),
  ArrowLeft: () => step(-forward()),
  Home: () => show(0),
  End: () => show(links.length - 1),
  "+": () => place(scale * 1.5, x * 1.5, y * 1.5),
  "=": () => keys["+"](),
  "-": () => place(scale / 1.5, x / 1.5, y / 1.5),
  0: () => place(1, 0, 0),
};
document.addEventListener("keydown", (event) => {
  if (!dialog.open || event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
  event.preventDefault();
  keys[event.key]();
});

// One finger or the mouse swipes, or moves what is enlarged; two fingers enlarge what is between them; two taps do
// and undo.
const fingers = new Map();
let start, pinched, pinch, lastTap = 0;

// Where a point is from the middle of the stage.
function fromMiddle(clientX, clientY) {
  const box = stage.getBoundingClientRect();
  return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 };
}

// The middle of the two fingers, and how far apart they are.
function spread() {
  const both = Array.from(fingers.values()), a = both[0], b = both[1];
  const at = fromMiddle((a.clientX + b.clientX) / 2, (a.clientY + b.clientY) / 2);
  at.apart = Math.max(Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY), 1);
  return at;
}

// Notes how the photo stands when there come to be two fingers.
function notePinch() {
  pinch = fingers.size === 2 ? { scale, x, y, at: spread() } : undefined;
}

stage.addEventListener("pointerdown", (event) => {
  if (event.button) return;
  stage.setPointerCapture(event.pointerId);
  if (!fingers.size) start = event, pinched = false;
  fingers.set(event.pointerId, event);
  notePinch();
});
stage.addEventListener("pointermove", (event) => {
  const before = fingers.get(event.pointerId);
  if (!before) return;
  fingers.set(event.pointerId, event);
  if (pinch) {
    const now = spread();
    const newScale = limit(pinch.scale * now.apart / pinch.at.apart, 1, 5), by = newScale / pinch.scale;
    pinched = true;
    place(newScale, now.x - (pinch.at.x - pinch.x) * by, now.y - (pinch.at.y - pinch.y) * by);
  } else if (scale > 1) place(scale, x + event.clientX - before.clientX, y + event.clientY - before.clientY);
});
stage.addEventListener("pointerup", (event) => {
  const isLast = fingers.delete(event.pointerId) && !fingers.size;
  notePinch();
  if (!isLast || pinched) return;
  const movedX = event.clientX - start.clientX, movedY = event.clientY - start.clientY;
  if (Math.hypot(movedX, movedY) < 10) {
    const isSecond = event.timeStamp - lastTap < 350;
    lastTap = isSecond ? 0 : event.timeStamp;
    const at = fromMiddle(event.clientX, event.clientY);
    if (isSecond) toggleZoom(at.x, at.y);
  } else if (scale === 1 && Math.abs(movedX) > Math.max(40, Math.abs(movedY))) step(movedX < 0 ? forward() : -forward());
});
stage.addEventListener("pointercancel", (event) => {
  fingers.delete(event.pointerId);
  notePinch();
});

function openAddressed() {
  const index = links.findIndex((link) => addressOf(link) === location.hash);
  if (index >= 0) show(index);
}
addEventListener("hashchange", openAddressed);
openAddressed();
// A browser that goes to the addressed photo when the page has come takes the focus away.
addEventListener("load", () => {
  if (dialog.open && !dialog.contains(document.activeElement)) part("close").focus();
});

for (const thumb of document.querySelectorAll(".photo-image[loading=lazy]")) {
  if (thumb.complete) continue;
  thumb.classList.add("is-coming");
  for (const end of ["load", "error"]) thumb.addEventListener(end, () => thumb.classList.remove("is-coming"));
}
