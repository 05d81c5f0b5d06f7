// Live charts: the still picture of each becomes a chart that moves, once the reader comes near it.
// The numbers come from the chart's own signals, which were written by a function of crmlib.
(() => {
  const folder = document.currentScript.src.replace(/[^/]*$/, "");
  const started = new WeakSet();
  let runtime = null;

  // Vega, loaded once, when the first chart comes near; a failure is not kept.
  function loadVega() {
    runtime ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${folder}vega.js`;
      script.onload = () => resolve(window.liveVega);
      script.onerror = () => {
        runtime = null;
        script.remove();
        reject();
      };
      document.head.append(script);
    });
    return runtime;
  }

  async function bring(figure) {
    const vega = await loadVega().catch(() => null);
    if (!vega) return offerAgain(figure);
    if (started.has(figure)) return;
    started.add(figure);
    figure.querySelector(".live-chart-again")?.remove();
    await start(figure, vega);
  }

  // Without a connection the still picture stays, and says why the sliders do not move.
  function offerAgain(figure) {
    if (figure.querySelector(".live-chart-again")) return;
    const told = document.createElement("p"), button = document.createElement("button");
    told.className = "live-chart-again";
    told.setAttribute("role", "status");
    button.type = "button";
    button.textContent = "Try again";
    button.addEventListener("click", () => bring(figure));
    addEventListener("online", () => bring(figure));
    figure.querySelector(".live-chart-controls").before(told);
    told.append("The sliders could not be loaded. Is there a connection? ", button);
  }

  function shown(slider) {
    const digits = Number(slider.dataset.digits), value = Number(slider.value);
    const size = Math.abs(value).toLocaleString("en-US", {minimumFractionDigits: digits, maximumFractionDigits: digits});
    return `${value < 0 ? "−" : ""}${slider.dataset.before}${size}${slider.dataset.after}`;
  }

  function say(slider) {
    slider.nextElementSibling.textContent = shown(slider);
    slider.setAttribute("aria-valuetext", shown(slider));
  }

  // An axis that shrank with its bars would hide what a slider does: it grows where it must, and a reset shrinks it.
  // The map has the ends of each axis that follows the data.
  function keepable(specification) {
    const follows = scale => scale.type === "linear" && Boolean(scale.domain) && !Array.isArray(scale.domain);
    for (const scale of (specification.scales ?? []).filter(follows)) {
      scale.domainRaw = {signal: `kept_${scale.name}`};
      (specification.signals ??= []).push({name: `kept_${scale.name}`, value: null});
    }
    return new Map();
  }

  async function runKeeping(view, kept) {
    const axes = Object.keys(view.getState().signals).filter(name => name.startsWith("kept_"));
    for (const name of axes) view.signal(name, null);
    await view.runAsync();
    for (const name of axes) {
      const needed = view.scale(name.slice(5)).domain(), before = kept.get(name) ?? needed;
      kept.set(name, [Math.min(before[0], needed[0]), Math.max(before.at(-1), needed.at(-1))]);
      view.signal(name, kept.get(name));
    }
    if (axes.length) await view.runAsync();
  }

  async function start(figure, vega) {
    const holder = figure.querySelector(".live-chart-picture");
    const sliders = [...figure.querySelectorAll("input[type=range]")];
    const answers = [...figure.querySelectorAll("data[data-signal]")];
    const drawn = document.createElement("div");
    drawn.setAttribute("aria-hidden", "true");
    const specification = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
    const kept = keepable(specification);
    const view = new vega.View(vega.parse(specification), {renderer: "svg", hover: false});
    view.initialize(drawn).width(holder.clientWidth).height(holder.clientHeight);

    async function draw() {
      for (const slider of sliders) {
        say(slider);
        view.signal(slider.dataset.signal, Number(slider.value));
      }
      await runKeeping(view, kept);
      for (const answer of answers) {
        answer.value = view.signal(answer.dataset.signal);
        const text = view.signal(`${answer.dataset.signal}_text`);
        if (answer.textContent !== text) answer.textContent = text;
      }
    }

    await draw();
    holder.replaceChildren(drawn);
    for (const slider of sliders) slider.addEventListener("input", draw);
    figure.querySelector(".live-chart-reset").addEventListener("click", () => {
      for (const slider of sliders) slider.value = slider.defaultValue;
      kept.clear();
      draw();
    });
    new ResizeObserver(() => view.width(holder.clientWidth).runAsync()).observe(holder);
    if (!("locked" in figure.dataset)) unlock(figure);
    figure.dataset.ready = "";
  }

  function unlock(figure) {
    figure.querySelector(".live-chart-controls").disabled = false;
  }

  // The picture waits for the prediction, any of them opens it, and the explanation waits for the first move.
  // The prediction is kept in this browser.
  function askFirst(figure) {
    const form = figure.querySelector(".live-chart-predict"), told = form.querySelector(".live-chart-told");
    const name = `${location.pathname.split("/").at(-1)} ${figure.id}`;
    const known = () => window.workbook?.kept("predictions", {}) ?? {};
    function open(place) {
      const option = form.querySelectorAll("input")[place];
      if (!option) return;
      option.checked = true;
      form.querySelector("fieldset").disabled = true;
      told.textContent = "Noted. Move the sliders and see.";
      delete figure.dataset.locked;
      delete figure.dataset.waits;
      if ("ready" in figure.dataset) unlock(figure);
      figure.addEventListener("input", () => {
        told.textContent = option.dataset.then;
        form.querySelector(".live-chart-after").hidden = false;
      }, {once: true});
    }
    figure.dataset.waits = "";
    told.textContent = "The chart appears when you have predicted.";
    form.addEventListener("submit", event => {
      event.preventDefault();
      const chosen = form.querySelector("input:checked");
      if (!chosen) {
        told.textContent = "Choose one of them first.";
        return;
      }
      open(chosen.value);
      window.workbook?.keep("predictions", {...known(), [name]: chosen.value});
      const first = figure.querySelector(".live-chart-controls input");
      if (first && !first.disabled && !first.closest("fieldset").disabled) first.focus();
    });
    if (name in known()) open(known()[name]);
  }

  const near = new IntersectionObserver(entries => {
    for (const entry of entries.filter(one => one.isIntersecting)) {
      near.unobserve(entry.target);
      bring(entry.target);
    }
  }, {rootMargin: "800px 0px"});
  for (const figure of document.querySelectorAll(".live-chart")) {
    if (figure.querySelector(".live-chart-predict")) askFirst(figure);
    near.observe(figure);
  }
})();
