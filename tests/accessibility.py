"""What axe-core finds on a page.

The two rules of colour take nine tenths of its time, because they ask for each text what lies behind it. They
look at one text of each kind (its tag and class, and those of the two elements around it). The other rules do
not depend on colour.
"""

from axe_playwright_python.sync_playwright import Axe

# What axe-core finds in the theme's own frame around the text.
OF_THE_THEME = {"label-content-name-mismatch", "region"}
OF_COLOUR = ("color-contrast", "link-in-text-block")
STRUCTURE = {"resultTypes": ["violations"], "rules": {rule: {"enabled": False} for rule in OF_COLOUR}}
# Formulas have the colour of the text around them.
COLOURS = """rules => {
  const kinds = new Map();
  for (const element of document.body.querySelectorAll("*")) {
    const text = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!text || element.closest("mjx-container, script, style") || !element.checkVisibility()) continue;
    const around = [element, element.parentElement, element.parentElement?.parentElement];
    const kind = around.map(one => `${one?.tagName} ${one?.getAttribute("class")}`).join();
    if (!kinds.has(kind)) kinds.set(kind, element);
  }
  const options = {resultTypes: ["violations"], runOnly: rules};
  return axe.run({include: [...kinds.values()]}, options).then(found => [kinds.size, found.violations]);
}"""
IN_TEXT = "target => !!document.querySelector(target)?.closest('article')"


def ours(page, rules):
    """What was found on a page, without what belongs to the theme."""
    found = [(rule["id"], node) for rule in rules for node in rule["nodes"]]
    return [
        f"{rule}: {node['html'][:200]}"
        for rule, node in found
        if rule not in OF_THE_THEME or page.evaluate(IN_TEXT, node["target"][0])
    ]


def faults_of_structure(page):
    """What all rules but those of colour find."""
    return ours(page, Axe().run(page, options=STRUCTURE).response["violations"])


def faults_of_colour(page):
    """What the rules of colour find in one text of each kind."""
    page.evaluate(Axe().axe_script)
    kinds, rules = page.evaluate(COLOURS, OF_COLOUR)
    assert kinds > 10
    return ours(page, rules)
