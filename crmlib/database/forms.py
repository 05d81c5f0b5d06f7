"""Texts in one form, each text once: telephone numbers, e-mail addresses, names, and names as they sound."""

import html
import re
import unicodedata

from crmlib import quality

_TITLES = re.compile(r"(先生|女士|小姐|太太)$|^(mr|ms|mrs|miss)\.?\s+", re.IGNORECASE)
# Chinese mobile numbers; fixed lines of Beijing and the cities with 02x; of all other places; numbers abroad.
_VALID_PHONE = re.compile(r"\+86(1[3-9]\d{9}|10\d{8}|2\d{9}|[3-9]\d{2}\d{7,8})|\+(?!86)\d{8,15}")
# Family names that a dictionary of characters reads otherwise.
_FAMILY_SOUNDS = {
    "单": "shan",
    "曾": "zeng",
    "解": "xie",
    "仇": "qiu",
    "查": "zha",
    "任": "ren",
    "朴": "piao",
}
_DOUBLE_FAMILIES = (
    "欧阳",
    "歐陽",
    "司马",
    "司馬",
    "上官",
    "诸葛",
    "諸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "司徒",
)
# The hundred and more most frequent family names, and their traditional forms.
_FAMILIES = set(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜"
    "崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严欧莫孔向常汤赖单解仇查朴"
    "張劉陳楊黃趙吳孫馬羅鄭謝許韓鄧馮葉蘇呂盧鐘譚陸範韋賈鄒龍賀顧龔萬錢嚴蕭閻湯賴"
)
_HAN = re.compile(r"[\u3400-\u9fff]")


def form_of(kind, text):
    """The one form of a text and what is wrong with it, of which one is None; both for an empty text."""
    plain = _plain(text)
    if plain in ("", "n/a", "无", "-"):
        return None, None
    try:
        return _FORMS[kind](plain), None
    except ValueError as problem:
        return None, str(problem)


def _plain(text):
    """Without what a web page escapes, wide letters, and more than one space in a row."""
    return " ".join(unicodedata.normalize("NFKC", html.unescape(text)).split())


def _phone(text):
    """A number that can exist, as +8613800138000."""
    number = quality.normalise_phone(text)
    if not _VALID_PHONE.fullmatch(number):
        raise ValueError(f"no such telephone number: {len(number) - 3} digits after the country code")
    return number


def _email(text):
    return quality.normalise_email(text.replace(" ", ""))


def _name(text):
    """A name as it is shown: without title, a Chinese one without spaces."""
    name = _TITLES.sub("", text).strip()
    quality.normalise_name(name)
    return name.replace(" ", "") if _HAN.search(name) else name


def _sound(text):
    """A name as it sounds, family and given name in the order of the alphabet: 王小明 is "wang xiaoming"."""
    name = _name(text)
    latin = _pinyin(name) if _HAN.search(name) else name.replace("-", "")
    return quality.normalise_name(latin)


def _pinyin(name):
    from pypinyin import lazy_pinyin

    if len(name) == 2 and name[0] not in _FAMILIES:
        # 小明 and 思雨 are given names: 小 is no family name, it says that one knows her.
        return "".join(lazy_pinyin(name.removeprefix("小"), v_to_u=True))
    length = 2 if name.startswith(_DOUBLE_FAMILIES) else 1
    family = _FAMILY_SOUNDS.get(name[0]) or "".join(lazy_pinyin(name[:length], v_to_u=True))
    return f"{family} {''.join(lazy_pinyin(name[length:], v_to_u=True))}"


_FORMS = {"phone": _phone, "email": _email, "name": _name, "sound": _sound, "text": lambda text: text}
