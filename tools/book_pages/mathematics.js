// MathJax without a browser: the same drawing that it makes in a page, as text.
var window = globalThis, self = globalThis, global = globalThis;
var MathJax = {startup: {typeset: false, ready() {}}, loader: {load: []}};
var Mathematics = {
  start(packages) {
    const parts = MathJax._;
    this.adaptor = parts.adaptors.liteAdaptor.liteAdaptor();
    const handler = parts.handlers.html_ts.RegisterHTMLHandler(this.adaptor);
    parts.a11y["assistive-mml"].AssistiveMmlHandler(handler);
    // All rules are asked for, because the pages of an earlier build need theirs too; unused ones are cut later.
    this.output = new parts.output.chtml_ts.CHTML({
      font: new parts.output.chtml.fonts.tex_ts.TeXFont({fontURL: "mathematics"}), adaptiveCSS: false,
    });
    const input = new parts.input.tex_ts.TeX({packages, formatError(_, error) { throw new Error(error.message); }});
    this.document = parts.mathjax.mathjax.document("", {InputJax: input, OutputJax: this.output});
  },
  drawn(formula, display) {
    // With this height of an "x", MathJax leaves the size to the style sheet.
    const drawing = this.document.convert(formula, {display, em: 16, ex: 16 * 0.442, containerWidth: 1280});
    return this.adaptor.outerHTML(drawing);
  },
  style() {
    return this.adaptor.textContent(this.output.styleSheet(this.document));
  },
};
