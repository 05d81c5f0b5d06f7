"""Realistic dirt for clean values: one way a time in which an export goes wrong, with the truth kept.

Each function takes one clean text and a whole number, `pick`, that says which of the possible changes to
make, and gives the changed text; a text that cannot go wrong in that way comes back as it was. `Soil` strikes
a drawn share of the rows of a column with one of them and notes what it did to which record.
"""

import datetime as dt
import html
import re
import zlib
from dataclasses import dataclass, field

import numpy as np

# Characters that a person who hears a given name may write for one another.
_SAME_SOUND = tuple(
    group
    for line in (
        "晓小 明铭 伟玮炜 静婧靖 丽莉俐 芳方 军君均 洋阳扬 娟涓 杰洁 涛滔 燕艳雁 玲灵铃 辉晖 鑫欣新 宇雨羽",
        "浩皓 佳嘉 梓子 轩萱 怡仪宜 文雯 建健剑 红宏虹鸿 峰锋丰 志智 勇永 琪琦 俊骏 倩茜 婷庭 思斯",
        "英瑛 瑞锐 晨辰 磊蕾 霞侠 兰岚 慧惠 云芸 平萍 刚钢 鹏朋 林琳 华桦 诗施 悦月越 然冉 涵晗 泽择",
    )
    for group in line.split()
)
_TRADITIONAL = dict(
    zip(
        "陈刘杨张赵吴黄孙马罗郑谢韩冯邓许萧苏卢蒋叶阎钟谭陆贾范韦邹龙万钱汤贺赖龚严华晓伟静丽军杰涛艳辉鑫红峰娟玲"
        "刚兰萍国强云鹏丹凤庆荣宁乐东书剑志义远兴",
        "陳劉楊張趙吳黃孫馬羅鄭謝韓馮鄧許蕭蘇盧蔣葉閻鐘譚陸賈範韋鄒龍萬錢湯賀賴龔嚴華曉偉靜麗軍傑濤豔輝鑫紅峰娟玲"
        "剛蘭萍國強雲鵬丹鳳慶榮寧樂東書劍志義遠興",
        strict=True,
    )
)
_DOUBLE_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒")
_HUSBANDS = ("陈", "李", "黄", "林", "周"), ("Chen", "Li", "Huang", "Lin", "Zhou")
_NICKNAMES = ("Mike", "Lucy", "David", "Amy", "Kevin", "Grace", "Tony", "Linda", "Jack", "Vivian")
# Hosts that are reserved for examples: no address is anybody's.
_OTHER_HOSTS = ("example.org", "example.net", "mail.example.com", "post.example.net", "work.example.org")
_AREA_CODES = ("010", "021", "020", "0755", "028", "0571", "025", "027")
_WIDE = {ord(narrow): ord(narrow) + 0xFEE0 for narrow in map(chr, range(0x21, 0x7F))} | {ord(" "): "\u3000"}
# Excel counts days from here; the first of January 1900 is day 1, and a leap day that never was is counted.
_EXCEL_DAY_ZERO = dt.date(1899, 12, 30)


def generator(seed, name):
    """The random numbers of one topic: another topic changes none of them."""
    return np.random.Generator(np.random.PCG64([seed, zlib.crc32(name.encode())]))


@dataclass
class Soil:
    """The dirt of one export: draws which rows are struck, changes them, and keeps the truth.

    Parameters
    ----------
    seed : int
        Every kind of dirt in every table has a draw of its own under this seed. Another rate of one kind
        leaves the others where they were, and a higher rate strikes the same rows and more.
    rates : dict
        For each kind of dirt the share of rows that it strikes, 0 to 1.

    Attributes
    ----------
    notes : list of dict
        What was done: `record`, `column`, `kind`, `before`, `after`.

    Examples
    --------
    >>> soil = Soil(seed=3, rates={"phone_wide": 1.0})
    >>> soil.strike("phone_wide", "shop", ["A1"], "phone", ["138"], wide)
    ['１３８']
    >>> soil.notes[0]["record"], soil.notes[0]["before"]
    ('A1', '138')
    """

    seed: int
    rates: dict
    notes: list = field(default_factory=list)

    def draws(self, kind, table, rows):
        """Which of the rows a kind of dirt strikes, and a whole number for each row."""
        # Uniform numbers alone: they are the same bits on every platform.
        uniform = generator(self.seed, f"{table}:{kind}").random((2, rows))
        return uniform[0] < self.rates[kind], (uniform[1] * (1 << 30)).astype("int64").tolist()

    def strike(self, kind, table, records, column, values, change, about=None):
        """The values with a drawn share of them changed; each change is noted."""
        struck, picks = self.draws(kind, table, len(values))
        changed = list(values)
        # Some dirt depends on who she is rather than on luck.
        picks = picks if about is None else about
        for row in np.flatnonzero(struck).tolist():
            if values[row] not in ("", None):
                changed[row] = change(values[row], picks[row])
            if changed[row] != values[row]:
                self.note(records[row], column, kind, values[row], changed[row])
        return changed

    def note(self, record, column, kind, before, after):
        """Keep what was done to a record."""
        self.notes.append(
            {"record": record, "column": column, "kind": kind, "before": before, "after": after}
        )


