// Says when the tables were loaded anew while a page was being read. Asks the server
// every few seconds, while the page is looked at; without it, pages are new when opened.
const script = document.querySelector("script[data-live]");
const shown = Number(script.dataset.reloads);
const news = document.getElementById("news");
const EVERY_MS = 3000;

function say(words, href, what) {
  const line = document.createElement("p");
  line.className = "alarm";
  line.append(words);
  const link = document.createElement("a");
  link.href = href ?? location.href;
  link.textContent = what ?? "Show this page anew";
  if (!href) link.addEventListener("click", (event) => { event.preventDefault(); location.reload(); });
  line.append(" ", link);
  news.replaceChildren(line);
}

let said = "";
async function look() {
  if (document.visibilityState !== "visible") return;
  try {
    const reply = await fetch(script.dataset.live, { cache: "no-store" });
    if (!reply.ok) return;
    const { reloads, problems } = await reply.json();
    const state = `${reloads} ${problems}`;
    if (state === said) return;
    if (problems) say("The tables have errors, so they were not loaded; what is shown is the edition before.", `${script.dataset.about}#problems`, "What is wrong");
    else if (reloads !== shown) say("Reloaded: the tables changed, and this page shows the edition before.");
    else if (said) news.replaceChildren();
    said = state;
  } catch {
    // The server has ended; pages that are open stay as they are.
  }
}
setInterval(look, EVERY_MS);
