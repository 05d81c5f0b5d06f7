"""A style sheet without the rules that no page can use."""

import re

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
NAME = re.compile(r"[.#](-?[A-Za-z_][\w-]*)")
IN_BRACKETS = re.compile(r"\[[^\]]*\]|\([^()]*\)")
WORD = re.compile(r"[A-Za-z_][\w-]*")
HOLDS_RULES = ("@media", "@supports", "@layer", "@container")


def words(texts):
    """All words of pages and scripts: a class that is none of them is nowhere in the book."""
    return {word for text in texts for word in WORD.findall(text)}


def needed(style, known):
    """The style sheet without selectors that name a class or an id outside the known words."""
    return "".join(f"{head}{body}" for head, body in kept(COMMENT.sub("", style), known))


def kept(style, known):
    """The rules to keep, as pairs of what stands before the braces and the braces with what they hold."""
    for head, body in rules(style):
        name = head.strip()
        if name.startswith(HOLDS_RULES):
            inner = needed(body[1:-1], known)
            if inner.strip():
                yield head, f"{{{inner}}}"
        elif name.startswith("@") or not body:
            yield head, body
        else:
            selectors = [one for one in split(name) if possible(one, known)]
            if selectors:
                yield "\n" + ",".join(selectors), body


def rules(style):
    """Each rule of a style sheet; a statement without braces has an empty body."""
    place = 0
    while place < len(style):
        end = next_mark(style, place, "{;")
        if end == len(style) or style[end] == ";":
            yield style[place : end + 1], ""
            place = end + 1
        else:
            close = closing(style, end)
            yield style[place:end], style[end:close]
            place = close


def next_mark(style, place, marks):
    """The place of the next of some characters that stands in no string."""
    quote = ""
    while place < len(style):
        letter = style[place]
        if letter == "\\":
            place += 1
        elif quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter in marks:
            return place
        place += 1
    return len(style)


def closing(style, place):
    """The place after the brace that closes the one at `place`."""
    depth = 0
    while place < len(style):
        place = next_mark(style, place, "{}")
        depth += 1 if style[place : place + 1] == "{" else -1
        place += 1
        if depth == 0:
            return place
    return len(style)


def split(selectors):
    """The selectors of a rule; a comma in brackets does not part them."""
    parts, depth, last = [], 0, 0
    for place, letter in enumerate(selectors):
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and depth == 0:
            parts.append(selectors[last:place])
            last = place + 1
    return [*parts, selectors[last:]]


def possible(selector, known):
    """Whether an element of some page may match; what stands in brackets (:not, :is) is not looked at."""
    plain = IN_BRACKETS.sub("", IN_BRACKETS.sub("", selector))
    return "\\" in plain or all(name in known for name in NAME.findall(plain))
