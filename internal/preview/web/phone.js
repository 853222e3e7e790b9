// Shows a page as wide as a phone. The page in the frame keeps itself up to date.

const frame = document.querySelector("iframe"), back = document.querySelector("a");
const path = location.hash.slice(1);
document.documentElement.lang = words.lang;
frame.title = words.phone;
back.textContent = words.desk;
back.href = frame.src = /^\/(?![/\\])/.test(path) ? path : "/";
frame.addEventListener("load", () => {
  const at = frame.contentWindow.location;
  back.href = at.pathname + at.search + at.hash;
  history.replaceState(null, "", "#" + at.pathname);
  document.title = frame.contentDocument.title;
});
