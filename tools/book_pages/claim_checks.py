"""The list of claim checks, made from the boxes of the chapters: each claim, its kind, what came out."""

import re

from book_pages import course
from book_pages.questions import money_not_mathematics

BOX = "Claim check"
# The words by which a box says its kind, in bold or italics.
KINDS = {
    "testable": "testable",
    "arithmetic": "implied by arithmetic",
    "source criticism": "source criticism only",
}
EMPHASISED = re.compile(r"(\*{1,2})(?=\S)([^*]+?)(?<=\S)\1")
EXPLANATION = "three kinds of claim"
# What came out, in a phrase, by the title of the box. A test finds each number in the chapter.
OUTCOMES = {
    '"churn down 15 % made profit rise 20 %"': (
        "fits year one if profit is 11 % of contribution, the long run if it is 88 %"
    ),
    '"loyal customers are cheaper to serve and buy more"': "neither, per order and within the same customers",
    '"CAC is 180 US dollars, churn 15 %"': "takes a margin of 40.9 US dollars a year, or of 28.2 a month",
    '"a repurchase costs half of a first purchase"': (
        "¥2 to ¥32 by e-mail, ¥124 to ¥695 by telephone; a first order ¥26 to ¥65"
    ),
    '"cross-sell conversion is 35 % higher among the highly satisfied"': (
        "0.111 against 0.095; the data decide nothing"
    ),
    '"87 % trust a friend\'s recommendation"': (
        "83 % in one survey, 89 % in another; trust is said, buying is counted"
    ),
    '"10 points more satisfaction cut churn by 20 %"': (
        "13 % less churn goes with it (−3 to 29 %), about 7 % is caused by it"
    ),
    '"CRM market 180 billion US dollars in 2025, growing 12 % a year"': (
        "needs 58 billion for 2015, where 26.3 were counted"
    ),
    '"keep rather than acquire"': (
        "churn depends on size: 33 % of the smallest brand's buyers, 16 % of the largest's"
    ),
    "are customers the firm's most important asset?": (
        "close to market value for three of five firms on one day"
    ),
    "do 20 % spend over 500 a month and bring 70 % of repeat purchases?": (
        "luck gives 70 % at 0.37 purchases a customer"
    ),
    "does 5 % more retention bring 25 to 85 % more profit?": (
        "per customer 25 % from a retention of 77 % upwards, 85 % never at 10 %"
    ),
    "should CLV be three times the acquisition cost?": (
        "no study known; the last customer worth winning has a ratio of 1"
    ),
    "does 1 % more retention raise a firm's value by 5 %?": "3.5 % at a retention of 80 %, 5.1 % at 90 %",
    '"the longer they stay, the more loyal they become"': (
        "retention rises by sorting, with no change in anyone"
    ),
    '"rules of thumb get it right"': "to rank customers yes; to put a number on them no",
    '"the top ten financial firms use value + potential"': "a reason to try it, not evidence for it",
    '"85 % call a dedicated agent a core need"': "26 to 96 % of all customers, if 30 % answered",
    "do the largest customers want an ordinary relationship?": (
        "key accounts more committed, not more satisfied; none were drawn at random"
    ),
    "are loyal, long-standing customers the profitable ones?": (
        "a weak to moderate link in studies, 0.03 in the simulated firm"
    ),
    "does profit rise if unprofitable customers are dropped?": (
        "106 lose money at full cost, 56 at avoidable cost, 10 in truth"
    ),
    "does it pay to put the best customers first?": "310 firms asked, and nobody assigned at random",
    '"a customer who is silent for 90 days is lost"': (
        "20.4, 57.4 and 36.6 % of the silent bought again in three bases"
    ),
    '"a retention of 80 % means a lifetime of five years"': (
        "only if all are alike; 18.5 months by the formula, 32.3 within ten years"
    ),
    '"net revenue retention above 100 % means that customers stay"': (
        "refuted: 1.04 with a customer retention of 0.40"
    ),
    '"a fall in spend announces that the customer leaves"': (
        "a sign: 9.8 against 2 %; but nine in ten buy again"
    ),
    "is winning back cheaper than acquiring?": (
        "¥19.7 to ¥106.2 for one more order, ¥46.13 for a new customer: not settled"
    ),
    "should one contact those most likely to leave?": (
        "a loss of ¥169 by silence, a gain of ¥176 by risk times margin and of ¥583 by what the call changes"
    ),
    "is it five times cheaper to keep a customer than to win one?": (
        "¥212 over all and ¥96 among the cooling, against ¥46.13 to win one"
    ),
    "do firms with satisfied customers resist market risk?": "claimed and disputed",
    "are totally satisfied customers six times as loyal?": (
        "in the simulated chain 1.19 times, and without a cliff"
    ),
    "is a highly satisfied customer worth 3,170 US dollars, and do 52 converts pay?": (
        "right as products; 344 converts at 30 % margin and half causal"
    ),
    'is the NPS "the one number you need to grow"?': "no superiority found among 21 firms",
}


def claims(chapter):
    """The claim checks of a chapter, without the box that explains the three kinds."""
    return [box for box in chapter.boxes if box.kind == BOX and box.title != EXPLANATION]


def kinds(box):
    """The kinds that a claim check says it is of, in its order; none if it does not say."""
    said = " ".join(words for _, words in EMPHASISED.findall(box.text)).lower()
    places = {said.index(word): kind for word, kind in KINDS.items() if word in said}
    return [places[place] for place in sorted(places)]


def page():
    """The page as MyST text: how many of each kind, then a section a chapter."""
    parts = [part(chapter) for chapter in course.chapters().values()]
    return money_not_mathematics("\n".join([summary(), *parts]))


def summary():
    """How many claims the book checks, by kind."""
    said = [kinds(box) for chapter in course.chapters().values() for box in claims(chapter)]
    counts = [f"{sum(kind in each for each in said)} {kind}" for kind in KINDS.values()]
    return (
        f"The chapters check {len(said)} claims: {', '.join(counts[:-1])}, {counts[-1]}. "
        "A claim in two parts may be of two kinds.\n"
    )


def part(chapter):
    """The claims of a chapter in a table of three columns, so that a phone can show it."""
    rows = [row(box) for box in claims(chapter)]
    head = ["| claim | kind | what came out |", "| --- | --- | --- |"]
    return "\n".join([f"## Chapter {chapter.title}\n", *head, *rows, ""]) if rows else ""


def row(box):
    """A claim with a link to the section that checks it."""
    said = "; ".join(kinds(box)) or "not said"
    return f"| [{cell(box.title)}](#{box.section}) | {said} | {OUTCOMES.get(box.title, 'see the box')} |"


def cell(text):
    """Text that may stand in a link in a table."""
    return text.replace("|", "\\|").replace("[", "\\[").replace("]", "\\]")
