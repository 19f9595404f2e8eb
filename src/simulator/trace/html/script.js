// Goes through a story step by step. Without it the whole story is shown.
"use strict";
const stories = Array.from(document.querySelectorAll(".story"), (section) => ({
  section,
  rows: Array.from(section.querySelectorAll("tr.entry")),
  count: section.querySelector(".count"),
  said: section.querySelector("[aria-live]"),
  at: null, // null: all is shown
}));
let current = stories[0];

function show(story, at) {
  current = story;
  const last = story.rows.length - 1;
  story.at = at === null ? null : Math.max(0, Math.min(at, last));
  story.rows.forEach((row, index) => {
    row.classList.toggle("later", story.at !== null && index > story.at);
    row.classList.toggle("now", index === story.at);
  });
  // Days and gaps come up with what follows them.
  let later = false;
  for (const row of Array.from(story.section.querySelectorAll("tbody tr")).reverse()) {
    if (row.classList.contains("entry")) later = row.classList.contains("later");
    else row.classList.toggle("later", later);
  }
  const total = story.rows.length;
  story.count.textContent = story.at === null ? `${total} steps` : `step ${story.at + 1} of ${total}`;
  if (story.at === null) {
    story.said.textContent = "All steps are shown";
  } else if (total > 0) {
    story.said.textContent = story.rows[story.at].innerText.replace(/\s+/g, " ");
    story.rows[story.at].scrollIntoView({ block: "nearest" });
  }
}

function go(story, way) {
  if (way === "first") show(story, 0);
  else if (way === "all") show(story, null);
  else if (way === "next") show(story, story.at === null ? 0 : story.at + 1);
  else show(story, story.at === null ? story.rows.length - 1 : story.at - 1);
}

for (const story of stories) {
  for (const button of story.section.querySelectorAll("[data-go]")) {
    button.addEventListener("click", () => go(story, button.dataset.go));
  }
  story.section.addEventListener("focusin", () => { current = story; });
}

const keys = { ArrowRight: "next", ArrowLeft: "back", Home: "first", End: "all" };
document.addEventListener("keydown", (event) => {
  const way = keys[event.key];
  if (!way || !current || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  event.preventDefault();
  go(current, way);
});
