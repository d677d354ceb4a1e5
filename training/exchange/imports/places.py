"""The place a cell names, by code or by name, among the places somebody answers for."""

from collections import defaultdict

from training.organisations.models import FormerCode, Region
from training.people.cleaning import plain_word

AMBIGUOUS = -1


class Gazetteer:
    """Code, former code and every ending of the full name → the region's key.

    “桥东街道”, “湘桥区桥东街道” and “广东省潮州市湘桥区桥东街道” are one place; a bare name
    that two places share is none.
    """

    def __init__(self, regions):
        self.found = {}
        rows = list(regions.order_by("path").values_list("pk", "code", "name", "path"))
        names = dict(Region.objects.values_list("code", "name"))
        for pk, code, _name, path in rows:
            self._enter(code, pk)
            written = ""
            for above in reversed(path.strip("/").split("/")):
                written = names[above] + written
                self._enter(plain_word(written), pk)
        keys = {pk for pk, *_rest in rows}
        former = defaultdict(set)
        for code, pk in FormerCode.objects.values_list("code", "region_id"):
            if pk in keys:
                former[code].add(pk)
        for code, pks in former.items():
            self.found.setdefault(code, pks.pop() if len(pks) == 1 else AMBIGUOUS)

    def _enter(self, word, pk):
        self.found[word] = AMBIGUOUS if self.found.get(word, pk) != pk else pk

    def place(self, raw):
        """The key, ``AMBIGUOUS``, or None where nothing is called so."""
        word = plain_word(raw)
        key = self.found.get(word)
        if key is None and word.isdigit():  # 445102007000 is 445102007 written out
            key = self.found.get(word.rstrip("0")) or self.found.get(_at_level(word))
        return key


def _at_level(code):
    """A code without the noughts that fill it up, as long as a code of some level."""
    bare = code.rstrip("0")
    for length in (2, 4, 6, 9, 12):
        if len(bare) <= length:
            return code[:length]
    return code
