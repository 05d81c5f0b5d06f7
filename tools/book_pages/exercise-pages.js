// An exercise on its page: one question a screen, with the student's own numbers. The numbers of all students come in
// a script of their own when the first question is wanted (a page from a folder may load a script, but no file).
(() => {
  const workbook = window.workbook, {own} = workbook, kinds = workbook.kinds ??= {};
  const place = document.querySelector(".exercise-page");
  if (!place) return;
  const {lesson, data, notebook} = place.dataset, page = `exercise ${lesson}`;
  const DONE = ["right", "handed in", "kept"];
  const make = (tag, properties = {}, ...inside) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...inside);
    return element;
  };
  const button = (text, act, className = "") => {
    const made = make("button", {type: "button", textContent: text, className});
    made.addEventListener("click", act);
    return made;
  };

  // What the scripts of the exercises hold: the letters are shifted, so that no answer is read at a glance.
  const shifted = text => text.replace(/[!-~]/g, letter => String.fromCharCode((letter.charCodeAt(0) + 14) % 94 + 33));
  let held = null, coming = null;
  workbook.exercise = (name, text) => { held = JSON.parse(shifted(text)); };
  const load = () => coming ??= new Promise((resolve, reject) => {
    const script = make("script", {src: data, onload: resolve, onerror: () => { coming = null; reject(); }});
    document.head.append(script);
  });

  // One of many values that `columns.packed` has put together.
  function picked([shape, what, more], at) {
    if (shape === 0) return what;
    if (shape === 1) return Object.fromEntries(Object.entries(what).map(([name, node]) => [name, picked(node, at)]));
    if (shape === 2) return what.map(node => picked(node, at));
    if (shape === 3) return what[more[at]];
    if (shape === 4) return what.map((part, gap) => gap ? more[gap - 1].split("|")[at] + part : part).join("");
    if (shape === 5) return picked(what[more[at]], more.slice(0, at).filter(one => one === more[at]).length);
    return what[at];
  }

  // What is kept in this browser: the student's number, the question that is open, texts that are being written.
  const kept = name => workbook.kept(`${page} ${name}`, null);
  const keep = (name, value) => workbook.keep(`${page} ${name}`, value);
  const student = () => workbook.kept("student", null);
  const entries = () => workbook.answers().filter(one => one.where !== "quiz" && (one.student == null || one.student === student()));

  // Of each question that was tried: "solved" or "tried".
  function states() {
    const found = new Map();
    for (const {question, event, stage} of entries()) {
      if (event === "attempt" && found.get(question) !== "solved") found.set(question, DONE.includes(stage) ? "solved" : "tried");
    }
    return found;
  }

  const questions = [...document.querySelectorAll(".exercise-question")].map((mark, index) => {
    const box = mark.closest(".admonition"), section = box.closest("section"), heading = section.querySelector("h2");
    const title = heading.firstChild.textContent.trim(), number = title.match(/^\d+/)?.[0] ?? String.fromCharCode(65 + index);
    return {id: mark.dataset.question, index, box, section, title, number, more: 0};
  });
  let open = 0;

  // A question as this student gets it; `more` counts how often other numbers were asked for.
  function got(question) {
    const {items} = held[question.id], who = student(), {more} = question;
    const item = (own.itemOf(who, question.id, items.length) + more) % items.length;
    const {slot, count, mixed, version, title, variants, names} = items[item];
    const first = own.placeOf(who, question.id, slot, count);
    const at = count && more ? (first + (first === count ? more - 1 : more)) % count : first;
    const whole = picked(variants, at), named = names.of ? {...names, set: picked(names.sets, names.of[at])} : names;
    const shown = {...whole, ...whole.known, variant: at, names: named, student: who, question: question.id};
    const order = own.orderOf(who, question.id, mixed, (shown.keys ?? []).length && (shown.choices ?? shown.keys).length);
    const which = {...items.length > 1 ? {item} : {}, ...count && at < count ? {variant: at} : {}};
    return {shown, order, title, entry: {question: question.id, version, student: shown.kind === "decision" ? null : who, ...which}, others: items.length * (count || 1) > 1};
  }

  // The options stand in the order of the book; here they change places.
  function mix(form, order) {
    const lists = [...form.querySelectorAll("fieldset:not(.quiz-rows), ol.quiz-steps, select")];
    for (const list of lists) {
      const options = [...list.querySelectorAll(":scope > label, :scope > li, :scope > option[value]:not([value=''])")];
      if (options.length === order.length) list.append(...order.map(place => options[place]));
    }
  }

  function card(question) {
    const {shown, order, title, entry, others} = got(question), {kind} = shown, practising = question.more > 0;
    const form = make("form", {className: "quiz-question", noValidate: true, autocomplete: "off"});
    form.dataset.question = question.id;
    const name = `question-${question.index}`, group = make("div");
    group.setAttribute("role", "group");
    group.setAttribute("aria-labelledby", `${name}-title`);
    const told = make("p", {className: "quiz-told"});
    told.setAttribute("role", "status");
    const below = make("div", {className: "exercise-after"});
    group.innerHTML = `<p class="quiz-title" id="${name}-title">Question: ${title}</p><div class="quiz-prompt" id="${name}-prompt">${shown.prompt}</div>`;
    if (practising) group.querySelector(".quiz-title").after(make("p", {className: "exercise-practice", textContent: "Practice with new numbers: it does not count, and is not kept."}));
    const field = make("div", {className: "exercise-field"});
    group.append(field);
    const hints = hintsOf(entry, practising), face = faces[kind] ?? (kinds[kind] ? faces.form : faces.code);
    face({form, field, group, shown, question, entry, told, below, hints});
    group.insertAdjacentHTML("beforeend", shown.hints.join(""));
    form.append(group);
    form.addEventListener("submit", event => event.preventDefault());
    if (face === faces.form) {
      workbook.live(form, shown, answer => answered(question, entry, answer, hints.opened, below), field, hints);
      mix(form, order);
      const text = form.querySelector("input[type=text]");
      if (text && !practising) text.value = lastGiven(question.id) ?? "";
    }
    else workbook.oneByOne(form, hints);
    if (others && face === faces.form) {
      const again = make("p", {className: "exercise-again"}, button("Practise with new numbers", () => renew(question, question.more + 1)));
      if (practising) again.append(" ", button("Back to my numbers", () => renew(question, 0)));
      form.append(again);
    }
    return form;
  }

  const faces = {
    form({field, group, shown, told, below}) {
      field.innerHTML = shown.field ?? "";
      kinds[shown.kind].build(field, shown);
      group.append(make("button", {type: "submit", textContent: "Check", className: "exercise-check"}), told, below);
    },
    code({field, question}) {
      const command = make("code", {textContent: `make lab LESSON=${lesson}`});
      const link = make("a", {href: notebook, textContent: "Download the notebook", download: ""});
      field.append(make("p", {className: "exercise-code-note"}, "This one is answered by code: ", command,
        `, question ${question.number}. `, link, "."));
    },
    memo({form, field, shown, question, entry, told, below, hints}) {
      const [fewest, most] = shown.limits, id = `question-${question.index}-text`;
      const text = make("textarea", {id, rows: 10, value: kept(question.id) ?? ""}), count = make("p", {className: "exercise-count"});
      const words = () => (text.value.match(/[\u4e00-\u9fff]|(?:(?![\u4e00-\u9fff])[\p{L}\p{N}_])+(?:[.,'’\-](?:(?![\u4e00-\u9fff])[\p{L}\p{N}_])+)*/gu) ?? []).length;
      const recount = () => { count.textContent = `${words()} words; ${fewest} to ${most} are asked. The text is kept in this browser as you write.`; };
      text.addEventListener("input", () => { keep(question.id, text.value); recount(); });
      recount();
      field.append(make("label", {htmlFor: id, textContent: "Your text"}), text, count,
        make("button", {type: "submit", textContent: "Hand in", className: "exercise-check"}), told, below);
      form.addEventListener("submit", () => {
        const length = words();
        if (!text.value.trim()) return workbook.tell(told, shown, null);
        const stage = shown.unchecked ? "kept" : length < fewest || length > most ? "range" : /\d/.test(text.value) ? "handed in" : "wrong";
        workbook.tell(told, shown, [stage, ...shown.unchecked ? [] : [shown.says[stage].replace("{length}", length)]]);
        answered(question, entry, {given: text.value, stage}, hints.opened, below);
      });
    },
  };

  // An answer is kept, unless it was given to other numbers for practice.
  function answered(question, entry, answer, hints, below) {
    below.replaceChildren();
    if (!question.more) workbook.note({...entry, ...answer, hints, where: "page"});
    drawSquares();
    if (!DONE.includes(answer.stage)) return;
    const last = open === questions.length - 1;
    below.append(button(last ? "To the first open question" : "Next question", () => last ? firstOpen() : go(open + 1), "exercise-next"));
  }

  function lastGiven(id) {
    return entries().filter(one => one.question === id && one.event === "attempt").at(-1)?.given;
  }

  // How many hints of a question were opened so far; the next one is noted. `since` counts the answers since then.
  function hintsOf({question, version}, practising) {
    const own = () => entries().filter(one => one.question === question);
    const hints = {opened: Math.max(0, ...own().map(one => one.hint ?? 0))};
    hints.heard = hint => {
      hints.opened = Math.max(hints.opened, hint);
      if (!practising) workbook.note({question, version, event: "hint", hint, where: "page"});
    };
    if (!practising) {
      hints.since = () => {
        const all = own(), last = all.findLastIndex(one => one.event === "hint");
        return all.slice(last + 1).filter(one => one.event === "attempt").length;
      };
    }
    return hints;
  }

  function renew(question, more) {
    question.more = more;
    question.card?.remove();
    question.card = null;
    go(question.index);
  }

  // One question a screen --------------------------------------------------------------------------

  const bar = make("div", {className: "exercise-bar"}), squares = make("ol", {className: "exercise-squares", ariaLabel: "Questions"});
  const steps = make("p", {className: "exercise-steps"}), count = make("span", {className: "exercise-place"});
  const previous = button("← Previous", () => go(open - 1)), next = button("Next →", () => go(open + 1));

  function drawSquares() {
    const found = states();
    squares.replaceChildren(...questions.map(({id, index, title, number}) => {
      const state = found.get(id) ?? "open", square = button(number, () => go(index));
      square.dataset.state = state;
      square.ariaLabel = `${number}: ${title.replace(/^\d+\. /, "")} (${state})`;
      if (index === open) square.setAttribute("aria-current", "true");
      return make("li", {}, square);
    }));
    const solved = questions.filter(({id}) => found.get(id) === "solved").length;
    count.textContent = `${open + 1} of ${questions.length}, ${solved} done`;
    previous.disabled = open === 0;
    next.disabled = open === questions.length - 1;
  }

  function go(index, focus = true) {
    open = Math.max(0, Math.min(index, questions.length - 1));
    keep("open", questions[open].id);
    const question = questions[open];
    if (!question.card) {
      question.card = card(question);
      question.section.querySelector(".exercise-cards").append(question.card);
    }
    for (const other of questions) if (other.card) other.card.hidden = other !== question;
    for (const section of sections) section.hidden = section !== question.section;
    drawSquares();
    if (!focus) return;
    history.replaceState(null, "", `#${question.section.id}`);
    const top = bar.getBoundingClientRect().top + scrollY - 80;
    if (scrollY > top) scrollTo({top});
    question.card.querySelector("input, select, textarea, button")?.focus({preventScroll: true});
  }

  function firstOpen() {
    const found = states();
    go(Math.max(0, questions.findIndex(({id}) => found.get(id) !== "solved")));
  }
  const article = document.querySelector("article > section"), sections = [...article.querySelectorAll(":scope > section")];

  function fold(summary, ...nodes) {
    return make("details", {className: "exercise-folded"}, make("summary", {textContent: summary}), ...nodes);
  }

  async function begin(focus = true) {
    begun.disabled = true;
    try { await load(); } catch {
      begun.disabled = false;
      said.textContent = "The questions could not be loaded. Is the file beside this page there?";
      return;
    }
    keep("begun", true);
    workbook.asks(questions.map(({id}) => id));
    document.documentElement.classList.add("exercise-begun");
    begun.remove();
    said.textContent = "";
    const intro = [...article.children].slice([...article.children].indexOf(panel) + 1).filter(one => one.tagName !== "SECTION");
    panel.before(bar);
    article.append(fold("How to write answers, and how it works in JupyterLab", ...intro), mine);
    mine.append(panel);
    for (const section of new Set(questions.map(one => one.section))) {
      const [heading, ...rest] = section.children;
      heading.after(make("div", {className: "exercise-cards"}), fold("The steps, and the code for JupyterLab", ...rest));
    }
    for (const {box} of questions) box.hidden = true;
    steps.append(previous, count, next);
    bar.append(steps, squares);
    go(start(), focus);
  }

  // Where to begin: at the address, else where one was, else at the first question.
  function start() {
    const asked = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const at = asked ? questions.findIndex(({section, box}) => section.contains(asked) || box.compareDocumentPosition(asked) & 2) : -1;
    return Math.max(0, at >= 0 ? at : questions.findIndex(({id}) => id === kept("open")));
  }

  // The student's number ---------------------------------------------------------------------------

  const who = make("input", {type: "text", id: "exercise-student", autocomplete: "off", spellcheck: false, value: student() ?? ""});
  const said = make("p", {className: "exercise-said"}), panel = make("div", {className: "exercise-panel"});
  said.setAttribute("role", "status");
  const begun = button("Answer on this page", () => begin(), "exercise-begin");
  const whose = make("p", {className: "exercise-whose"});

  const mine = fold("");
  function sayWhose() {
    mine.querySelector("summary").textContent = `${student() ? `Student number ${student()}` : "The book's own numbers"}: change it, or save my answers`;
    whose.textContent = student() ? `These are the numbers of ${student()}, on this page as in JupyterLab.`
      : "Without a number these are the book's own numbers.";
  }

  function changeStudent() {
    const id = own.idOf(who.value);
    who.value = id ?? "";
    if (id === student()) return;
    workbook.keep("student", id);
    sayWhose();
    if (!held) return;
    for (const question of questions) { question.card?.remove(); question.card = null; question.more = 0; }
    go(open, false);
  }

  function save() {
    const ids = new Set(questions.map(({id}) => id));
    workbook.save(one => ids.has(one.question) && one.where === "page");
    said.textContent = "Saved as record.jsonl. The command python -m crmlib take-in record.jsonl brings it into your work folder.";
  }

  const form = make("form", {className: "exercise-student"}, make("label", {htmlFor: who.id, textContent: "Your student number"}), who, make("button", {type: "submit", textContent: "Use"}));
  form.addEventListener("submit", event => { event.preventDefault(); changeStudent(); });
  who.addEventListener("change", changeStudent);
  sayWhose();
  panel.append(form, whose, begun, make("p", {className: "exercise-save"}, "Your answers are kept in this browser only. ",
    button("Save them as a file", save)), said);
  article.querySelector("h1").after(panel);
  workbook.exercisePage = {show: id => go(questions.findIndex(one => one.id === id), false)};
  addEventListener("hashchange", () => { if (held) go(start()); });
  if (kept("begun")) begin(false);
})();
