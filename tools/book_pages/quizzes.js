// Quizzes: each form tells what `crmlib.workbook` would tell of the same answer. The words are Python's.
(() => {
  // The words of currencies and multiples (crmlib/_guard/written_numbers.py) and the rules of spelling
  // (crmlib/workbook/marking/spellings.py), put in when the book is built.
  const WORDS = /* table */ {};
  const OTHER_CURRENCY = (sign, unit) =>
    `The number is right, the currency is not: you wrote ${sign}, and the answer is in ${unit}.`;
  const NOTHING = "Answer first.";
  const NO_CURRENCY = sign => `The number is right, but it is no amount of money: leave out ${sign}.`;
  const factorOf = word => WORDS.factors[word.toLowerCase()];
  const UNREADABLE = typed => `The answer must be a number; “${typed}” cannot be read as one.`;
  const SPELLINGS = WORDS.spellings.map(([pattern, to, units]) => [new RegExp(pattern, "gi"), to, units]);
  const POWER_ABOVE = /(?<=[×x*·⋅])\s*10([⁺⁻]?[⁰¹²³⁴-⁹]+)/g;
  const MIXED = /^(\d+) (\d{1,2})\/(\d{1,2})$/;
  const GROUPED = /^[1-9]\d{0,2}(?:[ ,.']\d{3})+$/;
  const FRACTION = /^((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\/(\d+\.?\d*|\.\d+)$/i;

  const workbook = window.workbook ??= {};

  // A number as people write it, taken apart: the twin of crmlib/_guard/written_numbers.py.
  const NO_CENTS = /(?<=\d)([.,])(?:-{1,2}|—)(?=\D*$)/;
  const SHAPE = new RegExp("^(\\()?((?:[^\\d.,()/]|(?<=\\p{L})\\.)*?)((?:\\d|[.,](?=\\d))[\\d.,'/ ]*?(?:[eE][-+]?\\d+)?)" +
    "((?:[^\\d.,()/']|(?<=\\p{L})\\.)*)(\\))?$", "u");
  const digitsWith = (mark, other) => new RegExp(`^(\\d+|[1-9]\\d{0,2}(?:${other}\\d{3})+|` +
    `[1-9]\\d?(?:${other}\\d\\d)+${other}\\d{3}|\\d{1,3}(?:[' ]\\d{3})+)?(?:\\${mark}(\\d*))?([eE][-+]?\\d+)?$`);
  const FORMS = {".": digitsWith(".", ","), ",": digitsWith(",", "\\.")};

  function currenciesNamed(word) {
    const text = word.trim(), lone = /^\p{Sc}$/u.test(text) ? [text] : null;
    return WORDS.meant[text.toLowerCase()] ?? WORDS.asWritten[text] ?? lone;
  }

  function tidy(text) {
    const plain = text.normalize("NFKC").replace(/[−‐–]/g, "-").replaceAll("’", "'").replace(/[\ufeff\u200b]/g, "");
    return plain.trim().replace(/^="(.*)"$/, "$1").replace(/^[ \t\r\n']+|[ \t\r\n']+$/g, "");
  }

  function knownWords(text) {
    text = text.trim();
    for (let size = Math.min(text.length, WORDS.longest); size > 0; size--) {
      const word = text.slice(0, size);
      if (word !== word.trim() || !(factorOf(word) || currenciesNamed(word))) continue;
      const rest = knownWords(text.slice(size));
      if (rest) return [word, ...rest];
    }
    return text ? null : [];
  }

  function takeApart(text) {
    const plain = tidy(text).replace(NO_CENTS, "$100")
      .replace(/([^\d\s().,+-][^\d().,+-]*)\((.+)\)/g, "($1$2)").replace(/\((.+)\)([^\d().,+-]+)/g, "($1$2)");
    const match = plain.match(SHAPE);
    if (!match || !match[1] !== !match[5]) return null;
    const front = match[2].trim(), back = match[4].trim();
    const minus = [...front.match(/[-+]/g) ?? [], ...back.match(/-$/) ?? [], ...match[1] ? ["-"] : []];
    const words = [knownWords(front.replace(/[-+]/g, "")), knownWords(back.replace(/-$/, ""))];
    if (words.includes(null) || minus.length > 1 || words[0].some(factorOf)) return null;
    const all = words.flat();
    const factor = all.reduce((product, word) => product * (factorOf(word) ?? 1), minus[0] === "-" ? -1 : 1);
    return {digits: match[3].trim(), factor, signs: all.filter(word => !factorOf(word))};
  }

  function numberWith(digits, mark) {
    const match = digits.match(FORMS[mark]);
    if (!match || !(match[1] || match[2])) return NaN;
    return Number(`${(match[1] ?? "0").replace(/\D/g, "")}.${match[2] || "0"}${match[3] ?? ""}`);
  }

  // Reading an answer: the twin of crmlib/workbook/marking/reading.py.
  function takenApart(text, unit) {
    const flat = text.replace(POWER_ABOVE, (found, power) => "10^" + power.normalize("NFKC"));
    if (/\p{No}/u.test(flat)) return null;
    const plain = spelled(flat, unit), whole = currenciesNamed(unit) && takeApart(plain);
    return whole || takeApart(without(plain, unit));
  }

  function spelled(text, unit) {
    const fits = units => !units.length || units.includes(unit) || (units.includes("money") && currencyOf(unit));
    return SPELLINGS.reduce((plain, [pattern, to, units]) => fits(units) ? plain.replace(pattern, to).trim() : plain,
      text.normalize("NFKC").trim());
  }

  function without(text, unit) {
    const words = [unit, unit.replace(/s$/, "")];
    const word = words.find(one => one && text.toLowerCase().endsWith(one.toLowerCase()));
    return word ? text.slice(0, -word.length).trim() : text;
  }

  function readings(text, unit) {
    const written = takenApart(text, unit);
    return written ? forms(written.digits).filter(Number.isFinite).map(value => value * written.factor) : [];
  }

  function forms(digits) {
    const mixed = digits.match(MIXED)?.map(Number);
    if (mixed) return mixed[2] < mixed[3] ? [mixed[1] + mixed[2] / mixed[3]] : [];
    if (digits.includes("/")) {
      const parts = digits.match(FRACTION);
      return parts ? [Number(parts[1]) / Number(parts[2])] : [];
    }
    return [numberWith(digits, "."), numberWith(digits, ","), numberWith(closed(digits), ".")];
  }

  function closed(digits) {
    const text = digits.replace(/(?<=\d)[ '](?=\d)/g, "");
    return text === digits ? digits : GROUPED.test(digits) ? text.replace(/[,.]/g, "") : text.replaceAll(",", ".");
  }

  function currencyOf(unit) {
    const words = unit.split(" per ")[0], leading = words.match(/^[A-Z]{0,3}[^\p{L}\p{N}_\s%‰]/u)?.[0] ?? "";
    return [words, leading, ...words.split(/\s+/)].map(currenciesNamed).find(names => names)?.[0];
  }

  // Python's math.isclose and its format "g".
  const agree = (value, target, tolerance) =>
    Math.abs(value - target) <= Math.max(Math.max(tolerance, 1e-9) * Math.max(Math.abs(value), Math.abs(target)), 1e-9);
  // The twin of `meets_digits` in crmlib/workbook/marking/number.py: equal as far as the digits go, three at least.
  const digits = value => Number(value.toPrecision(12)).toExponential().split("e")[0].replace(/[.-]/g, "").length;
  function meets(value, wrong) {
    const places = Math.max(3, digits(value)) - 1;
    if (!value || !wrong) return false;
    const last = 10 ** (Math.floor(Math.log10(Math.min(Math.abs(value), Math.abs(wrong)))) - places);
    return agree(value, wrong, 0) || Math.abs(value - wrong) <= last / 2 * (1 + 1e-9);
  }
  // The twin of crmlib/workbook/marking/rounding.py.
  function isRounded(value, right, unit) {
    if (!value || !right) return false;
    const decimals = [2 - Math.floor(Math.log10(Math.abs(right))), ...unit === "share" ? [3] : [], ...currencyOf(unit) ? [2] : []];
    return decimals.some(places => Math.abs(value - right) <= 0.5 * 10 ** -places * (1 + 1e-9)
      && Math.abs(value - Math.round(value * 10 ** places) / 10 ** places) <= 1e-9 * Math.abs(value));
  }
  // Python's formats ".2f" and ".2e": of two equally near numbers the even one.
  function rounded(value, places, method) {
    const [digits, power] = value[method](places).split("e"), [exact] = value[method](Math.min(100, places + 60)).split("e");
    const whole = exact.split(".")[0].length + (places ? places + 1 : 0), tail = exact.slice(whole).replace(".", "");
    const down = /^50*$/.test(tail) && "02468".includes(exact.slice(0, whole).at(-1));
    return Number(down ? exact.slice(0, whole) + (power === undefined ? "" : `e${value[method](60).split("e")[1]}`)
      : power === undefined ? digits : `${digits}e${power}`);
  }

  function brief(value) {
    if (Math.abs(value) >= 1e6 && Math.abs(value) < 1e15) return Math.round(value).toLocaleString("en-US");
    const power = value === 0 ? 0 : Number(value.toExponential(5).split("e")[1]);
    if (power >= -4 && power < 6) return String(rounded(value, 5, "toExponential"));
    const [digits, exponent] = value.toExponential(5).split("e");
    return `${Number(digits)}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
  }

  const slipped = (verdict, slip) => Object.assign(verdict, {slip});

  const MARK = {
    number(item, form) {
      const typed = form.querySelector("input").value;
      if (!typed.trim()) return null;
      const values = readings(typed, item.unit);
      if (!values.length) return ["unreadable", UNREADABLE(quoted(typed))];
      const [tolerance, close] = item.tolerances, slips = slipsOf(item);
      const [from, to] = [...item.between ?? [item.answer, item.answer]].sort((a, b) => a - b);
      const nearer = value => slips.some(([wrong]) => Math.abs(wrong - value) < Math.abs(item.answer - value));
      const right = value => agree(value, item.answer, tolerance) || (value >= from && value <= to)
        || (tolerance && isRounded(value, item.answer, item.unit) && !nearer(value));
      if (values.some(right)) return inOtherMoney(typed, item.unit) ?? [...item.right];
      const rounded = agree(values[0], Number(item.answer.toExponential(1)), 0) && "rounded";
      const fitting = [(value, wrong) => agree(value, wrong, 0), meets]
        .map(fits => slips.filter(([wrong]) => values.some(value => fits(value, wrong)))).find(found => found.length);
      if (fitting) {
        return slipped(["slip", ...couldBe(item, slips, fitting, tolerance && rounded)], item.called?.[slips.indexOf(fitting[0])]);
      }
      const isTold = !(item.since >= TOLD);  // see NumberKey: halving would find the number, without a thought
      const said = !isTold ? null : item.names ? workbook.named(item, values[0]) : namedOn(item, values[0]);
      if (said) return slipped(["slip", said[1]], said[0]);
      const near = (close && rounded) || (agree(values[0], item.answer, close) && "close");
      return unforeseen(item, values[0], tolerance && near, tolerance, isTold);
    },
    choice(item, form) {
      const chosen = form.querySelector("input:checked"), verdict = chosen && item.verdicts[chosen.value];
      return verdict && slipped([...verdict], verdict[0] === "slip" ? item.keys?.[chosen.value] : undefined);
    },
    several(item, form) {
      const mask = [...form.querySelectorAll("input:checked")].reduce((sum, one) => sum + 2 ** one.value, 0);
      return item.verdicts[mask] && slipped([...item.verdicts[mask]], item.called?.[mask]);
    },
    order(item, form) {
      const given = [...form.querySelectorAll("[data-step]")].map(step => Number(step.dataset.step)), name = given.join(" ");
      const verdict = item.own[name] ?? item.counts[given.filter((step, place) => step === item.right[place]).length];
      return slipped([...verdict], verdict[0] === "slip" ? item.called?.[name] : undefined);
    },
    match(item, form) {
      const given = [...form.querySelectorAll("select")].map(one => one.value);
      if (given.every(one => one === "")) return null;
      const missing = given.indexOf("");
      if (missing >= 0) return ["unreadable", item.missing[missing]];
      const wrong = given.map((one, row) => row).filter(row => Number(given[row]) !== item.answer[row]);
      if (!wrong.length) return [...item.right];
      const count = item.counts[given.length - wrong.length];
      const slip = wrong.find(row => item.slips[row][given[row]] !== null);
      if (slip === undefined) return ["wrong", count, item.again[wrong[0]]];
      return slipped(["slip", count, item.slips[slip][given[slip]]], item.keys && `${item.keys[slip]}: ${item.choices[given[slip]]}`);
    },
  };

  // The foreseen numbers; those of two errors, of which one is general, are worked out (NumberKey.candidates).
  function slipsOf(item) {
    if (!item.generals || item.whole) return item.slips;
    const changed = value => item.generals.filter(([,, least]) => Math.abs(value) >= least)
      .map(([name, factor,, word]) => ({name, value: value * factor, word}));
    const single = item.slips.map((slip, place) => ({slip, name: item.called[place]}));
    const general = changed(item.answer).map(({name, value, word}) => ({slip: [value, word], name}));
    const [both, and] = item.together;
    const double = single.filter(one => typeof one.name === "number").flatMap(({slip: [wrong, text], name}) => changed(wrong)
      .map(other => ({slip: [other.value, both, text, and, other.word], name: `${name} and ${other.name}`})));
    const all = [...single, ...general, ...double];
    Object.assign(item, {slips: all.map(one => one.slip), called: all.map(one => one.name), whole: true});
    return item.slips;
  }

  // On the book's pages the numbers that have a name stand in the item.
  function namedOn(item, value) {
    const named = (item.named ?? []).find(([wrong, least]) => agree(value, wrong, 0)
      || (digits(value) >= least && meets(value, wrong)));
    return named && ["edited", named[2]];
  }

  function quoted(typed) {
    const text = typed.trim(), shown = text.length > 40 ? `${text.slice(0, 37)}...` : text;
    return shown.replace(/[&<>]/g, sign => `&#${sign.charCodeAt(0)};`);
  }

  function inOtherMoney(typed, unit) {
    const asked = currencyOf(unit);
    const sign = takenApart(typed, unit)?.signs.find(word => !currenciesNamed(word).includes(asked));
    return sign && ["close", asked ? OTHER_CURRENCY(sign, unit) : NO_CURRENCY(sign)];
  }

  // The twin of `could_be` in crmlib/workbook/marking/number.py: one text, or the first two.
  function couldBe(item, slips, [first, ...others], rounded) {
    const own = others.filter(slip => slips.indexOf(slip) < item.own && String(slip.slice(1)) !== String(first.slice(1)));
    const [one, other] = [...rounded ? [[item.says.rounded]] : [], ...[first, ...own].map(slip => slip.slice(1))];
    return other ? [item.says.either, ...one, item.says.or, ...other] : one;
  }

  const TOLD = 8;
  const STAGES = {range: "range", share: "range", rounded: "close", close: "close"};

  function unforeseen(item, value, near, tolerance, isTold) {
    const [low, high] = item.range;
    const outside = item.unit === "share" && value > 1 && value <= 100 ? "share" : "range";
    const name = value < (low ?? -Infinity) || value > (high ?? Infinity) ? outside : near ? near
      : agree(-value, item.answer, tolerance) ? "sign" : value > item.answer ? "large" : "small";
    if (!isTold && ["close", "large", "small"].includes(name)) return ["wrong", item.says.enough];
    const text = item.says[name] ?? item.says[{share: "range", rounded: "close"}[name]];
    return [STAGES[name] ?? "wrong", text.replace("{value:g}", brief(value))];
  }

  // What was given, as code would give it: the typed text, the keys of what was chosen, the rows with their options.
  const keysOf = (item, form) => item.keys ?? JSON.parse(form.closest("form").dataset.keys);
  const GIVEN = {
    number: (item, form) => form.querySelector("input").value,
    choice: (item, form) => keysOf(item, form)[form.querySelector("input:checked").value],
    several: (item, form) => [...form.querySelectorAll("input:checked")].map(one => keysOf(item, form)[one.value]),
    order: (item, form) => [...form.querySelectorAll("[data-step]")].map(step => keysOf(item, form)[step.dataset.step]),
    match: (item, form) => Object.fromEntries([...form.querySelectorAll("select")].map((one, row) =>
      [keysOf(item, form)[row], one.selectedOptions[0].text])),
  };

  // The kinds of question. Each builds its fields in a holder (those above stand there already), marks what stands
  // in them ([stage, ...texts], null for no answer; it may carry the name of a `slip`) and gives it as code would.
  const kinds = workbook.kinds ??= {};
  for (const kind of Object.keys(MARK)) kinds[kind] ??= {build() {}, mark: MARK[kind], given: GIVEN[kind]};

  const LABELS = {right: "✓ Right", "handed in": "✓ Handed in", kept: "Kept, not checked.", wrong: "✗ Not yet"};
  const SAID_ALREADY = /^(?:Right|Not yet)[.:] ?|^Handed in, /;

  // Where the answers are not here, any answer is kept.
  function keptOnly(holder) {
    const fields = [...holder.querySelectorAll("input, select")];
    const filled = one => ["radio", "checkbox"].includes(one.type) ? one.checked : one.value.trim();
    return !fields.length || fields.some(filled) ? ["kept"] : null;
  }

  function tell(told, item, verdict) {
    const [stage, ...words] = verdict ?? ["empty", NOTHING], shown = stage === "empty" || stage in LABELS ? stage : "wrong";
    const text = words.map(word => typeof word === "number" ? item.words[word] : word).join(" ");
    told.dataset.stage = shown;
    told.innerHTML = shown === "empty" ? text : `<b>${LABELS[shown]}</b> <span>${text.replace(SAID_ALREADY, "")}</span>`;
  }

  // Brings a form to life. `done` hears of each answer: the entry of the record, as far as the form knows it.
  // The fields stand in `holder`; `hints` says how many were opened before, and hears of the next.
  workbook.live = (form, item, done, holder = form, hints = {}) => {
    const kind = kinds[item.kind], told = form.querySelector(".quiz-told");
    form.addEventListener("submit", () => {
      item.since = hints.since?.();
      const verdict = item.unchecked ? keptOnly(holder) : kind.mark(item, holder);
      tell(told, item, verdict);
      if (verdict) done({given: kind.given(item, holder), stage: verdict[0], ...verdict.slip == null ? {} : {slip: verdict.slip}});
    });
    for (const button of form.querySelectorAll("[data-move]")) button.addEventListener("click", () => move(button));
    oneByOne(form, hints);
    form.dataset.ready = "";
  };

  // Hint 2 shows only after hint 1 was opened.
  function oneByOne(form, {opened = 0, heard = () => {}}) {
    const hints = [...form.querySelectorAll("details.quiz-hint")];
    for (const [place, hint] of hints.entries()) {
      hint.hidden = place > opened;
      hint.addEventListener("toggle", () => {
        hints[place + 1]?.toggleAttribute("hidden", false);
        if (place >= opened) heard(place + 1);
      }, {once: true});
    }
  }
  Object.assign(workbook, {tell, oneByOne, rounded, digits});

  // The focus stays on the button of the step that moves, so that it can be pressed again.
  function move(button) {
    const step = button.closest("li"), up = button.dataset.move === "up";
    const other = up ? step.previousElementSibling : step.nextElementSibling;
    if (!other) return;
    if (up) other.before(step); else other.after(step);
    button.focus();
    const steps = [...step.parentElement.children], told = button.form.querySelector(".quiz-told");
    told.dataset.stage = "moved";
    told.textContent = `Now at place ${steps.indexOf(step) + 1} of ${steps.length}.`;
  }

  for (const form of document.querySelectorAll(".quiz-question")) {
    form.addEventListener("submit", event => event.preventDefault());
    const known = form.querySelector("script");
    if (!known) continue;
    const bytes = Uint8Array.from(atob(known.textContent), letter => letter.charCodeAt(0));
    const item = JSON.parse(new TextDecoder().decode(bytes)), {question, version} = form.dataset;
    workbook.live(form, item, answer => document.dispatchEvent(
      new CustomEvent("workbook-answer", {detail: {question, version, ...answer}})));
  }
})();