# ----------------------------------------------------------------------------------------------------------
# Names


def is_chinese(name):
    """Whether a name is written in Chinese characters."""
    return bool(re.search(r"[\u3400-\u9fff]", name))


def surname_length(name):
    """How many characters the family name of a Chinese name has."""
    return 2 if name.startswith(_DOUBLE_SURNAMES) else 1


def same_sound(name, pick):
    """王小明 becomes 王晓明: a character of the given name written as another of the same sound."""
    start = surname_length(name)
    places = [
        (place, group)
        for place, letter in enumerate(name)
        for group in _SAME_SOUND
        if place >= start and letter in group and len(group) > 1
    ]
    if not is_chinese(name) or not places:
        return name
    place, group = places[pick % len(places)]
    others = [letter for letter in group if letter != name[place]]
    return name[:place] + others[pick // 7 % len(others)] + name[place + 1 :]


def traditional(name, pick):
    """陈晓明 becomes 陳曉明."""
    return "".join(_TRADITIONAL.get(letter, letter) for letter in name)


def given_name_first(name, pick):
    """Wang Xiaoming becomes Xiaoming Wang, or WANG, Xiaoming."""
    family, _, given = name.partition(" ")
    if is_chinese(name) or not given:
        return name
    return [f"{given} {family}", f"{family.upper()}, {given}", f"{given} {family}"][pick % 3]


def nickname(name, pick):
    """Wang Xiaoming becomes Mike Wang, 王小明 becomes 小明."""
    if is_chinese(name):
        given = name[surname_length(name) :]
        return given if len(given) > 1 else f"小{given}" if given else name
    return f"{_NICKNAMES[pick % len(_NICKNAMES)]} {name.partition(' ')[0]}"


def married(name, pick):
    """王小明 becomes 陈王小明, Wang Xiaoming becomes Chen Wang Xiaoming: the husband's name first.

    Who is no woman has no husband's name here: `pick` is None.
    """
    if pick is None:
        return name
    husbands = _HUSBANDS[0] if is_chinese(name) else _HUSBANDS[1]
    others = [family for family in husbands if not name.startswith(family)]
    return others[pick % len(others)] + ("" if is_chinese(name) else " ") + name


def with_title(name, woman):
    """王小明 becomes 王先生 or 王女士, as a service desk writes down a caller."""
    if not is_chinese(name):
        return f"{'Ms' if woman else 'Mr'} {name.split()[0].strip(',')}"
    return name[: surname_length(name)] + ("女士" if woman else "先生")


def wide(text, pick=0):
    """Letters and digits in the full width of Chinese typing: １３８, Ｗａｎｇ."""
    return text.translate(_WIDE)


def stray_spaces(text, pick):
    """A space before, behind, within, or the wide space of Chinese typing."""
    middle = 1 if is_chinese(text) else text.find(" ") + 1
    return [f" {text}", f"{text}  ", f"{text[:middle]} {text[middle:]}", f"{text}\u3000"][pick % 4]


# ----------------------------------------------------------------------------------------------------------
# E-mail addresses and telephone numbers


def shout(email, pick):
    """ann.lee@x.com becomes ANN.LEE@X.COM or Ann.lee@x.com."""
    return [email.upper(), email.capitalize()][pick % 2]


def other_dots(email, pick):
    """ann.lee@x.com becomes annlee@x.com: a dot goes, or one comes after the third letter."""
    local, at, host = email.partition("@")
    return (local.replace(".", "") if "." in local else f"{local[:3]}.{local[3:]}") + at + host


def mistype(email, pick):
    """Two letters change places, one is missing or doubled, or the host is misspelt."""
    local, _, host = email.partition("@")
    place = pick // 4 % max(len(local) - 1, 1)
    swapped = local[:place] + local[place : place + 2][::-1] + local[place + 2 :]
    missing = local[:place] + local[place + 1 :]
    doubled = local[: place + 1] + local[place:]
    ways = [
        f"{swapped}@{host}",
        f"{missing}@{host}",
        f"{doubled}@{host}",
        f"{local}@{host.replace('.com', '.con')}",
    ]
    return ways[pick % 4]


def move(email, pick):
    """The same person at another host, perhaps under another name: ann.lee@x.com becomes ann.lee77@y.org."""
    local, _, host = email.partition("@")
    hosts = [other for other in _OTHER_HOSTS if other != host]
    tail = ["", str(10 + pick % 90), f"_{1970 + pick % 35}"][pick // 3 % 3]
    return f"{local}{tail}@{hosts[pick // 11 % len(hosts)]}"


def punctuate(phone, pick):
    """13800138000 in one of the ways people write it: +86 138-0013-8000, 0086…, (+86)…, 138 0013 8000."""
    a, b, c = phone[:3], phone[3:7], phone[7:]
    return [
        f"{a} {b} {c}",
        f"{a}-{b}-{c}",
        f"+86{phone}",
        f"+86 {a} {b} {c}",
        f"0086{phone}",
        f"(+86){a}{b}{c}",
        f"86-{phone}",
        f"+86-{a}-{b}-{c}",
    ][pick % 8]


def landline(phone, pick):
    """The household's fixed line in place of the mobile number, the same one each time: 010-65529988."""
    number = 20_000_000 + int(phone) * 7919 % 69_999_999
    area = _AREA_CODES[int(phone) % len(_AREA_CODES)]
    return [f"{area}-{number}", f"({area}){number}", f"{area} {number // 10_000} {number % 10_000:04d}"][
        pick % 3
    ]


def lose_digit(phone, pick):
    """A digit is missing: 1380013800."""
    place = 3 + pick % (len(phone) - 3)
    return phone[:place] + phone[place + 1 :]


# ----------------------------------------------------------------------------------------------------------
# Dates, money, other values


def other_date(day, pick):
    """2025-03-07 as 2025/3/7, 07.03.2025, 20250307, 2025年3月7日 or 45723, as Excel counts."""
    date = dt.date.fromisoformat(day[:10])
    serial = (date - _EXCEL_DAY_ZERO).days
    return [
        f"{date.year}/{date.month}/{date.day}",
        f"{date:%d.%m.%Y}",
        f"{date:%Y%m%d}",
        f"{date.year}年{date.month}月{date.day}日",
        str(serial),
    ][pick % 5]


def slashed_time(moment, pick):
    """2025-03-07T14:05:00+08:00 as 2025/03/07 14:05."""
    return moment[:16].replace("-", "/").replace("T", " ")


def future_date(day, pick):
    """A year mistyped: 2025-03-07 becomes 2052-03-07."""
    return f"20{50 + pick % 45}{day[4:]}"


def money_text(amount, pick):
    """1280.00 as ¥1,280.00, 1280元, RMB 1,280, ￥1280.00, CNY1280.00 or 1,280.00 元."""
    value = float(amount)
    whole = f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
    plain = whole.replace(",", "")
    return [
        f"¥{value:,.2f}",
        f"{plain}元",
        f"RMB {whole}",
        f"￥{value:.2f}",
        f"{value:,.2f} 元",
        f"CNY{value:.2f}",
    ][pick % 6]


def negative(number, pick):
    """2 becomes -2."""
    return f"-{number}"


def impossible_year(year, pick):
    """A birth year nobody alive has, or that has not come: 1900, 1885, 2035."""
    return ["1900", "1900", "1885", "2035", "0"][pick % 5]


def impossible_age(age, pick):
    """199, 0 or -1."""
    return ["199", "0", "-1", "999"][pick % 4]


def gone(value, pick):
    """A value left out, or a word that stands for one: n/a, 无, -."""
    return ["", "", "", "n/a", "无", "-"][pick % 6]


def escaped(text, pick):
    """Text as a web page escapes it: A & B becomes A &amp; B; a quiet text gets a hard space."""
    return html.escape(text) if html.escape(text) != text else f"{text}&nbsp;"
