// What a reader has done, kept in this browser alone: answers, pages read, predictions, and where to go on.
// Answers have the form of a line of record.jsonl, so that they can be taken into the workbook and back.
(() => {
  const NAME = "customer-value-workbook ", DONE = new Set(["right", "handed in"]);
  const html = document.documentElement, root = new URL(html.dataset.content_root ?? "./", location.href);
  const pageOf = address => decodeURI(new URL(address, location.href).pathname.slice(root.pathname.length)).replace(/\.html$/, "");
  const here = pageOf(location.href), loose = {};
  const isChapter = page => page.startsWith("chapters/"), isExercise = page => page.startsWith("exercises/");

  function kept(name, other) {
    try { return JSON.parse(localStorage.getItem(NAME + name)) ?? other; } catch { return loose[name] ?? other; }
  }

  function keep(name, value) {
    try {
      localStorage.setItem(NAME + name, JSON.stringify(value));
      return true;
    } catch {
      loose[name] = value;
      return false;
    }
  }

  const record = () => kept("record", []);
  // A quiz of a chapter is no answer of the exercise, though both may ask the same question.
  const isQuiz = one => one.where === "quiz";
  function solved() {
    const right = record().filter(one => DONE.has(one.stage)), ids = entries => new Set(entries.map(one => one.question));
    return {quiz: ids(right.filter(isQuiz)), exercise: ids(right.filter(one => !isQuiz(one)))};
  }
  const lines = (wanted = () => true) => record().filter(wanted).map(one => JSON.stringify(one) + "\n").join("");

  function note(answer) {
    const time = new Date().toISOString().replace(/\.\d+Z$/, "+00:00");
    keep("record", [...record(), {time, event: "attempt", where: "quiz", ...answer}]);
    show();
  }

  // What a page asks, so that it can be told when all of it is done.
  function asksHere(ids) {
    keep("asks", {...kept("asks", {}), [here]: ids});
    show();
  }

  // Takes the lines of a record; what is here already is not taken twice.
  function take(text) {
    const known = new Set(record().map(one => JSON.stringify(one)));
    const found = text.split("\n").filter(line => line.trim()).map(line => {
      try { return JSON.parse(line); } catch { return null; }
    });
    const whole = found.filter(one => typeof one?.question === "string" && typeof one.event === "string");
    const fresh = whole.filter(one => !known.has(JSON.stringify(one)));
    const time = one => String(one.time ?? "");
    keep("record", [...record(), ...fresh].sort((one, other) => time(one).localeCompare(time(other))));
    show();
    return {fresh: fresh.length, known: whole.length - fresh.length, broken: found.length - whole.length};
  }

  function forget() {
    for (const name of Object.keys(loose)) delete loose[name];
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith(NAME)) localStorage.removeItem(key);
    } catch { /* nothing was kept */ }
    show();
  }

  // A page is done when its questions are answered rightly, or, where it asks none, when it was read to its end.
  function stateOf(page, {quiz, exercise}, asks, read) {
    const own = asks[page] ?? [], done = isExercise(page) ? exercise : quiz;
    if (!own.length) return read.includes(page) ? "done" : "";
    return own.every(id => done.has(id)) ? "done" : own.some(id => done.has(id)) ? "begun" : "";
  }

  // A chapter is done when all its pages are; how many it has is learnt on any of them.
  function stateOfChapter(page, counts, ofPage) {
    const own = Object.keys(counts.pages).filter(one => counts.pages[one] === page).map(ofPage);
    const done = own.filter(state => state === "done").length, all = counts.of[page];
    return !own.some(Boolean) ? "" : done >= all ? "done" : `${done} of ${all}`;
  }

  function show() {
    const done = solved(), asks = kept("asks", {}), read = kept("read", []), counts = kept("chapters", {pages: {}, of: {}});
    const ofPage = page => stateOf(page, done, asks, read);
    for (const link of document.querySelectorAll(".bd-links a.reference.internal, .chapter-pages a")) {
      const page = pageOf(link.href);
      tick(link, page in counts.of && !link.closest(".chapter-pages") ? stateOfChapter(page, counts, ofPage) : ofPage(page));
    }
    for (const form of document.querySelectorAll("form.quiz-question")) {
      tick(form.querySelector(".quiz-title"), (isExercise(here) ? done.exercise : done.quiz).has(form.dataset.question) ? "done" : "");
    }
    for (const panel of document.querySelectorAll("[data-your-work]")) fill(panel, done, read);
  }

  function tick(element, state) {
    element.querySelector(".tick")?.remove();
    if (!state) return;
    const mark = document.createElement("span"), words = document.createElement("span");
    mark.className = "tick";
    mark.append(Object.assign(document.createElement("span"), {textContent: {done: "✓", begun: "…"}[state] ?? state, ariaHidden: "true"}), words);
    words.className = "tick-words";
    words.textContent = {done: " (done)", begun: " (begun)"}[state] ?? ` (${state} pages done)`;
    element.append(mark);
  }

  function fill(panel, done, read) {
    const right = done.quiz.size + done.exercise.size, pages = read.filter(isChapter).length;
    const many = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
    panel.querySelector("[data-done]").textContent = right || pages
      ? `${many(right, "question")} answered rightly, ${many(pages, "page")} read to the end.` : "Nothing yet.";
    panel.querySelector("[data-where]").textContent = !keep("room", 1)
      ? "This browser keeps nothing for this page: save your work before you leave it."
      : location.protocol === "file:"
        ? "The book is read from a folder: a browser that keeps each page apart shows here what was done on this one."
        : "It is kept in this browser only.";
  }

  // Where the reader is: the heading last passed, and whether the end was reached.
  function remember() {
    if (!isChapter(here)) return;
    const passed = [...document.querySelectorAll("article :is(h1, h2)")].filter(one => one.getBoundingClientRect().top < innerHeight / 2);
    const title = document.querySelector("article h1").firstChild.textContent.trim();
    keep("last", {page: here, at: passed.at(-1)?.closest("section")?.id ?? "", title});
    if (scrollY + innerHeight > document.querySelector("article").offsetHeight - 200 && !kept("read", []).includes(here)) {
      keep("read", [...kept("read", []), here]);
      show();
    }
  }

  // What this page asks, and of which chapter it is one.
  function learn() {
    const ids = [...document.querySelectorAll("form.quiz-question[data-ready]")].map(form => form.dataset.question);
    if (ids.length) asksHere(ids);
    const counts = kept("chapters", {pages: {}, of: {}}), place = document.querySelector(".place"), list = document.querySelector(".chapter-pages");
    const chapter = list ? here : place && pageOf(place.querySelector("a").href);
    if (!chapter) return;
    counts.of[chapter] = list ? list.querySelectorAll("li").length : Number(place.dataset.of);
    if (!list) counts.pages[here] = chapter;
    else for (const link of list.querySelectorAll("a")) counts.pages[pageOf(link.href)] = chapter;
    keep("chapters", counts);
  }

  function offerToGoOn() {
    const last = kept("last", null), heading = document.querySelector("article h1");
    if (!last || !["intro", "index", ""].includes(here) || !heading) return;
    const line = document.createElement("p"), link = document.createElement("a");
    line.className = "continue";
    link.href = `${root}${last.page}.html${last.at ? `#${last.at}` : ""}`;
    link.textContent = last.title;
    line.append("Continue: ", link);
    heading.after(line);
  }

  function save(wanted) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([lines(wanted)], {type: "application/jsonl"}));
    link.download = "record.jsonl";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function start() {
    learn();
    offerToGoOn();
    for (const panel of document.querySelectorAll("[data-your-work]")) {
      const told = panel.querySelector("[role=status]"), file = panel.querySelector("input[type=file]");
      panel.querySelector("[data-save]").addEventListener("click", () => save());
      panel.querySelector("[data-forget]").addEventListener("click", () => {
        if (!confirm("Forget all that this browser has kept of the book?")) return;
        forget();
        document.querySelector(".continue")?.remove();
        told.textContent = "Forgotten.";
      });
      file.addEventListener("change", async () => {
        const {fresh, known, broken} = take(await file.files[0].text());
        told.textContent = `${fresh} taken, ${known} known already, ${broken} could not be read.`;
        file.value = "";
      });
      panel.hidden = false;
    }
    show();
    remember();
  }

  let timer;
  addEventListener("scroll", () => { clearTimeout(timer); timer = setTimeout(remember, 300); }, {passive: true});
  addEventListener("pagehide", remember);
  document.addEventListener("workbook-answer", event => note(event.detail));
  addEventListener("DOMContentLoaded", start);
  window.workbook = Object.assign(window.workbook ?? {}, {kept, keep, take, forget, lines, note, save, answers: record, asks: asksHere});
})();
