"""Chinese has no spaces, and the database search reads a run of Han as one word: 川菜入门 is
found by 川菜 but not by 入门. So we index the tail of every run (川菜入门, 菜入门, 入门, 门) and
search by prefix: any part of a name is then the beginning of something."""

import re

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
RUN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
IS_HAN = re.compile(f"[{HAN}]")
LONGEST = 12  # characters kept of a tail: longer ones swell the index and nobody types them


def suffixes(*texts):
    """The words to index for ``texts``, each once."""
    words = {}
    for run in RUN.findall(" ".join(texts)):
        starts = range(len(run)) if IS_HAN.match(run) else [0]
        words |= {run[i : i + LONGEST]: None for i in starts}
    return " ".join(words)


def words_sought(query):
    """What someone typed, as words that must all be found."""
    return [run[:LONGEST] for run in RUN.findall(query)][:8]
